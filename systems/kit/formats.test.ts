// systems/kit/formats.test.ts: days, moments and ids a contract's format lets through are ones that can be kept.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf } from './calendar.ts'
import { isDay, isMoment } from './formats.ts'
import { createAjv } from './validation.ts'

const fits = (format: string, text: string) => createAjv().validate({ type: 'string', format }, text)

describe('a day', () => {
  test.each(['2025-07-01', '2024-02-29', '0001-01-01', '9999-12-31'])('%s is one', (text) =>
    expect(fits('date', text)).toBe(true),
  )
  test.each([
    '2025-02-30',
    '2025-02-29',
    '2025-13-01',
    '0000-01-01',
    '10000-01-01',
    '2025-7-1',
    '2025-07-01T00:00:00Z',
  ])('%s is none', (text) => expect(fits('date', text)).toBe(false))
})

describe('a moment', () => {
  test.each([
    '2025-07-01T00:00:00Z',
    '2025-07-01T07:30:00.5+07:00',
    '2025-07-01t00:00:00z',
    '2025-01-01T00:00:00+23:59',
  ])('%s is one', (text) => expect(fits('date-time', text)).toBe(true))
  test.each([
    '2025-02-30T00:00:00Z',
    '2025-07-01T24:00:00Z',
    '2025-07-01 00:00:00Z',
    '2025-07-01T00:00:00',
    '2025-07-01T00:00:00+0700',
    '2025-07-01T00:00:00+24:00',
    '2016-12-31T23:59:60Z',
    '0000-12-31T23:59:59Z',
    '0001-01-01T00:00:00+07:00',
    '9999-12-31T00:00:00Z',
    '9999-12-30T23:59:59-07:00',
  ])('%s is none', (text) => expect(fits('date-time', text)).toBe(false))

  test('whatever is let through, Date holds, with a year of four digits also in Vietnam', () => {
    const two = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0'))
    const year = fc
      .oneof(fc.integer({ min: 0, max: 9999 }), fc.constantFrom(0, 1, 9999))
      .map((number) => String(number).padStart(4, '0'))
    const text = fc
      .tuple(year, two, two, two, two, two, fc.constantFrom('Z', '+07:00', '-23:59', '+23:59'))
      .map(([y, mo, d, h, mi, s, zone]) => `${y}-${mo}-${d}T${h}:${mi}:${s}${zone}`)
    let taken = 0
    fc.assert(
      fc.property(text, (moment) => {
        if (!isMoment(moment)) return
        taken += 1
        for (const day of [new Date(moment).toISOString(), dayOf(new Date(moment))])
          expect(day).toMatch(/^(?!0000)\d{4}-/)
      }),
      { seed: 20250701, numRuns: 20_000 },
    )
    expect(taken).toBeGreaterThan(20)
  })
})

test('a day is the day of its own midnight', () => {
  const date = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(date, (midnight) => isDay(midnight.toISOString().slice(0, 10))),
    { seed: 20250701 },
  )
})

test('an id is a uuid, in either case, and no URN of one', () => {
  const id = '6f1f3f4e-2f7a-4c5e-9a7e-0d7d7a1b2c3d'
  expect([id, id.toUpperCase(), `urn:uuid:${id}`, `${id}0`].map((text) => fits('uuid', text))).toEqual([
    true,
    true,
    false,
    false,
  ])
})
