// systems/kit/exchange-client.ts: puts a message to another system in the outbox. Handing it over is the relay's work.
import type { Json } from '../../types/json.ts'
import type { Database } from './database.ts'

export type Message = {
  /** UUID; the same id never has two effects. */
  readonly id: string
  /** `reporting`, `national-portal` … */
  readonly to: string
  readonly service: string
  readonly body: Json
  /** Messages of one stream are handed over in the order they were sent. Absent: in no order. */
  readonly stream?: string
}

export type ExchangeClient = {
  /** Writes in `tx`: the message exists exactly when the change it tells of does. */
  send(tx: Database, message: Message): Promise<void>
}

export const exchangeClient: ExchangeClient = {
  send: async (tx, message) => {
    await tx.query(
      'insert into outbox (id, destination, service, stream, body) values ($1, $2, $3, $4, $5)',
      [message.id, message.to, message.service, message.stream ?? message.id, JSON.stringify(message.body)],
    )
  },
}
