// systems/exchange/message.ts: one message for store and forward: its identity and the order it is delivered in. Stores and sends nothing.
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Json } from '../../types/json.ts'
import {
  formatService,
  formatSubsystem,
  formatTarget,
  type ServiceAddress,
  type Subsystem,
} from './address.ts'
import type { Headers } from './headers.ts'
import type { Peer } from './peer.ts'
import { messageHash } from './request-hash.ts'

export type Posted = {
  readonly id: string
  readonly to: string
  readonly service: string
  readonly body: Json
  /** Messages of one client to one receiver with the same stream are delivered one after the other, as they were stored. */
  readonly stream?: string
}

export type Message = {
  readonly id: string
  readonly client: string
  readonly receiver: string
  readonly serviceName: string
  /** `instance/class/member/subsystem/service`. */
  readonly service: string
  readonly stream: string | null
  readonly orderKey: string
  /** Canonical JSON: the very bytes every delivery sends. */
  readonly body: string
  readonly requestHash: string
  /** SHA-256, hex, of what makes two posts the same message. */
  readonly fingerprint: string
}

/** The message as it is stored, logged and sent. */
export function message(posted: Posted, client: Subsystem, peer: Peer): Message {
  const body = String(canonicalize(posted.body))
  const address = { ...peer.subsystem, service: posted.service, path: '', query: '' }
  const from = formatSubsystem(client)
  const said = canonicalize([from, posted.to, posted.service, posted.stream ?? null, posted.body])
  return {
    id: posted.id,
    client: from,
    receiver: posted.to,
    serviceName: posted.service,
    service: formatService(address),
    stream: posted.stream ?? null,
    // Without a stream a message waits for nobody and nobody for it.
    orderKey: posted.stream === undefined ? `id ${posted.id}` : `${client.subsystem} ${posted.stream}`,
    body,
    requestHash: requestHash({ id: posted.id, client: from, address, body }),
    fingerprint: createHash('sha256').update(String(said)).digest('hex'),
  }
}

/** The headers a delivery carries, before the hash is added. */
export function deliveryHeaders(message: { readonly id: string; readonly client: string }): Headers {
  return [
    ['Content-Type', 'application/json'],
    ['X-Road-Client', message.client],
    ['X-Road-Id', message.id],
  ]
}

function requestHash(sent: { id: string; client: string; address: ServiceAddress; body: string }): string {
  return messageHash({
    first: ['POST', formatTarget(sent.address)],
    headers: deliveryHeaders(sent),
    body: Buffer.from(sent.body, 'utf8'),
  })
}
