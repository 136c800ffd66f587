// systems/kit/relay.ts: hands the outbox over to the exchange until it has answered 2xx. Never drops or rewrites a message.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from './database.ts'
import type { TokenSource } from './token.ts'

type Pending = {
  seq: number
  id: string
  destination: string
  service: string
  stream: string
  body: unknown
  attempts: number
}
export type RelayOptions = {
  readonly db: Database
  readonly exchangeUrl: string
  readonly tokens: TokenSource
  readonly log: Logger
  /** Waits this many times as long as usual for the exchange's answer. */
  readonly patience?: number
}
type Outcome = { readonly seq: number; readonly error?: string }

const BATCH = 40
const IDLE_MS = 150
const REQUEST_TIMEOUT_MS = 10_000
/** A message waits at most this long between two tries, so a healed route is used at once. */
const BACKOFF_MAX_MS = 1_000
const BACKOFF_FIRST_MS = 50

// The oldest unsent message of each stream, unless another replica has it. A locked predecessor is still unsent, so
// its followers stay out: order within a stream holds across replicas.
const CLAIM = `
  select seq, id, destination, service, stream, body, attempts from outbox as o
  where sent_at is null and next_attempt_at <= now()
    and not exists (select 1 from outbox as p where p.stream = o.stream and p.sent_at is null and p.seq < o.seq)
  order by seq limit $1 for update of o skip locked`

/** Runs until disposed; disposing waits for the batch in hand. */
export function startRelay(options: RelayOptions): AsyncDisposable {
  const stop = new AbortController()
  const running = relayUntil(stop.signal, options)
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await running
    },
  }
}

async function relayUntil(signal: AbortSignal, options: RelayOptions): Promise<void> {
  let failing = false
  while (!signal.aborted) {
    let moved = 0
    try {
      moved = await relayBatch(options)
      if (failing && moved > 0) options.log.info({ moved }, 'the outbox moves again')
      failing = failing && moved === 0
    } catch (error) {
      if (!failing)
        options.log.warn(
          { reason: error instanceof Error ? error.message : String(error) },
          'the outbox does not move',
        )
      failing = true
    }
    if (moved === 0)
      await sleep(failing ? BACKOFF_MAX_MS / 4 : IDLE_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** One batch; the number of messages handed over. Exported for the tests. */
export async function relayBatch(options: RelayOptions): Promise<number> {
  const { db, log } = options
  // Cheap look without a transaction: most polls find nothing.
  const due = await db.query(
    'select 1 from outbox where sent_at is null and next_attempt_at <= now() limit 1',
  )
  if (due.length === 0) return 0
  const token = await options.tokens.token()
  return db.transaction(async (tx) => {
    const batch = await tx.query<Pending>(CLAIM, [BATCH])
    const outcomes = await Promise.all(batch.map((message) => handOver(options, token, message)))
    const sent = outcomes.filter((outcome) => outcome.error === undefined).map((outcome) => outcome.seq)
    if (sent.length > 0)
      await tx.query(
        'update outbox set sent_at = now(), attempts = attempts + 1, last_error = null where seq = any($1)',
        [sent],
      )
    for (const { seq, error } of outcomes) {
      if (error === undefined) continue
      const attempts = batch.find((message) => message.seq === seq)?.attempts ?? 0
      const waitMs = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** attempts)
      await tx.query(
        `update outbox set attempts = attempts + 1, last_error = $2, next_attempt_at = now() + $3 * interval '1 millisecond' where seq = $1`,
        [seq, error, waitMs],
      )
      if (attempts === 0)
        log.warn({ seq, reason: error }, 'the exchange did not take a message; it will be tried again')
    }
    return sent.length
  })
}

async function handOver(
  { exchangeUrl, patience = 1 }: RelayOptions,
  token: string,
  message: Pending,
): Promise<Outcome> {
  const { seq, id, destination, service, stream, body } = message
  try {
    const response = await fetch(`${exchangeUrl}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id, to: destination, service, ...(stream !== id && { stream }), body }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS * patience),
    })
    await response.arrayBuffer()
    return response.ok ? { seq } : { seq, error: `the exchange answered ${response.status}` }
  } catch (error) {
    return { seq, error: error instanceof Error ? error.message : String(error) }
  }
}
