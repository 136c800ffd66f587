// systems/exchange/gauges.ts: what the exchange counts besides the kit's own figures. Judges nothing.
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Database } from '../kit/database.ts'
import { type Backlog, backlog } from './message-reads.ts'
import type { Peers } from './peer.ts'

export type Counters = {
  readonly delivered: (receiver: string, attempts: number) => void
  readonly called: (provider: string, outcome: string) => void
}

/** Backlog figures are read from the database when scraped, so that every replica shows the whole. */
export function registerGauges(
  registry: Registry,
  db: Database,
  peers: Peers,
  reachable: (peer: string) => boolean,
): Counters {
  const registers = [registry]
  const perPeer = (gauge: Gauge<'peer'>, figure: (row: Backlog | undefined) => number) => {
    // A scrape must not fail because the database is away: then the gauge has no sample.
    return backlog(db).then(
      (rows) => {
        for (const name of peers.keys())
          gauge.set({ peer: name }, figure(rows.find(({ receiver }) => receiver === name)))
      },
      () => gauge.reset(),
    )
  }
  new Gauge({
    name: 'exchange_backlog',
    help: 'Messages stored and not yet delivered, by peer.',
    labelNames: ['peer'],
    registers,
    async collect() {
      await perPeer(this, (row) => row?.waiting ?? 0)
    },
  })
  new Gauge({
    name: 'exchange_backlog_oldest_seconds',
    help: 'Age of the oldest undelivered message, by peer.',
    labelNames: ['peer'],
    registers,
    async collect() {
      await perPeer(this, (row) => row?.oldestSeconds ?? 0)
    },
  })
  new Gauge({
    name: 'exchange_peer_reachable',
    help: '0 while deliveries to the peer are held back because it does not answer.',
    labelNames: ['peer'],
    registers,
    collect() {
      for (const name of peers.keys()) this.set({ peer: name }, reachable(name) ? 1 : 0)
    },
  })
  const delivered = new Counter({
    name: 'exchange_delivered_total',
    help: 'Messages delivered by this process, by peer.',
    labelNames: ['peer'],
    registers,
  })
  const attempts = new Counter({
    name: 'exchange_delivery_attempts_total',
    help: 'Attempts that the delivered messages took, by peer.',
    labelNames: ['peer'],
    registers,
  })
  const calls = new Counter({
    name: 'exchange_calls_total',
    help: 'Synchronous calls by provider and outcome: answered, or the type of the fault.',
    labelNames: ['provider', 'outcome'],
    registers,
  })
  return {
    delivered: (peer, count) => {
      delivered.inc({ peer })
      attempts.inc({ peer }, count)
    },
    called: (provider, outcome) => calls.inc({ provider, outcome }),
  }
}
