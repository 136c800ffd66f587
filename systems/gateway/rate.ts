// systems/gateway/rate.ts: how much one client may ask in a while: a token bucket each. Reads no clock of its own.

export type RateLimit = {
  /** Requests per second a client may keep up. */
  readonly perSecond: number
  /** Requests it may send at once after a pause. */
  readonly burst: number
  /** Clients remembered; beyond that the one unseen longest is forgotten, which only ever lets it do more. */
  readonly clientsMax?: number
}

type Bucket = { tokens: number; at: number }

const CLIENTS_MAX = 10_000

/** Answers `take(client, nowMs)`: 0 when the request may pass, else the milliseconds to wait. */
export function createRateLimiter({ perSecond, burst, clientsMax = CLIENTS_MAX }: RateLimit) {
  const buckets = new Map<string, Bucket>()
  return {
    take(client: string, nowMs: number): number {
      const known = buckets.get(client)
      // A clock that steps back must not take tokens away.
      const passedMs = known === undefined ? 0 : Math.max(0, nowMs - known.at)
      const tokens =
        known === undefined ? burst : Math.min(burst, known.tokens + (passedMs * perSecond) / 1000)
      buckets.delete(client)
      const passes = tokens >= 1
      buckets.set(client, { tokens: passes ? tokens - 1 : tokens, at: nowMs })
      const [unseenLongest] = buckets.keys()
      if (buckets.size > clientsMax && unseenLongest !== undefined) buckets.delete(unseenLongest)
      return passes ? 0 : Math.ceil(((1 - tokens) * 1000) / perSecond)
    },
    clients: () => buckets.size,
  }
}
