// systems/gateway/forward.ts: carries one request to its system and the answer back, as streams. Decides nothing about routes.
import { type Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { Problem } from '../kit/problem.ts'
import { endToEnd, forwardedHeaders, type Sender } from './headers.ts'
import type { Route } from './routes.ts'

export type Forward = {
  readonly agent: Agent
  readonly route: Route
  /** Path and query for the system. */
  readonly path: string
  readonly sender: Omit<Sender, 'host'>
  readonly bodyLimitBytes: number
  readonly answerTimeoutMs: number
}

/**
 * Resolves when the answer has been handed on, whole or as far as it came. Rejects with a Problem (413, 502, 504) only while
 * nothing has been answered yet.
 */
export function forward(incoming: IncomingMessage, answer: ServerResponse, options: Forward): Promise<void> {
  const { agent, route, path, sender, bodyLimitBytes, answerTimeoutMs } = options
  const declared = Number(incoming.headers['content-length'] ?? 0)
  if (declared > bodyLimitBytes) return Promise.reject(tooLarge(bodyLimitBytes))
  return new Promise((resolve, reject) => {
    const upstream = request({
      agent,
      host: route.base.hostname,
      port: route.base.port,
      method: incoming.method,
      path,
      headers: forwardedHeaders(incoming.headers, { ...sender, host: route.base.host }),
    })
    const fail = (problem: Problem) => {
      upstream.destroy()
      // Half an answer cannot be taken back: cutting it off is the only honest end.
      if (answer.headersSent) answer.destroy()
      else reject(problem)
      resolve()
    }
    const timer = setTimeout(() => fail(late(route, answerTimeoutMs)), answerTimeoutMs)
    let received = 0
    incoming.on('data', (chunk: Buffer) => {
      received += chunk.length
      if (received > bodyLimitBytes) fail(tooLarge(bodyLimitBytes))
      else if (!upstream.write(chunk)) incoming.pause()
    })
    upstream.on('drain', () => incoming.resume())
    incoming.on('end', () => upstream.end())
    // A caller who leaves takes the request along.
    answer.on('close', () => {
      clearTimeout(timer)
      upstream.destroy()
      resolve()
    })
    upstream.on('error', (cause) => {
      clearTimeout(timer)
      fail(unreachable(route, cause))
    })
    upstream.on('response', (response) => {
      clearTimeout(timer)
      answer.writeHead(response.statusCode ?? 502, {
        ...endToEnd(response.headers),
        'x-request-id': sender.requestId,
      })
      response.on('error', (cause) => fail(unreachable(route, cause)))
      response.pipe(answer)
    })
  })
}

function tooLarge(limitBytes: number): Problem {
  return new Problem(413, 'body-too-large', `a request body may hold ${limitBytes} bytes`)
}

function late({ prefix }: Route, timeoutMs: number): Problem {
  return new Problem(504, 'upstream-late', `${prefix.slice(1)} has not answered within ${timeoutMs} ms`)
}

function unreachable({ prefix }: Route, cause: Error): Problem {
  return new Problem(502, 'upstream-unreachable', `${prefix.slice(1)} cannot be reached`, { cause })
}
