// systems/gateway/headers.ts: which headers cross the gateway (RFC 9110, section 7.6.1). Pure.
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'

const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** Headers without those meant for one hop only: the fixed list, and what `Connection` names. */
export function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = String(headers.connection ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
  const gone = new Set([...HOP_BY_HOP, ...named])
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !gone.has(name)))
}

export type Sender = { readonly address: string; readonly requestId: string; readonly host: string }

/** A request's headers as the system gets them: who asked, through which name, under which request id. */
export function forwardedHeaders(headers: IncomingHttpHeaders, sender: Sender): OutgoingHttpHeaders {
  const before = headers['x-forwarded-for']
  const kept = endToEnd(headers)
  return {
    ...kept,
    host: sender.host,
    'x-request-id': sender.requestId,
    'x-forwarded-for': before === undefined ? sender.address : `${before}, ${sender.address}`,
    'x-forwarded-host': headers['x-forwarded-host'] ?? headers.host,
    // TLS ends before the gateway; whoever ends it says so.
    'x-forwarded-proto': headers['x-forwarded-proto'] ?? 'http',
  }
}

/** The caller's request id when it is fit for logs, else undefined. */
export function givenRequestId(headers: IncomingHttpHeaders): string | undefined {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[A-Za-z0-9._-]{1,128}$/.test(given) ? given : undefined
}
