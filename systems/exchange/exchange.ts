// systems/exchange/exchange.ts: the parts of a running exchange, put together. Serves nothing by itself.
import type { Context } from '../kit/server.ts'
import type { Subsystem } from './address.ts'
import { type Courier, startCourier } from './courier.ts'
import { createForward, type Forward } from './forward.ts'
import { type Counters, registerGauges } from './gauges.ts'
import { createLogStore, type LogStore } from './log-store.ts'
import { createMessageStore, type MessageStore } from './message-store.ts'
import { ownSubsystem, type Peer, type Peers, peer } from './peer.ts'
import type { Right } from './rights.ts'
import { createRights } from './rights-store.ts'
import type { Settings } from './settings.ts'
import { openTurns } from './turns.ts'

export type Exchange = AsyncDisposable & {
  readonly own: Subsystem
  readonly peers: Peers
  readonly log: LogStore
  readonly messages: MessageStore
  readonly rights: () => Promise<readonly Right[]>
  readonly forward: Forward
  readonly counters: Counters
  /** Begins to deliver. */
  start(): void
  courier(peer: string): Courier | undefined
}

/** `selfUrl` is asked when the exchange delivers to itself, after it listens. */
export async function openExchange(
  context: Context,
  settings: Settings,
  selfUrl: () => string,
): Promise<Exchange> {
  const { db, env, now } = context
  await using parts = new AsyncDisposableStack()
  const peers = new Map<string, Peer>([['exchange', selfPeer(env.member, selfUrl)], ...settings.peers])
  const turns = parts.use(
    await openTurns({
      databaseUrl: env.databaseUrl,
      ...(env.databasePassword !== undefined && { databasePassword: env.databasePassword }),
      turnSeconds: settings.turnSeconds,
      onError: (error) => context.log.warn({ reason: error.message }, 'the queue’s upkeep failed'),
    }),
  )
  for (const name of peers.keys()) await turns.open(name)
  const forward = parts.use(createForward())
  const log = createLogStore(db, settings.signingKey)
  const messages = createMessageStore({ db, turns, log, now })
  const couriers = new Map<string, Courier>()
  const reachable = (name: string) => couriers.get(name)?.reachable() ?? true
  const counters = registerGauges(context.metrics, db, peers, reachable)
  const start = (): void => {
    for (const each of peers.values()) {
      const parts = {
        peer: each,
        turns,
        store: messages,
        forward,
        token: context.tokens.token,
        log: context.log,
        turnSeconds: settings.turnSeconds,
      }
      couriers.set(each.name, startCourier({ ...parts, onDelivered: counters.delivered }))
    }
  }
  // Disposed in reverse: couriers finish what they have in hand while the queue is still open.
  parts.defer(async () => {
    await Promise.all([...couriers.values()].map((courier) => courier[Symbol.asyncDispose]()))
  })
  const opened = parts.move()
  return {
    own: ownSubsystem(env.member, 'exchange'),
    peers,
    log,
    messages,
    rights: createRights(db),
    forward,
    counters,
    start,
    courier: (name) => couriers.get(name),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

function selfPeer(member: string, selfUrl: () => string): Peer {
  return {
    ...peer('exchange', 'http://127.0.0.1', member),
    get baseUrl() {
      return selfUrl()
    },
  }
}
