// systems/kit/metrics.ts: what a system counts about itself, in Prometheus form. Judges nothing.
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Pool } from './database.ts'

export type Metrics = {
  readonly registry: Registry
  /** One finished request; `operation` is the operationId, never a path with codes in it. */
  request(labels: { operation: string; method: string; status: number }, seconds: number): void
}

const DURATION_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Its own registry, so that two apps in one process do not mix. */
export function createMetrics(db?: Pool): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request, by operation and status.',
    labelNames: ['operation', 'method', 'status'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers: [registry],
  })
  if (db !== undefined) registerDatabaseGauges(registry, db)
  return {
    registry,
    request: ({ operation, method, status }, seconds) =>
      duration.observe({ operation, method, status: String(status) }, seconds),
  }
}

function registerDatabaseGauges(registry: Registry, db: Pool): void {
  new Gauge({
    name: 'database_connections',
    help: 'Pooled connections by state; waiting counts callers without one.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(db.usage())) this.set({ state }, count)
    },
  })
  new Gauge({
    name: 'outbox_pending',
    help: 'Messages not yet taken by the exchange.',
    registers: [registry],
    async collect() {
      // A scrape must not fail because the database is away: then the gauge has no sample.
      const rows = await db
        .query<{ n: number }>('select count(*) as n from outbox where sent_at is null')
        .catch(() => [])
      const pending = rows[0]?.n
      if (pending === undefined) this.reset()
      else this.set(pending)
    },
  })
}
