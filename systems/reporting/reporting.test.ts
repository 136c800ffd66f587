// reporting.test.ts: periods against a day-by-day count, totals against brute force, and each deviation refused.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadCalendar, nextDay } from '../kit/calendar.ts'
import { loadUnits } from '../kit/units.ts'
import { reporterOf } from './former-unit.ts'
import { parseFormula } from './formula.ts'
import { dueOn, lengthDays, spanOf } from './period.ts'
import { standingOf } from './standing.ts'
import { valueFaults } from './submission.ts'
import { type Template, templateFaults } from './template.ts'
import { type LatestReport, totalOf } from './total.ts'

const calendar = loadCalendar()
const template: Template = {
  code: 'KSTTHC-01',
  name: 'Tình hình giải quyết thủ tục hành chính',
  every: 'month',
  window: 'cut-off-14',
  indicators: [
    { code: 'received', name: 'Tiếp nhận', unit: 'hồ sơ', decimals: 0 },
    { code: 'onTime', name: 'Đúng hạn', unit: 'hồ sơ', decimals: 0 },
    { code: 'fees', name: 'Phí, lệ phí', unit: 'triệu đồng', decimals: 2 },
    {
      code: 'onTimeShare',
      name: 'Tỷ lệ đúng hạn',
      unit: '%',
      decimals: 1,
      formula: 'onTime / received * 100',
    },
  ],
}
const report = (
  unit: string,
  received: number,
  onTime: number,
  fees = 0,
  formerUnit?: string,
): LatestReport => ({
  unit,
  ...(formerUnit !== undefined && { formerUnit }),
  values: [
    { indicator: 'received', value: received, unit: 'hồ sơ' },
    { indicator: 'onTime', value: onTime, unit: 'hồ sơ' },
    { indicator: 'fees', value: fees, unit: 'triệu đồng' },
  ],
})

test('the windows of the decree, and whole calendar months', () => {
  const cases = [
    ['month', 'cut-off-14', '202606', '2026-05-15', '2026-06-14'],
    ['month', 'cut-off-14', '202601', '2025-12-15', '2026-01-14'],
    ['quarter', 'cut-off-14', '20261', '2025-12-15', '2026-03-14'],
    ['quarter', 'cut-off-14', '20263', '2026-06-15', '2026-09-14'],
    ['half-year', 'cut-off-14', '2026H1', '2025-12-15', '2026-06-14'],
    ['nine-months', 'cut-off-14', '2026M9', '2025-12-15', '2026-09-14'],
    ['year', 'cut-off-14', '2026', '2025-12-15', '2026-12-14'],
    ['month', 'calendar', '202602', '2026-02-01', '2026-02-28'],
    ['quarter', 'calendar', '20264', '2026-10-01', '2026-12-31'],
    ['half-year', 'calendar', '2026H1', '2026-01-01', '2026-06-30'],
    ['nine-months', 'calendar', '2026M9', '2026-01-01', '2026-09-30'],
    ['year', 'calendar', '2028', '2028-01-01', '2028-12-31'],
  ] as const
  expect(cases).toHaveLength(12)
  for (const [every, window, code, from, to] of cases)
    expect(spanOf({ every, window }, code)).toEqual({ from, to })
})

test('periods of one rule follow each other day by day, and larger ones are their sum', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2020, max: 2040 }),
      fc.constantFrom('cut-off-14' as const, 'calendar' as const),
      (year, window) => {
        const span = (every: 'month' | 'quarter' | 'half-year' | 'nine-months' | 'year', code: string) => {
          const found = spanOf({ every, window }, code)
          if (found === undefined) throw new Error(`${code} has no span`)
          return found
        }
        const months = Array.from({ length: 12 }, (_, index) =>
          span('month', `${year}${String(index + 1).padStart(2, '0')}`),
        )
        const quarters = [1, 2, 3, 4].map((quarter) => span('quarter', `${year}${quarter}`))
        for (const list of [months, quarters])
          for (const [index, { from }] of list.entries()) {
            const before = list[index - 1]
            if (before !== undefined) expect(from).toBe(nextDay(before.to))
          }
        const days = (list: typeof months) => list.reduce((sum, one) => sum + lengthDays(one), 0)
        expect(days(months)).toBe(lengthDays(span('year', `${year}`)))
        expect(days(quarters)).toBe(days(months))
        expect(days(months.slice(0, 6))).toBe(lengthDays(span('half-year', `${year}H1`)))
        expect(days(months.slice(0, 9))).toBe(lengthDays(span('nine-months', `${year}M9`)))
      },
    ),
    { numRuns: 30 },
  )
})

test('a quarter is not read as a month, nor any code by another rule', () => {
  const month = { every: 'month', window: 'cut-off-14' } as const
  expect(['20261', '2026', '202613', '202600', '2026H1', ''].map((code) => spanOf(month, code))).toEqual(
    Array(6).fill(undefined),
  )
  expect(spanOf({ every: 'quarter', window: 'cut-off-14' }, '20265')).toBeUndefined()
})

test('due two working days after the cut-off, past weekends and holidays', () => {
  expect(dueOn('2026-10-14', calendar)).toBe('2026-10-16')
  expect(dueOn('2026-11-14', calendar)).toBe('2026-11-17')
  // 30 April and 1 May 2026 are days off, then a weekend.
  expect(dueOn('2026-04-29', calendar)).toBe('2026-05-05')
})

test('formulas: precedence, brackets, no value without every input, none by zero', () => {
  const values = new Map([
    ['a', 6],
    ['b', 3],
    ['zero', 0],
  ])
  const results = ['a + b * 2', '(a + b) * 2', 'a / b - 1', 'a / zero', 'a / missing', '2.5 * b']
  expect(results.map((text) => parseFormula(text).evaluate(values))).toEqual([
    12,
    18,
    1,
    undefined,
    undefined,
    7.5,
  ])
  for (const bad of ['', 'a +', 'a b', '(a', 'a % b', 'process.exit(1)', 'A'])
    expect(() => parseFormula(bad)).toThrow(expect.objectContaining({ code: 'formula-unreadable' }))
})

test('a template: every fault at once', () => {
  expect(templateFaults(template)).toEqual([])
  const [first, ...rest] = template.indicators
  if (first === undefined) throw new Error('the template has no indicator')
  const bad = {
    ...template,
    indicators: [
      first,
      first,
      ...rest,
      { ...first, code: 'x', formula: 'onTimeShare * 2' },
      { ...first, code: 'y', formula: '(' },
    ],
  }
  expect(templateFaults(bad).map(({ where }) => where)).toEqual(['received', 'x', 'y'])
})

test('values: every fault at once, derived values and other units of measure among them', () => {
  const good = report('26740', 10, 9, 1.25).values
  expect(valueFaults(template, good)).toEqual([])
  const bad = [
    { indicator: 'received', value: 1.5, unit: 'hồ sơ' },
    { indicator: 'received', value: -1, unit: 'hồ sơ' },
    { indicator: 'fees', value: 1.005, unit: 'tỷ đồng' },
    { indicator: 'onTimeShare', value: 90, unit: '%' },
    { indicator: 'other', value: 1, unit: 'x' },
  ]
  const faults = valueFaults(template, bad).map(({ where, message }) => `${where} ${message}`)
  expect(faults).toHaveLength(8)
  for (const part of [
    'received has more than 0',
    'received is given twice',
    'received is negative',
    'fees is measured',
    'fees has more',
    'onTimeShare is derived',
    'other is not',
    'onTime is missing',
  ])
    expect(faults.some((fault) => fault.startsWith(part))).toBe(true)
})

test('a total equals brute force, and a ratio comes from the sums', () => {
  const units = loadUnits('79', 'H29').units.map(({ code }) => code)
  const figures = fc.record({ received: fc.nat(100_000), late: fc.nat(1000), cents: fc.nat(10_000_000) })
  fc.assert(
    fc.property(fc.array(fc.option(figures), { minLength: units.length, maxLength: units.length }), (all) => {
      const reports = units.flatMap((unit, index) => {
        const one = all[index]
        return one ? [report(unit, one.received + one.late, one.received, one.cents / 100)] : []
      })
      const total = totalOf(template, reports, units)
      const said = all.filter((one) => one !== null)
      const received = said.reduce((sum, one) => sum + one.received + one.late, 0)
      const onTime = said.reduce((sum, one) => sum + one.received, 0)
      const cents = said.reduce((sum, one) => sum + one.cents, 0)
      const share = received === 0 ? null : Number(((onTime / received) * 100).toFixed(1))
      const expected = said.length === 0 ? [null, null, null, null] : [received, onTime, cents / 100, share]
      expect(total.values.map(({ value }) => value)).toEqual(expected)
      expect(total.missing).toHaveLength(units.length - said.length)
      expect([total.expected, total.reported]).toEqual([168, said.length])
    }),
    { numRuns: 20 },
  )
})

test('a ratio is not the average of ratios', () => {
  const total = totalOf(template, [report('a', 100, 100), report('b', 300, 0)], ['a', 'b'])
  expect(total.values.at(-1)).toEqual({ indicator: 'onTimeShare', unit: '%', value: 25 })
})

test('silence is named and never zero', () => {
  const silent = totalOf(template, [], ['a', 'b'])
  expect(silent).toMatchObject({ expected: 2, reported: 0, missing: ['a', 'b'] })
  expect(silent.values.map(({ value }) => value)).toEqual([null, null, null, null])
})

test('a former unit’s figures are neither doubled nor lost, and never the whole', () => {
  const parts = [report('n', 10, 10, 0, 'o1'), report('n', 5, 5, 0, 'o2')]
  expect(totalOf(template, parts, ['n'])).toMatchObject({
    reported: 1,
    partial: ['n'],
    missing: [],
    values: [{ value: 15 }, {}, {}, {}],
  })
  const own = [...parts, report('n', 16, 15)]
  expect(totalOf(template, own, ['n'])).toMatchObject({ partial: [], values: [{ value: 16 }, {}, {}, {}] })
})

test('a code: in force, former with one successor, former and divided, unknown', () => {
  const units = loadUnits('79', 'H29')
  expect(reporterOf(units, '26740')).toEqual({ unit: '26740' })
  expect(reporterOf(units, '25744')).toEqual({ unit: '25750', formerUnit: '25744' })
  expect(() => reporterOf(units, '25741')).toThrow(/25747, 25750/)
  expect(() => reporterOf(units, '00001')).toThrow(expect.objectContaining({ type: 'unknown-unit' }))
})

test('standing: each unit in one list; a correction does not make a report late, a fallback counts when it was sent', () => {
  const at = (unit: string, firstSentOn: string, formerUnit?: string) => ({
    ...report(unit, 1, 1, 0, formerUnit),
    firstSentOn,
  })
  const units = ['a', 'b', 'c', 'd']
  const reports = [at('a', '2026-10-16'), at('b', '2026-10-17'), at('d', '2026-10-15', 'd1')]
  expect(standingOf(reports, units, { dueOn: '2026-10-16', today: '2026-10-20' })).toEqual({
    dueOn: '2026-10-16',
    onTime: ['a'],
    late: ['b'],
    missing: ['c', 'd'],
    pending: [],
  })
  expect(standingOf([], units, { dueOn: '2026-10-16', today: '2026-10-16' })).toMatchObject({
    missing: [],
    pending: units,
  })
})
