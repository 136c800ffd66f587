// systems/procedures/deadline.test.ts: limits, due moments and lateness, with the real calendar.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadCalendar } from '../kit/calendar.ts'
import { loadCatalogue, type Procedure } from './catalogue.ts'
import { dueAt, isOnTime, limitOf, resumedDueAt } from './deadline.ts'

const calendar = loadCalendar()
const at = (local: string) => new Date(`${local}+07:00`)
const days = (quantity: number) => ({ quantity, unit: 'working-day' }) as const

describe('the limit', () => {
  const catalogue = loadCatalogue()
  const procedure = (more: Partial<Procedure>): Procedure => ({
    code: '1.000001',
    name: 'x',
    field: 'y',
    limitWorkingDays: null,
    cases: [],
    ...more,
  })

  test('of a real procedure whose cases agree', () => {
    const real = catalogue.find('1.004873')
    expect(real).toBeDefined()
    if (real !== undefined) expect(limitOf({ procedure: real })).toEqual(days(3))
  })

  test('the province’s own figure comes first, then the case, then the published one', () => {
    const cases = [
      { code: '1.000001.01', quantity: 2, unit: 'day' },
      { code: '1.000001.02', quantity: 5, unit: 'working-day' },
    ] as const
    const mixed = procedure({ cases })
    expect(limitOf({ procedure: mixed, configured: 9, caseCode: '1.000001.01' })).toEqual(days(9))
    expect(limitOf({ procedure: mixed, caseCode: '1.000001.01' })).toEqual({ quantity: 2, unit: 'day' })
    expect(limitOf({ procedure: mixed })).toBeUndefined()
    expect(limitOf({ procedure: procedure({ limitWorkingDays: 4 }) })).toEqual(days(4))
    expect(
      limitOf({ procedure: procedure({ cases: [{ code: 'a', quantity: 1, unit: 'other' }] }) }),
    ).toBeUndefined()
  })

  test('114 procedures; how many have a limit without more being said', () => {
    const limits = catalogue.procedures.map((one) => limitOf({ procedure: one }))
    expect(limits).toHaveLength(114)
    const undetermined = catalogue.procedures.filter((_, index) => limits[index] === undefined)
    expect(undetermined.every((one) => one.limitWorkingDays === null)).toBe(true)
    expect(limits.filter((limit) => limit !== undefined).length).toBeGreaterThanOrEqual(45)
  })
})

describe('the due moment', () => {
  const cases: [string, string, Parameters<typeof dueAt>[2], string][] = [
    ['Tuesday, three working days', '2025-07-01T09:30', days(3), '2025-07-04T17:00'],
    ['over a weekend', '2025-07-03T16:59', days(3), '2025-07-08T17:00'],
    ['over the National Day of 1 and 2 September', '2025-08-29T10:00', days(2), '2025-09-04T17:00'],
    // 2 May is off in exchange for Saturday 26 April.
    ['over a worked Saturday', '2025-04-25T10:00', days(1), '2025-04-26T17:00'],
    ['over Tết 2025, five days and a swap', '2025-01-24T10:00', days(1), '2025-02-03T17:00'],
    ['on a Sunday: Monday is the first day', '2025-07-06T10:00', days(1), '2025-07-07T17:00'],
    [
      'three calendar days ending on a Sunday',
      '2025-07-03T10:00',
      { quantity: 3, unit: 'day' },
      '2025-07-07T17:00',
    ],
    ['at once, in office hours', '2025-07-01T10:00', days(0), '2025-07-01T17:00'],
    [
      'at once, after hours: never due before it was accepted',
      '2025-07-01T18:00',
      days(0),
      '2025-07-02T17:00',
    ],
    [
      'four office hours from the afternoon',
      '2025-07-01T15:00',
      { quantity: 4, unit: 'hour' },
      '2025-07-02T09:30',
    ],
  ]
  test.each(cases)('%s', (_name, accepted, limit, due) => {
    expect(dueAt(calendar, at(accepted), limit)).toEqual(at(due))
  })
  test('all ten are tried', () => expect(cases).toHaveLength(10))

  test('is never before the acceptance', () => {
    const moment = fc.date({ min: new Date('2025-01-01'), max: new Date('2026-10-01'), noInvalidDate: true })
    const unit = fc.constantFrom('working-day' as const, 'day' as const, 'hour' as const)
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 40 }), unit, (accepted, quantity, kind) => {
        expect(dueAt(calendar, accepted, { quantity, unit: kind }).getTime()).toBeGreaterThanOrEqual(
          accepted.getTime(),
        )
      }),
      { numRuns: 60 },
    )
  })
})

describe('a supplement', () => {
  test('the office hours that were left are left again', () => {
    const due = at('2025-07-04T17:00')
    const resumed = resumedDueAt(calendar, due, at('2025-07-03T17:00'), at('2025-07-10T07:30'))
    expect(resumed).toEqual(at('2025-07-10T17:00'))
    expect(resumedDueAt(calendar, due, at('2025-07-04T15:00'), at('2025-07-07T16:00'))).toEqual(
      at('2025-07-08T08:30'),
    )
  })

  test('what was late when it was asked for stays late', () => {
    const due = at('2025-07-04T17:00')
    expect(resumedDueAt(calendar, due, at('2025-07-05T09:00'), at('2025-07-20T09:00'))).toEqual(due)
  })
})

describe('on time (Decision 766)', () => {
  const due = at('2025-07-04T17:00')
  test.each([
    ['at the last moment', '2025-07-04T17:00:00', 1, true],
    ['a second later', '2025-07-04T17:00:01', 0, false],
    ['early, with a second supplement request', '2025-07-02T09:00:00', 2, false],
  ])('%s', (_name, finished, supplementRequests, expected) => {
    expect(isOnTime({ finishedAt: at(finished), dueAt: due, supplementRequests })).toBe(expected)
  })
})
