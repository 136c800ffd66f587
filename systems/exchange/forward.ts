// systems/exchange/forward.ts: one HTTP request as it is, and the answer as it came: no redirect followed, nothing decoded. Knows no rule of the exchange.
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { type Headers, pairs } from './headers.ts'

export type Outgoing = {
  readonly method: string
  /** Scheme, host, port and a path in front of `target`, no trailing slash. */
  readonly baseUrl: string
  /** Path and query, sent byte for byte. */
  readonly target: string
  readonly headers: Headers
  readonly body: Buffer
  readonly timeoutMs: number
}

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Buffer }

export type Forward = (outgoing: Outgoing) => Promise<Answer>

/** X-Road logs bodies up to this size; larger ones are not carried. */
export const BODY_MAX_BYTES = 10 * 1024 * 1024

/** Rejects when no whole answer came within `timeoutMs`; a redirect or an error status is an answer. */
export function createForward(): Forward & Disposable {
  const agents = [new HttpAgent({ keepAlive: true }), new HttpsAgent({ keepAlive: true })] as const
  const forward: Forward = async (outgoing) => {
    const url = new URL(outgoing.baseUrl)
    const secure = url.protocol === 'https:'
    const send = secure ? httpsRequest : httpRequest
    const request = send({
      agent: agents[secure ? 1 : 0],
      hostname: url.hostname,
      port: url.port,
      method: outgoing.method,
      path: `${url.pathname.replace(/\/$/, '')}${outgoing.target}`,
      headers: headerLines(outgoing, url.host),
      signal: AbortSignal.timeout(outgoing.timeoutMs),
    })
    return exchange(request, outgoing.body)
  }
  return Object.assign(forward, {
    [Symbol.dispose]: () => {
      for (const agent of agents) agent.destroy()
    },
  })
}

function headerLines({ headers, body, method }: Outgoing, host: string): string[] {
  const lines = [['Host', host], ...headers]
  if (body.length > 0 || !['GET', 'HEAD'].includes(method))
    lines.push(['Content-Length', String(body.length)])
  return lines.flat()
}

function exchange(request: ClientRequest, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.on('error', reject)
    request.on('response', (response) => {
      collect(response).then(
        (received) =>
          resolve({ status: response.statusCode ?? 0, headers: pairs(response.rawHeaders), body: received }),
        reject,
      )
    })
    request.end(body)
  })
}

async function collect(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    size += bytes.length
    if (size > BODY_MAX_BYTES) throw new Error(`the answer is larger than ${BODY_MAX_BYTES} bytes`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}
