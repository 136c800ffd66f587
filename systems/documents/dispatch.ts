// dispatch.ts: until when a signed document must have been sent (Decision 28/2018/QĐ-TTg). Does not send.
import { type Calendar, dayOf } from '../kit/calendar.ts'
import { PRIORITIES, type Priority } from './edoc.ts'

/** "Trong buổi sáng": the decision names no hour; this is the morning of the kit's office hours. */
const MORNING_HOURS = 4

/**
 * Latest moment of dispatch: an urgent document at once, any other on the day of signing and at the latest in the
 * morning of the next working day.
 */
export function dispatchBy(signedAt: Date, priority: Priority, calendar: Calendar): Date {
  if (PRIORITIES[priority] > 0) return signedAt
  const next = calendar.addWorkingDays(dayOf(signedAt), 1)
  return calendar.addWorkingHours(new Date(`${next}T00:00:00+07:00`), MORNING_HOURS)
}
