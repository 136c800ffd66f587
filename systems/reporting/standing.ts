// standing.ts: how each unit stands against the due day. Pure: today is an argument.
import type { Day } from '../kit/calendar.ts'
import { type LatestReport, spoken } from './total.ts'

export type TimedReport = LatestReport & {
  /** Day the first version was sent: here, or before that through the documents system. A correction does not make a report late. */
  readonly firstSentOn: Day
}

export type Standing = {
  readonly dueOn: Day
  readonly onTime: readonly string[]
  /** Reported after the due day. */
  readonly late: readonly string[]
  /** Due and not reported, or by former units only. */
  readonly missing: readonly string[]
  /** Not reported, not due yet. */
  readonly pending: readonly string[]
}

/** Every unit is in exactly one list. */
export function standingOf(
  reports: readonly TimedReport[],
  units: readonly string[],
  due: { readonly dueOn: Day; readonly today: Day },
): Standing {
  const { dueOn, today } = due
  const lists = {
    onTime: [] as string[],
    late: [] as string[],
    missing: [] as string[],
    pending: [] as string[],
  }
  for (const { unit, state } of spoken(reports, units)) {
    const own = reports.find((report) => report.unit === unit && report.formerUnit === undefined)
    if (state !== 'whole' || own === undefined) lists[today > dueOn ? 'missing' : 'pending'].push(unit)
    else lists[own.firstSentOn <= dueOn ? 'onTime' : 'late'].push(unit)
  }
  return { dueOn, ...lists }
}
