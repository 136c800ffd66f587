// systems/national/delivery.ts: one message at a national peer: counted always, in effect once. What the effect is the service knows.
import { createHash } from 'node:crypto'
import type { JsonObject } from '../../types/json.ts'
import type { Database } from '../kit/database.ts'
import type { PeerService, Received } from './peer-service.ts'
import { Refusal } from './refusal.ts'

export type Delivered =
  | { readonly outcome: 'done' | 'repeated'; readonly answer: JsonObject }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  /** The id stands for another message. */
  | { readonly outcome: 'conflict' }

export type Delivery = {
  readonly peer: string
  readonly service: string
  readonly received: Received
  /** The very bytes, to tell a repeat from another message under the same id. */
  readonly bytes: Buffer
}

/** Serves in one transaction with its receipt; a refusal leaves only the note of the delivery. */
export async function deliver(db: Database, service: PeerService, delivery: Delivery): Promise<Delivered> {
  return db.transaction(async (tx) => {
    const delivered = await tx
      .transaction((inner) => serveOnce(inner, service, delivery))
      .catch((error: unknown): Delivered => {
        if (error instanceof Refusal) return { outcome: 'refused', refusal: error }
        throw error
      })
    if (service.changes) await noteDelivery(tx, delivery, delivered)
    return delivered
  })
}

async function serveOnce(tx: Database, service: PeerService, delivery: Delivery): Promise<Delivered> {
  const { peer, received, bytes } = delivery
  if (!service.changes) return { outcome: 'done', answer: await service.serve(tx, received) }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  // A second delivery at the same moment waits here for the first.
  const claimed = await tx.query(
    `insert into receipt (message_id, peer, service, client, body_sha256, answer) values ($1, $2, $3, $4, $5, '{}')
     on conflict (message_id) do nothing returning message_id`,
    [received.messageId, peer, delivery.service, received.client, sha256],
  )
  if (claimed.length === 0) return repeated(tx, delivery, sha256)
  const answer = await service.serve(tx, received)
  await tx.query('update receipt set answer = $2 where message_id = $1', [
    received.messageId,
    JSON.stringify(answer),
  ])
  return { outcome: 'done', answer }
}

async function repeated(
  tx: Database,
  { peer, service, received }: Delivery,
  sha256: string,
): Promise<Delivered> {
  const [row] = await tx.query<{
    peer: string
    service: string
    client: string
    sha256: string
    answer: JsonObject
  }>('select peer, service, client, body_sha256 as sha256, answer from receipt where message_id = $1', [
    received.messageId,
  ])
  const same =
    row?.peer === peer && row.service === service && row.client === received.client && row.sha256 === sha256
  return same ? { outcome: 'repeated', answer: row.answer } : { outcome: 'conflict' }
}

async function noteDelivery(tx: Database, delivery: Delivery, delivered: Delivered): Promise<void> {
  const { peer, service, received } = delivery
  await tx.query(
    'insert into delivery (message_id, peer, service, client, outcome, reason) values ($1, $2, $3, $4, $5, $6)',
    [
      received.messageId,
      peer,
      service,
      received.client,
      delivered.outcome,
      delivered.outcome === 'refused' ? delivered.refusal.message : null,
    ],
  )
}
