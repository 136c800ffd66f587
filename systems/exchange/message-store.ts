// systems/exchange/message-store.ts: messages in PostgreSQL: stored, tried, delivered, each change in one transaction with its turn and its log entry. Sends nothing.
import type { Database } from '../kit/database.ts'
import { batched } from './batch.ts'
import type { Passage } from './log.ts'
import type { LogStore } from './log-store.ts'
import type { Message } from './message.ts'
import { type ClaimResult, claimIds } from './request-id.ts'
import type { Turn, Turns } from './turns.ts'

/** A message as its delivery needs it. */
export type Waiting = Pick<
  Message,
  'id' | 'client' | 'serviceName' | 'service' | 'orderKey' | 'body' | 'requestHash'
> & {
  readonly attempts: number
}

/** What became of one turn. */
export type Outcome = { readonly turn: Turn } & (
  | {
      readonly kind: 'delivered'
      readonly message: Waiting
      readonly status: number
      readonly answer: string
      readonly responseHash: string
    }
  /** Not delivered; `refused`: the receiver answered, so asking again soon is of little use. */
  | { readonly kind: 'failed'; readonly message: Waiting; readonly error: string; readonly refused: boolean }
  /** The key had nothing left to deliver. */
  | { readonly kind: 'idle' }
)

export type MessageStore = {
  /** Stored and logged when it resolves; fresh, the same again, or a conflicting use of the id. */
  store(message: Message): Promise<ClaimResult>
  /** The oldest undelivered message of each turn's key. */
  oldest(receiver: string, orderKeys: readonly string[]): Promise<ReadonlyMap<string, Waiting>>
  settle(outcome: Outcome): Promise<void>
}

type Parts = { db: Database; turns: Turns; log: LogStore; now: () => Date }

const GROUP_MAX = 100
const ANSWER_MAX = 2_000
const REFUSED_WAIT_MAX_SECONDS = 60

/** The store in this database; calls made at the same moment share a transaction. */
export function createMessageStore(parts: Parts): MessageStore {
  const { db } = parts
  const storing = batched<Message, ClaimResult>(GROUP_MAX, (messages) =>
    db.transaction((tx) => storeAll(tx, messages, parts)),
  )
  const settling = batched<Outcome, undefined>(GROUP_MAX, async (outcomes) => {
    await db.transaction((tx) => settleAll(tx, outcomes, parts))
    return outcomes.map(() => undefined)
  })
  return {
    store: (message) => storing.add(message),
    oldest: async (receiver, orderKeys) => {
      const rows = await db.query<Waiting>(
        `select distinct on (order_key) id, client, service_name as "serviceName", service, order_key as "orderKey",
           body, request_hash as "requestHash", attempts
         from message where state = 'stored' and receiver = $1 and order_key = any($2::text[])
         order by order_key, position`,
        [receiver, orderKeys],
      )
      return new Map(rows.map((row) => [row.orderKey, row]))
    },
    settle: (outcome) => settling.add(outcome),
  }
}

async function storeAll(
  tx: Database,
  messages: readonly Message[],
  parts: Parts,
): Promise<readonly ClaimResult[]> {
  const results = await claimIds(tx, messages)
  const fresh = messages.filter((_, index) => results[index] === 'fresh')
  if (fresh.length === 0) return results
  // Ordered, so that positions follow the order of arrival.
  await tx.query(
    `insert into message (id, client, receiver, service_name, service, stream, order_key, body, request_hash)
     select x.id, x.client, x.receiver, x."serviceName", x.service, x.stream, x."orderKey", x.body, x."requestHash"
     from rows from (json_to_recordset($1::json) as (id uuid, client text, receiver text, "serviceName" text,
       service text, stream text, "orderKey" text, body text, "requestHash" text)) with ordinality
       as x (id, client, receiver, "serviceName", service, stream, "orderKey", body, "requestHash", place)
     order by place`,
    [JSON.stringify(fresh)],
  )
  await parts.turns.add(tx, fresh)
  await parts.log.append(
    tx,
    fresh.map((message) => passage(message, 'message-stored', parts.now())),
  )
  return results
}

async function settleAll(tx: Database, outcomes: readonly Outcome[], parts: Parts): Promise<void> {
  const delivered = outcomes.filter((outcome) => outcome.kind === 'delivered')
  const failed = outcomes.filter((outcome) => outcome.kind === 'failed')
  const recorded = await recordDeliveries(tx, delivered)
  await recordFailures(tx, failed)
  await parts.turns.finish(
    tx,
    outcomes.filter(({ kind }) => kind !== 'failed').map(({ turn }) => turn),
  )
  await parts.turns.postpone(
    tx,
    failed.filter(({ refused }) => !refused).map(({ turn }) => turn),
  )
  for (const { turn, message } of failed.filter(({ refused }) => refused))
    await parts.turns.postpone(tx, [turn], Math.min(REFUSED_WAIT_MAX_SECONDS, 2 ** (message.attempts + 1)))
  await parts.log.append(
    tx,
    delivered
      // A turn that ran out and was taken again delivers twice; the log says once what took effect once.
      .filter(({ message }) => recorded.has(message.id))
      .map(({ message, status, responseHash }) => ({
        ...passage(message, 'message-delivered', parts.now()),
        status,
        responseHash,
      })),
  )
}

async function recordDeliveries(
  tx: Database,
  delivered: readonly Extract<Outcome, { kind: 'delivered' }>[],
): Promise<ReadonlySet<string>> {
  if (delivered.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(
    `update message set state = 'delivered', delivered_at = now(), attempts = attempts + 1, last_error = null,
       answer_status = x.status, answer = x.answer
     from json_to_recordset($1::json) as x (id uuid, status integer, answer text)
     where message.id = x.id and state = 'stored' returning message.id`,
    [
      JSON.stringify(
        delivered.map(({ message, status, answer }) => ({ id: message.id, status, answer: clean(answer) })),
      ),
    ],
  )
  return new Set(rows.map(({ id }) => id))
}

async function recordFailures(
  tx: Database,
  failed: readonly Extract<Outcome, { kind: 'failed' }>[],
): Promise<void> {
  if (failed.length === 0) return
  await tx.query(
    `update message set attempts = attempts + 1, last_error = x.error
     from json_to_recordset($1::json) as x (id uuid, error text) where message.id = x.id and state = 'stored'`,
    [JSON.stringify(failed.map(({ message, error }) => ({ id: message.id, error: clean(error) })))],
  )
}

// PostgreSQL's text holds no NUL.
function clean(text: string): string {
  return text.replaceAll('\0', '').slice(0, ANSWER_MAX)
}

function passage(
  { client, service, id, requestHash }: Pick<Message, 'client' | 'service' | 'id' | 'requestHash'>,
  direction: Passage['direction'],
  now: Date,
): Passage {
  return {
    time: now.toISOString(),
    direction,
    client,
    service,
    id,
    requestHash,
    responseHash: null,
    status: null,
  }
}
