// cli/ready/clock.ts: the wall clock as records carry it: Vietnam's time, which has no summer time.

const OFFSET_MS = 7 * 3_600_000

/** RFC 3339 with seconds and +07:00. */
export function timestamp(at = new Date()): string {
  return `${new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 19)}+07:00`
}
