// targets/kube-client.ts: asks a Kubernetes API server over HTTPS. Knows no kind of object.
import { Agent, type RequestOptions, request } from 'node:https'
import type { Json, JsonObject } from '../types/json.ts'

/** Where an API server is and how to be let in. */
export type KubeAddress = {
  readonly url: string
  /** Certificate to trust, PEM. */
  readonly certificate: string
  /** Name the certificate is held against, where it is not the URL's host. */
  readonly serverName?: string
  readonly token: string
}

export type KubeAnswer = {
  readonly status: number
  readonly body: Json
  /** Texts of `Warning` headers: deprecated versions, pods that break the namespace's security level. */
  readonly warnings: readonly string[]
}

export type KubeCall = {
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** With its query: `/apis/apps/v1`. */
  readonly path: string
  /** A string is sent as it is. */
  readonly body?: JsonObject | string
  readonly contentType?: string
}

export type KubeClient = Disposable & {
  /** Rejects when there is no answer; any status is an answer. */
  call(call: KubeCall): Promise<KubeAnswer>
}

/** Catches what hangs; the server itself gives up earlier. */
const ANSWER_MS = 180_000

/** A client that keeps its connections until disposed. */
export function connectKube({ url, certificate, serverName, token }: KubeAddress): KubeClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const { hostname, port } = new URL(url)
  const call = ({ method, path, body, contentType = 'application/json' }: KubeCall): Promise<KubeAnswer> =>
    answer(
      {
        ...{ agent, hostname, port, method, path, ca: certificate, timeout: ANSWER_MS },
        ...(serverName === undefined ? {} : { servername: serverName }),
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          'content-type': contentType,
        },
      },
      typeof body === 'object' ? JSON.stringify(body) : (body ?? ''),
    )
  return { call, [Symbol.dispose]: () => agent.destroy() }
}

/**
 * A server closes a connection that was idle for long, perhaps just as it is used again: what may be asked twice is then asked on
 * another (RFC 9110 section 9.2.2). A connection of this call's own that breaks is an error.
 */
function answer(options: RequestOptions, body: string): Promise<KubeAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.once('error', reject)
      response.once('end', () => {
        const warnings = warningsOf(response.headersDistinct['warning'] ?? [])
        resolve({ status: response.statusCode ?? 0, body: parsed(text), warnings })
      })
    })
    sent.once('timeout', () => sent.destroy(new Error(`no answer within ${ANSWER_MS / 1000} s`)))
    sent.once('error', (error: NodeJS.ErrnoException) => {
      if (sent.reusedSocket && error.code === 'ECONNRESET' && options.method !== 'POST')
        resolve(answer(options, body))
      else reject(error)
    })
    sent.end(body)
  })
}

/** `299 - "text"` (RFC 9110 has it no more, RFC 7234 section 5.5 does), several in one header by commas. */
export function warningsOf(headers: readonly string[]): string[] {
  const quoted = headers.flatMap((header) => [...header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)])
  return quoted.map(([, text = '']) => text.replace(/\\(.)/g, '$1'))
}

/** A refusal before the API proper (no such path, not let in) may be plain text. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
