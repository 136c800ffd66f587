// systems/kit/app.ts: the HTTP side of a system: contract, roles, probes, problems, request log. Opens no port and no database.
import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
} from 'fastify'
import type { Logger } from 'pino'
import { SansangError } from '../../types/error.ts'
import { ANONYMOUS, type Authenticator, type Caller, requireDemand } from './auth.ts'
import type { Contract, Operation } from './contract.ts'
import { isDatabaseAway } from './database.ts'
import type { Handler } from './handler.ts'
import { createMethods, type Methods } from './methods.ts'
import type { Metrics } from './metrics.ts'
import { Problem, problemBody } from './problem.ts'
import { requestSchemas } from './request-schemas.ts'
import { unsoundness } from './soundness.ts'
import { faultsOf, validatorCompiler } from './validation.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Name of the operation in metrics and logs. */
    operationId?: string
  }
}

const BODY_MAX_BYTES = 4 * 1024 * 1024
/** More than an address can have (Node's 16 KiB of header): how long a part may be is the contract's to say. */
const PARAMETER_MAX = 16_384

export type AppOptions = {
  readonly contract: Contract
  readonly handlers: Readonly<Record<string, Handler>>
  readonly auth: Authenticator
  readonly log: Logger
  readonly metrics: Metrics
  /** True once the process has been told to stop. */
  readonly draining?: () => boolean
}

/** Throws `contract-unfulfilled` unless handlers and operations are the same set. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { contract, handlers, metrics, log } = options
  requireSameSet(contract.operations, handlers)
  const app = fastify({
    logger: false,
    bodyLimit: BODY_MAX_BYTES,
    forceCloseConnections: 'idle',
    genReqId: (request) => cleanRequestId(request.headers['x-request-id']) ?? randomUUID(),
    routerOptions: { maxParamLength: PARAMETER_MAX },
    frameworkErrors: (error, request, reply) => answerProblem(problemOf(error, log, request.id), reply),
    clientErrorHandler: answerUnreadable,
  })
  const methods = createMethods()
  app.addHook('onRoute', (route) => methods.add(route))
  app.setValidatorCompiler(validatorCompiler(contract.document))
  takeJsonOnly(app)
  app.setErrorHandler((error: FastifyError, request, reply) =>
    answerProblem(problemOf(error, log, request.id), reply),
  )
  // Before the body is read: else an address nobody knows would be answered by what its body is.
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return answerNowhere(methods, request, reply)
  })
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
    // Kept alive, the connection of a request in hand would hold the close back until its client gives it up.
    if (options.draining?.()) reply.header('connection', 'close')
  })
  app.addHook('onResponse', async (request, reply) => noteRequest(request, reply, metrics, log))
  for (const operation of contract.operations)
    app.route({
      ...routeOf(operation, handlers[operation.id], options.auth),
      // Of the request only: answers are ours and written whole, where a serialiser would silently drop what a schema forgot.
      schema: requestSchemas(contract.document, operation),
    })
  return app
}

/** A client that names JSON and sends no body is taken to send none; whether one is needed is the contract's to say. */
function takeJsonOnly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    if (bytes.length === 0) return done(null, undefined)
    // Decoding would put U+FFFD for what it cannot read, and a name would be stored as nobody wrote it.
    if (!isUtf8(bytes)) return done(new Problem(400, 'invalid-request', 'the body is not UTF-8'))
    return parse(request, bytes.toString('utf8'), done)
  })
}

/** 404, or 405 with the methods the address does take (RFC 9110, 15.5.6). */
function answerNowhere(methods: Methods, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [path = ''] = request.url.split('?')
  const allowed = methods.of(path)
  if (allowed.length === 0)
    return answerProblem(new Problem(404, 'unknown-address', 'there is nothing at this address'), reply)
  reply.header('allow', allowed.join(', '))
  const detail = `this address takes ${allowed.join(', ')}`
  return answerProblem(new Problem(405, 'method-not-allowed', detail), reply)
}

/** For bytes that are no HTTP request: there is no reply to write it with, only the socket. */
function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const problem =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? new Problem(431, 'header-too-large', 'address and header fields are too large')
      : new Problem(400, 'invalid-request', 'this is not an HTTP request')
  const body = problemBody(problem)
  const text = JSON.stringify(body)
  const head = [
    `HTTP/1.1 ${body.status} ${body.title}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`)
}

function requireSameSet(operations: readonly Operation[], handlers: Readonly<Record<string, Handler>>): void {
  const declared = new Set(operations.map((operation) => operation.id))
  const faults = [
    ...[...declared]
      .filter((id) => handlers[id] === undefined)
      .map((id) => ({ where: id, message: 'has no handler' })),
    ...Object.keys(handlers)
      .filter((id) => !declared.has(id))
      .map((id) => ({ where: id, message: 'is not in the contract' })),
  ]
  if (faults.length > 0)
    throw new SansangError('contract-unfulfilled', {
      message: 'handlers and contract differ',
      hint: 'write the handler, or take the operation out of contract.yaml',
      faults,
    })
}

const callers = new WeakMap<FastifyRequest, Caller>()

function routeOf(operation: Operation, handler: Handler | undefined, auth: Authenticator) {
  if (handler === undefined) throw new Error('an operation without handler passed the check')
  const isPublic = operation.roles === undefined && operation.clients === undefined
  return {
    method: operation.method,
    url: operation.path.replace(/{(\w+)}/g, ':$1'),
    config: { operationId: operation.id },
    // Before the body is read: a stranger's body is never parsed.
    onRequest: async (request: FastifyRequest) => {
      if (isPublic) return
      const caller = await auth.identify(request.headers.authorization)
      requireDemand(caller, operation)
      callers.set(request, caller)
    },
    preValidation: async ({ params, query, body }: FastifyRequest) => {
      const faults = [
        ...unsoundness('params', params),
        ...unsoundness('querystring', query),
        ...unsoundness('body', body),
      ]
      if (faults.length > 0)
        throw new Problem(400, 'invalid-request', 'the request holds what cannot be kept unchanged', {
          faults,
        })
    },
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      // Without a content type the validator has no schema to choose and lets the request pass.
      if (operation.bodyRequired && request.body === undefined)
        throw new Problem(400, 'invalid-request', 'this operation needs a JSON body')
      const answer = await handler(
        {
          id: request.id,
          // The validator has passed them: the contract's types hold from here on.
          params: request.params as Record<string, string>,
          query: request.query as Record<string, unknown>,
          body: request.body,
          headers: request.headers,
          caller: callers.get(request) ?? ANONYMOUS,
        },
        reply,
      )
      if (reply.sent) return reply
      if (answer === undefined) return reply.code(204).send()
      return answer
    },
  }
}

function problemOf(error: FastifyError | Problem | SansangError, log: Logger, requestId: string): Problem {
  if (error instanceof Problem) {
    if (error.status >= 500)
      log.warn({ requestId, type: error.type, reason: reasonOf(error.cause) }, error.detail)
    return error
  }
  if (error instanceof SansangError) return problemOfOurs(error, log, requestId)
  if (error.validation !== undefined) {
    const faults = faultsOf(error.validationContext ?? 'request', error.validation)
    return new Problem(400, 'invalid-request', 'the request does not fit the contract', { faults })
  }
  if (isDatabaseAway(error)) {
    log.warn({ requestId, reason: error.message }, 'the database is away')
    return new Problem(503, 'database-unavailable', 'the data store cannot be reached; try again')
  }
  const status = error.statusCode ?? 500
  if (status < 500) return new Problem(status, 'invalid-request', error.message)
  return unexpected(error, log, requestId)
}

/** Only the years whose days off have been announced can be reckoned in: the caller's day lies outside them. */
function problemOfOurs(error: SansangError, log: Logger, requestId: string): Problem {
  return error.code === 'calendar-year-unknown'
    ? new Problem(422, error.code, error.message, { cause: error })
    : unexpected(error, log, requestId)
}

function unexpected(error: Error, log: Logger, requestId: string): Problem {
  log.error({ requestId, err: error }, 'a request failed unexpectedly')
  return new Problem(500, 'internal-failure', `something went wrong here; the request id is ${requestId}`)
}

function reasonOf(cause: unknown): string | undefined {
  return cause instanceof Error ? cause.message : undefined
}

/** Also for hooks and raw routes outside the contract. */
export function answerProblem(problem: Problem, reply: FastifyReply): FastifyReply {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="sansang"')
  if (problem.status === 503) reply.header('retry-after', '1')
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem)))
}

function noteRequest(request: FastifyRequest, reply: FastifyReply, metrics: Metrics, log: Logger): void {
  const { config, url } = request.routeOptions
  const operation = config.operationId ?? url ?? 'unknown'
  const { method } = request
  const status = reply.statusCode
  metrics.request({ operation, method, status }, reply.elapsedTime / 1_000)
  // Never the URL: its query may hold personal data. The probes would drown everything else.
  if (!QUIET.has(operation))
    log.info({ requestId: request.id, operation, status, ms: Math.round(reply.elapsedTime) }, 'request')
}

const QUIET = new Set(['getHealth', 'getReadiness', 'getMetrics'])

function cleanRequestId(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && /^[\w.-]{8,64}$/.test(value) ? value : undefined
}
