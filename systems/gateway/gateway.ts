// systems/gateway/gateway.ts: the province's one way in: finds the system, holds clients to their rate, answers for itself.
import { randomUUID } from 'node:crypto'
import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Metrics } from '../kit/metrics.ts'
import { Problem, problemBody } from '../kit/problem.ts'
import { forward } from './forward.ts'
import { givenRequestId } from './headers.ts'
import { createRateLimiter } from './rate.ts'
import { findRoute } from './routes.ts'
import type { Settings } from './settings.ts'

export type Gateway = {
  readonly server: Server
  /** From now on /readyz answers 503; requests in hand go on. */
  drain(): void
}

type Options = {
  readonly settings: Settings
  readonly log: Logger
  readonly metrics: Metrics
  /** The clock clients are held to their rate by; it never steps back. */
  readonly nowMs?: () => number
}

/** A server that is not yet listening. */
export function createGateway({ settings, log, metrics, nowMs = now }: Options): Gateway {
  const agent = new Agent({ keepAlive: true, maxSockets: 256, scheduling: 'lifo' })
  const limiter = createRateLimiter(settings.rate)
  let draining = false

  const own: Readonly<Record<string, (answer: ServerResponse) => Promise<void>>> = {
    '/healthz': async (answer) => send(answer, 200, { status: 'ok', system: 'gateway' }),
    '/readyz': async (answer) => {
      const reasons = draining ? ['the process is stopping'] : await away(settings)
      // One system down is that system's affair; with none left there is nothing to be a gateway to.
      const ready = !draining && reasons.length < settings.routes.length
      send(answer, ready ? 200 : 503, { ready, reasons })
    },
    '/metrics': async (answer) => {
      answer
        .writeHead(200, { 'content-type': metrics.registry.contentType })
        .end(await metrics.registry.metrics())
    },
  }

  async function handle(
    incoming: IncomingMessage,
    answer: ServerResponse,
    requestId: string,
  ): Promise<string> {
    const target = incoming.url ?? '/'
    const ownPage = own[target.split('?')[0] ?? '']
    if (ownPage !== undefined) {
      await ownPage(answer)
      return 'own'
    }
    const address = incoming.socket.remoteAddress ?? 'unknown'
    const waitMs = limiter.take(address, nowMs())
    if (waitMs > 0) {
      answer.setHeader('retry-after', Math.ceil(waitMs / 1000))
      throw new Problem(429, 'too-many-requests', `try again in ${waitMs} ms`)
    }
    const found = findRoute(settings.routes, target)
    if (found.kind === 'malformed') throw new Problem(400, 'malformed-path', 'the path cannot be read')
    if (found.kind !== 'route') throw new Problem(404, 'no-such-path', 'nothing is published here')
    const { route, path } = found
    const { bodyLimitBytes, answerTimeoutMs } = settings
    await forward(incoming, answer, {
      agent,
      route,
      path,
      sender: { address, requestId },
      bodyLimitBytes,
      answerTimeoutMs,
    })
    return route.prefix.slice(1)
  }

  const server = createServer({ requestTimeout: 120_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 })
  server.on('request', (incoming, answer) => {
    const startedAt = performance.now()
    const requestId = givenRequestId(incoming.headers) ?? randomUUID()
    answer.setHeader('x-request-id', requestId)
    handle(incoming, answer, requestId)
      .catch((error: unknown) => refuse(error, incoming, answer, log.child({ requestId })))
      .then((operation) => {
        const seconds = (performance.now() - startedAt) / 1000
        metrics.request({ operation, method: incoming.method ?? '', status: answer.statusCode }, seconds)
      })
      .catch((error: unknown) => log.error({ err: error, requestId }, 'request could not be counted'))
  })
  server.on('close', () => agent.destroy())
  const drain = () => {
    draining = true
  }
  return { server, drain }
}

function refuse(error: unknown, incoming: IncomingMessage, answer: ServerResponse, log: Logger): string {
  const problem =
    error instanceof Problem ? error : new Problem(500, 'internal', 'the gateway failed', { cause: error })
  if (problem.status >= 500) log.error({ err: problem, cause: problem.cause }, problem.detail)
  // What is left of a body nobody reads would be taken for the next request.
  if (!incoming.complete) answer.setHeader('connection', 'close')
  if (!answer.headersSent) send(answer, problem.status, problemBody(problem), 'application/problem+json')
  incoming.resume()
  return 'refused'
}

function send(answer: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  answer.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(JSON.stringify(body))
}

function now(): number {
  return performance.now()
}

/** Systems whose process does not answer, in words. */
async function away({ routes, healthTimeoutMs }: Settings): Promise<string[]> {
  const answers = await Promise.all(
    routes.map(async ({ prefix, base }) => {
      const asked = fetch(new URL('/healthz', base), { signal: AbortSignal.timeout(healthTimeoutMs) })
      const met = await asked
        .then(async (response) => {
          await response.body?.cancel()
          return response.ok
        })
        .catch(() => false)
      return met ? [] : [`${prefix.slice(1)} cannot be reached`]
    }),
  )
  return answers.flat()
}
