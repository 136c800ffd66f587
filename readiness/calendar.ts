// readiness/calendar.ts: differences between days and times a rule may ask for. No clock: both ends are given.

const DAY = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/
const DAY_MS = 86_400_000

/** True for a day of the calendar, YYYY-MM-DD; 2025-02-30 is none. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** True for an RFC 3339 time with an offset. */
export function isTime(text: string): boolean {
  return TIME.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text))
}

/** Whole days from one day to another; negative when `to` is earlier. Throws RangeError for what is no day. */
export function daysBetween(from: string, to: string): number {
  for (const text of [from, to])
    if (!isDay(text)) throw new RangeError(`"${text}" is no day of the form YYYY-MM-DD`)
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}

/** Hours, with fraction, between two RFC 3339 times. Throws RangeError for what is no time. */
export function hoursBetween(from: string, to: string): number {
  for (const text of [from, to]) if (!isTime(text)) throw new RangeError(`"${text}" is no time with offset`)
  return (Date.parse(to) - Date.parse(from)) / 3_600_000
}
