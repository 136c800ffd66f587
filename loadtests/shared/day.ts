// loadtests/shared/day.ts: the day it is in Vietnam, whatever the clock of the machine that sends the load. Knows no holidays.

/** Vietnam keeps UTC+7 all year. */
const OFFSET_MS = 7 * 3_600_000

/** `YYYY-MM-DD`. */
export function today(nowMs: number = Date.now()): string {
  return new Date(nowMs + OFFSET_MS).toISOString().slice(0, 10)
}
