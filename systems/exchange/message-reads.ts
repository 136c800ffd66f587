// systems/exchange/message-reads.ts: what people and reconciliation read about messages and peers. Changes nothing.
import type { Json } from '../../types/json.ts'
import type { Database } from '../kit/database.ts'

export type MessageView = {
  readonly position: number
  readonly id: string
  readonly client: string
  readonly to: string
  readonly service: string
  readonly stream: string | null
  readonly state: 'stored' | 'delivered'
  readonly attempts: number
  readonly lastError: string | null
  readonly storedAt: string
  readonly deliveredAt: string | null
  readonly requestHash: string
  readonly answerStatus: number | null
  readonly answer: string | null
  /** For a probe, how many times it took effect; else null. */
  readonly effects: number | null
  readonly body?: Json
}

export type MessageFilter = {
  readonly state?: string
  readonly to?: string
  readonly service?: string
  /** As a moment: PostgreSQL does not read every offset RFC 3339 allows. */
  readonly since?: Date
  readonly after: number
  readonly limit: number
  readonly ids?: readonly string[]
  readonly withBody: boolean
}

export type Backlog = { readonly receiver: string; readonly waiting: number; readonly oldestSeconds: number }

/** Messages by position, after `after`. */
export async function listMessages(db: Database, filter: MessageFilter): Promise<MessageView[]> {
  const rows = await db.query<
    Omit<MessageView, 'storedAt' | 'deliveredAt'> & { storedAt: Date; deliveredAt: Date | null }
  >(
    `select position, id, client, receiver as "to", service_name as service, stream, state, attempts,
       last_error as "lastError", stored_at as "storedAt", delivered_at as "deliveredAt", request_hash as "requestHash",
       answer_status as "answerStatus", answer,
       case when receiver = 'exchange' then (select count(*) from probe where message_id = message.id) end as effects
       ${filter.withBody ? ', body::json as body' : ''}
     from message
     where position > $1 and ($3::text is null or state = $3) and ($4::text is null or receiver = $4)
       and ($5::text is null or service_name = $5) and ($6::timestamptz is null or stored_at >= $6)
       and ($7::uuid[] is null or id = any($7))
     order by position limit $2`,
    [filter.after, filter.limit, filter.state, filter.to, filter.service, filter.since, filter.ids].map(
      (value) => value ?? null,
    ),
  )
  return rows.map((row) => ({
    ...row,
    storedAt: row.storedAt.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
  }))
}

/** What waits, by receiver; receivers without a backlog are absent. */
export async function backlog(db: Database): Promise<Backlog[]> {
  return db.query<Backlog>(
    `select receiver, count(*) as waiting, extract(epoch from now() - min(stored_at))::float8 as "oldestSeconds"
     from message where state = 'stored' group by receiver`,
  )
}
