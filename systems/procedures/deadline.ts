// systems/procedures/deadline.ts: when a dossier is due and whether it was on time. Pure; the calendar is an argument.
import { type Calendar, dayOf, nextDay } from '../kit/calendar.ts'
import type { Limit, Procedure } from './catalogue.ts'

export type LimitQuestion = {
  readonly procedure: Procedure
  /** The case the dossier falls under, where the procedure has several. */
  readonly caseCode?: string | undefined
  /** The province's own figure, working days; overrides the published one. */
  readonly configured?: number | undefined
}

/** The time limit of a dossier; undefined where no source gives one and the province has configured none. */
export function limitOf({ procedure, caseCode, configured }: LimitQuestion): Limit | undefined {
  if (configured !== undefined) return { quantity: configured, unit: 'working-day' }
  const cases = procedure.cases.filter((one) => caseCode === undefined || one.code === caseCode)
  const [only] = cases
  if (only !== undefined && cases.length === 1 && only.unit !== 'other')
    return { quantity: only.quantity, unit: only.unit }
  if (procedure.limitWorkingDays !== null)
    return { quantity: procedure.limitWorkingDays, unit: 'working-day' }
  return undefined
}

/**
 * When a dossier accepted at this moment is due. Days end when the office closes and the day of acceptance is not counted (Civil
 * Code 2015, art. 147.2); calendar days that end on a day off end with the next working day (art. 148.5); hours are office hours.
 */
export function dueAt(calendar: Calendar, acceptedAt: Date, limit: Limit): Date {
  if (limit.unit === 'hour') return calendar.addWorkingHours(acceptedAt, limit.quantity)
  // Accepted after hours with no day to spare: the office's next day, or the dossier would be due before it was accepted.
  if (limit.quantity === 0) return closingAfter(calendar, acceptedAt)
  const accepted = dayOf(acceptedAt)
  if (limit.unit === 'working-day')
    return calendar.closingTime(calendar.addWorkingDays(accepted, limit.quantity))
  let last = accepted
  for (let left = limit.quantity; left > 0; left -= 1) last = nextDay(last)
  return calendar.closingTime(calendar.addWorkingDays(last, 0))
}

function closingAfter(calendar: Calendar, moment: Date): Date {
  const today = calendar.addWorkingDays(dayOf(moment), 0)
  const closing = calendar.closingTime(today)
  return closing >= moment ? closing : calendar.closingTime(calendar.addWorkingDays(today, 1))
}

/** The new due moment after a supplement: the office hours that were left when the clock stopped. What was late stays late. */
export function resumedDueAt(calendar: Calendar, due: Date, stoppedAt: Date, resumedAt: Date): Date {
  if (stoppedAt >= due) return due
  return calendar.addWorkingHours(resumedAt, calendar.workingHoursBetween(stoppedAt, due))
}

/** Decision 766/QĐ-TTg: finished by the due moment, net of supplement time, and with at most one supplement request. */
export function isOnTime(dossier: { finishedAt: Date; dueAt: Date; supplementRequests: number }): boolean {
  return dossier.finishedAt <= dossier.dueAt && dossier.supplementRequests <= 1
}
