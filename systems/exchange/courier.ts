// systems/exchange/courier.ts: delivers one peer's messages, as many at once as the peer bears. Which message comes next is the store's to say.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { afterAnswer, afterFailure, allowance, CLOSED, isOpen } from './circuit.ts'
import type { Answer, Forward } from './forward.ts'
import { passing } from './headers.ts'
import { deliveryHeaders } from './message.ts'
import type { MessageStore, Outcome, Waiting } from './message-store.ts'
import type { Peer } from './peer.ts'
import { messageHash } from './request-hash.ts'
import type { Turn, Turns } from './turns.ts'

export type Courier = AsyncDisposable & {
  readonly peer: Peer
  /** Something was stored: look now instead of at the next round. */
  wake(): void
  /** False while deliveries are held back. */
  reachable(): boolean
}

export type CourierParts = {
  readonly peer: Peer
  readonly turns: Turns
  readonly store: MessageStore
  readonly forward: Forward
  /** For a province peer, the exchange's own token; never sent outside the province. */
  readonly token: () => Promise<string>
  readonly log: Logger
  readonly turnSeconds: number
  readonly onDelivered: (receiver: string, attempts: number) => void
}

const AT_ONCE = 16
const LOOK_MS = 250
/** So much of its turn a delivery may take: it never outlives it. */
const DELIVERY_SHARE = 2 / 3

/** Delivers until disposed; disposing waits for deliveries in hand. */
export function startCourier(parts: CourierParts): Courier {
  const { peer, log } = parts
  const stop = new AbortController()
  const inHand = new Set<Promise<void>>()
  let circuit = CLOSED
  let woken = Promise.withResolvers<void>()

  const wake = (): void => woken.resolve()
  const note = (outcome: Outcome): void => {
    if (outcome.kind === 'idle') return
    const wasOpen = isOpen(circuit)
    const unreachable = outcome.kind === 'failed' && !outcome.refused
    circuit = unreachable ? afterFailure(circuit, Date.now()) : afterAnswer()
    if (isOpen(circuit) !== wasOpen)
      log.warn(
        { peer: peer.name, reachable: wasOpen },
        wasOpen ? 'the peer answers again' : 'the peer is away',
      )
    if (outcome.kind === 'delivered') parts.onDelivered(peer.name, outcome.message.attempts + 1)
  }
  const use = async (turn: Turn, message: Waiting | undefined): Promise<void> => {
    const outcome = await deliver(turn, message, parts)
    note(outcome)
    await parts.store.settle(outcome)
  }
  const round = async (): Promise<number> => {
    const count = allowance(circuit, AT_ONCE - inHand.size, inHand.size, Date.now())
    if (count <= 0) return 0
    const turns = await parts.turns.take(peer.name, count)
    if (turns.length === 0) return 0
    const messages = await parts.store.oldest(
      peer.name,
      turns.map(({ orderKey }) => orderKey),
    )
    for (const turn of turns) {
      const using: Promise<void> = use(turn, messages.get(turn.orderKey))
        // Unsettled: the turn runs out and comes again, and the receiver deduplicates.
        .catch((error: unknown) => log.warn({ peer: peer.name, err: error }, 'a delivery was not recorded'))
        .finally(() => {
          inHand.delete(using)
          wake()
        })
      inHand.add(using)
    }
    return turns.length
  }
  const run = async (): Promise<void> => {
    let failing = false
    while (!stop.signal.aborted) {
      woken = Promise.withResolvers<void>()
      const taken = await round().catch((error: unknown) => {
        // Said once: a database that is away would otherwise fill the journal.
        if (!failing) log.warn({ peer: peer.name, err: error }, 'turns cannot be taken')
        return undefined
      })
      if (failing && taken !== undefined) log.info({ peer: peer.name }, 'turns are taken again')
      failing = taken === undefined
      if (!taken) await Promise.race([woken.promise, sleep(LOOK_MS, undefined, { ref: false })])
    }
    await Promise.all(inHand)
  }
  const running = run()
  return {
    peer,
    wake,
    reachable: () => !isOpen(circuit),
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      wake()
      await running
    },
  }
}

async function deliver(turn: Turn, message: Waiting | undefined, parts: CourierParts): Promise<Outcome> {
  if (message === undefined) return { turn, kind: 'idle' }
  let answer: Answer
  try {
    answer = await send(message, parts)
  } catch (error) {
    return { turn, kind: 'failed', message, error: reasonOf(error), refused: false }
  }
  const text = answer.body.toString('utf8')
  if (answer.status >= 200 && answer.status < 300)
    return {
      turn,
      kind: 'delivered',
      message,
      status: answer.status,
      answer: text,
      responseHash: hashOf(answer),
    }
  // 408, 429 and 5xx speak of the receiver's state, any other of the message.
  const refused = answer.status < 500 && answer.status !== 408 && answer.status !== 429
  return { turn, kind: 'failed', message, error: `the receiver answered ${answer.status}: ${text}`, refused }
}

async function send(message: Waiting, parts: CourierParts): Promise<Answer> {
  const { peer, forward, token, turnSeconds } = parts
  const authorization: [string, string][] = peer.national
    ? []
    : [['Authorization', `Bearer ${await token()}`]]
  return forward({
    method: 'POST',
    baseUrl: peer.baseUrl,
    target: `/services/${encodeURIComponent(message.serviceName)}`,
    headers: [
      ...deliveryHeaders(message),
      ['X-Road-Service', message.service],
      ['X-Road-Request-Hash', message.requestHash],
      ...authorization,
    ],
    body: Buffer.from(message.body, 'utf8'),
    timeoutMs: Math.floor(turnSeconds * DELIVERY_SHARE * 1_000),
  })
}

function hashOf(answer: Answer): string {
  return messageHash({ first: [String(answer.status)], headers: passing(answer.headers), body: answer.body })
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
