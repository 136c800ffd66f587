// checks/sample/day.ts: days around another day, as YYYY-MM-DD. Reads no clock.

/** The day `days` later; earlier when negative. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
