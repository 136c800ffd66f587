// systems/exchange/call.ts: one synchronous call as the exchange sees it: who calls whom under which id, checked and hashed. Sends nothing.
import { createHash, randomUUID } from 'node:crypto'
import canonicalize from 'canonicalize'
import {
  formatService,
  formatSubsystem,
  formatTarget,
  parseClient,
  parseTarget,
  type ServiceAddress,
  type Subsystem,
} from './address.ts'
import { Fault } from './fault.ts'
import { type Headers, last, passing } from './headers.ts'
import { findPeer, type Peer, type Peers } from './peer.ts'
import { messageHash } from './request-hash.ts'

export type Received = {
  readonly method: string
  /** Path and query as they stood in the request line. */
  readonly target: string
  readonly headers: Headers
  readonly body: Buffer
}

export type Call = {
  readonly method: string
  readonly address: ServiceAddress
  readonly peer: Peer
  readonly client: Subsystem
  /** X-Road-Id: the caller's, or made here. */
  readonly id: string
  /** Headers that go on, X-Road-Client and X-Road-Id last; the hash covers exactly these. */
  readonly headers: Headers
  readonly body: Buffer
  readonly requestHash: string
  /** SHA-256, hex, of what makes a repeated id the same call: all but the headers. */
  readonly fingerprint: string
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
// The caller's token was meant for the exchange: a provider holding it could act as the caller.
const NOT_PASSED = [
  'authorization',
  'cookie',
  'x-road-client',
  'x-road-id',
  'x-road-service',
  'x-road-request-id',
  'x-road-request-hash',
  'x-road-error',
]

/**
 * Reads one call made with the token of `tokenClient`. Throws `Fault`: badRequest (address, client, id), accessDenied
 * (X-Road-Client is not the token's), unknownMember (also a former member code).
 */
export function readCall(received: Received, tokenClient: string, own: Subsystem, peers: Peers): Call {
  const { method, headers: all, body } = received
  const address = parseTarget(received.target)
  const client = parseClient(last(all, 'x-road-client'))
  const is = formatSubsystem({ ...own, subsystem: tokenClient })
  if (tokenClient === '' || formatSubsystem(client) !== is)
    throw new Fault('accessDenied', 'X-Road-Client is not the client the token was issued to')
  const peer = findPeer(peers, address)
  if (peer === undefined)
    throw new Fault('unknownMember', `there is no ${formatSubsystem(address)} at this exchange`)
  const id = readId(last(all, 'x-road-id'))
  const headers: Headers = [
    ...passing(all, NOT_PASSED),
    ['X-Road-Client', formatSubsystem(client)],
    ['X-Road-Id', id],
  ]
  const target = formatTarget(address)
  return {
    method,
    address,
    peer,
    client,
    id,
    headers,
    body,
    requestHash: messageHash({ first: [method, target], headers, body }),
    fingerprint: fingerprint([formatSubsystem(client), method, target], body),
  }
}

/** Path and query at the provider: `/services/<service>[/path][?query]`. */
export function providerTarget({ service, path, query }: ServiceAddress): string {
  return `/services/${encodeURIComponent(service)}${path}${query === '' ? '' : `?${query}`}`
}

/** Names of client, service and id, as every answer carries them. */
export function identity(call: Call): Headers {
  return [
    ['X-Road-Client', formatSubsystem(call.client)],
    ['X-Road-Service', formatService(call.address)],
    ['X-Road-Id', call.id],
  ]
}

function readId(header: string | undefined): string {
  if (header === undefined || header === '') return randomUUID()
  if (!UUID.test(header)) throw new Fault('badRequest', 'X-Road-Id is not a UUID')
  return header.toLowerCase()
}

function fingerprint(parts: readonly string[], body: Buffer): string {
  const said = canonicalize([...parts, createHash('sha512').update(body).digest('hex')])
  return createHash('sha256').update(String(said)).digest('hex')
}
