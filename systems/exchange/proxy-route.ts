// systems/exchange/proxy-route.ts: `ANY /r1/…` on the HTTP server: raw bodies in, the provider's bytes out. What a call means stands in call.ts and proxy.ts.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerProblem } from '../kit/app.ts'
import type { Caller } from '../kit/auth.ts'
import { Problem } from '../kit/problem.ts'
import type { Context } from '../kit/server.ts'
import type { Subsystem } from './address.ts'
import { readCall } from './call.ts'
import { Fault } from './fault.ts'
import { type Answer, BODY_MAX_BYTES } from './forward.ts'
import { pairs } from './headers.ts'
import type { Peers } from './peer.ts'
import { type ProxyParts, pass } from './proxy.ts'

export type RouteParts = ProxyParts & {
  readonly own: Subsystem
  readonly peers: Peers
  readonly onCall: (provider: string, outcome: string) => void
}

/** Adds the route in a scope of its own, where no body is parsed. */
export async function addProxyRoute(
  app: FastifyInstance,
  context: Context,
  parts: RouteParts,
): Promise<void> {
  await app.register(async (scope) => {
    const callers = new WeakMap<FastifyRequest, Caller>()
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_MAX_BYTES },
      (_request, body, done) => done(null, body),
    )
    scope.setErrorHandler((error, _request, reply) => answerFailure(error, context, parts, reply))
    scope.all('/r1/*', {
      config: { operationId: 'call' },
      onRequest: async (request) => {
        callers.set(request, await context.auth.identify(request.headers.authorization))
      },
      handler: async (request, reply) => {
        const call = readCall(
          {
            method: request.method,
            target: request.raw.url ?? '',
            headers: pairs(request.raw.rawHeaders),
            body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
          },
          callers.get(request)?.client ?? '',
          parts.own,
          parts.peers,
        )
        const answer = await pass(call, parts)
        parts.onCall(call.peer.name, 'answered')
        return give(answer, reply)
      },
    })
  })
}

// Written raw: Fastify would join repeated headers and add its own.
function give({ status, headers, body }: Answer, reply: FastifyReply): FastifyReply {
  reply.hijack()
  const bodiless = status === 204 || status === 304 || reply.request.method === 'HEAD'
  const length: [string, string][] = bodiless ? [] : [['Content-Length', String(body.length)]]
  reply.raw.writeHead(status, [...headers, ...length].flat())
  reply.raw.end(bodiless ? undefined : body)
  return reply
}

function answerFailure(
  error: unknown,
  context: Context,
  parts: RouteParts,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof Problem) return answerProblem(error, reply)
  const fault = error instanceof Fault ? error : asFault(error)
  const { status, type, body } = fault.answer()
  const cause = fault.cause instanceof Error ? fault.cause.message : undefined
  context.log.warn({ fault: type, detail: body.detail, reason: fault.message, cause }, 'a call failed here')
  parts.onCall('none', type)
  return reply
    .code(status)
    .header('X-Road-Error', type)
    .header('X-Road-Id', String(reply.request.headers['x-road-id'] ?? ''))
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body))
}

function asFault(error: unknown): Fault {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  return status < 500
    ? new Fault('badRequest', error instanceof Error ? error.message : 'the request cannot be read')
    : new Fault('serviceFailed', 'the exchange failed; the detail names the entry in its journal', {
        cause: error,
      })
}
