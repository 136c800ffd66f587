// period.ts: reporting periods: their codes, the days they cover, the day a report is due. Knows no template by name.
import { type Calendar, type Day, nextDay } from '../kit/calendar.ts'

const EVERY = ['month', 'quarter', 'half-year', 'nine-months', 'year'] as const
export type Every = (typeof EVERY)[number]

/** cut-off-14: the 15th to the 14th (Decree 09/2019/NĐ-CP); calendar: whole months, as some reports are defined. */
const WINDOWS = ['cut-off-14', 'calendar'] as const
export type WindowRule = (typeof WINDOWS)[number]

/** The rule a report's definition owns: no report borrows another's (deviation R2). */
export type PeriodRule = { readonly every: Every; readonly window: WindowRule }
/** Both days belong to the period. */
export type Span = { readonly from: Day; readonly to: Day }

/** Due so many working days after the cut-off. */
const DUE_WORKING_DAYS = 2

/**
 * Form of each code, with its first and last month. `20261` is the first quarter, never a month (R4). No code for the half
 * and the nine months is attested: `H1` and `M9` are ours.
 */
const FORMS: Readonly<Record<Every, { form: RegExp; months: (part: string) => readonly [number, number] }>> =
  {
    month: { form: /^(\d{4})(0[1-9]|1[0-2])$/, months: (part) => [Number(part), Number(part)] },
    quarter: { form: /^(\d{4})([1-4])$/, months: (part) => [3 * Number(part) - 2, 3 * Number(part)] },
    'half-year': { form: /^(\d{4})(H1)$/, months: () => [1, 6] },
    'nine-months': { form: /^(\d{4})(M9)$/, months: () => [1, 9] },
    year: { form: /^(\d{4})$/, months: () => [1, 12] },
  }

/** The days a period covers; undefined when the code is not one of this rule's. */
export function spanOf({ every, window }: PeriodRule, code: string): Span | undefined {
  const { form, months } = FORMS[every]
  const match = form.exec(code)
  if (match === null) return undefined
  const year = Number(match[1])
  const [first, last] = months(match[2] ?? '')
  return window === 'calendar'
    ? { from: day(year, first, 1), to: day(year, last + 1, 0) }
    : { from: day(year, first - 1, 15), to: day(year, last, 14) }
}

/** Last day for a report that covers up to `to`. Throws `calendar-year-unknown` beyond the holiday table. */
export function dueOn(to: Day, calendar: Calendar): Day {
  return calendar.addWorkingDays(to, DUE_WORKING_DAYS)
}

/** Number of days in a span. */
export function lengthDays({ from, to }: Span): number {
  let count = 1
  for (let at = from; at < to; at = nextDay(at)) count += 1
  return count
}

/** Months and days beyond their range roll over: month 0 is December before, day 0 the last day of the month before. */
function day(year: number, month: number, date: number): Day {
  return new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10)
}
