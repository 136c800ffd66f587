// systems/national/peer-service.ts: the shape of a service a national peer offers, and of what reaches it. No behaviour.
import type { JsonObject } from '../../types/json.ts'
import type { Database } from '../kit/database.ts'

export type Received = {
  /** X-Road-Id; for a call past the exchange (the portal's own login), one made here. */
  readonly messageId: string
  /** `instance/class/member/subsystem`. */
  readonly client: string
  readonly body: JsonObject
  readonly now: Date
}

export type PeerService = {
  /** True: the effect is guarded by a receipt and the answer repeated; false: a question, asked anew each time. */
  readonly changes: boolean
  /** Its answer. Throws `Refusal`; then nothing of it takes effect. */
  readonly serve: (tx: Database, received: Received) => Promise<JsonObject>
}

export type PeerServices = Readonly<Record<string, PeerService>>
