// systems/national/wire.ts: the national peers' own HTTP: services behind the exchange, and the portal's adapter with its login. Knows no service.
import { createHash, randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { JsonObject } from '../../types/json.ts'
import { answerProblem } from '../kit/app.ts'
import { Problem } from '../kit/problem.ts'
import type { Context } from '../kit/server.ts'
import { unsoundness } from '../kit/soundness.ts'
import { deliver } from './delivery.ts'
import type { PeerService, PeerServices } from './peer-service.ts'
import { type Accounts, accountOf, login } from './portal-session.ts'
import { CODES } from './refusal.ts'
import { readRoadHeader } from './road-header.ts'

/** One peer: where it is served, how it words a refusal, what it offers. */
export type Peer = {
  readonly name: 'portal' | 'axis' | 'ndxp'
  readonly services: PeerServices
  readonly refusal: (code: string, message: string) => JsonObject
}

const BODY_MAX_BYTES = 10 * 1024 * 1024
const ADAPTER = '/portal/XrdAdapter/RestService/forward/mapi'
const PROVIDER = 'VN:GOV:000.00.00.G22:vpcpdvcprovider'

/** `POST /<peer>/services/<service>` for each peer, and the portal's adapter. Bodies are read whole: the hash covers their bytes. */
export async function addWire(
  app: FastifyInstance,
  context: Context,
  peers: readonly Peer[],
  accounts: Accounts,
) {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_MAX_BYTES },
      (_request, body, done) => done(null, body),
    )
    for (const peer of peers)
      scope.post<{ Params: { service: string } }>(
        `/${peer.name}/services/:service`,
        { config: { operationId: peer.name } },
        (request, reply) => serveRoad(context, peer, request, reply),
      )
    const portal = peers.find(({ name }) => name === 'portal')
    if (portal !== undefined) addAdapter(scope, context, portal, accounts)
  })
}

/**
 * Through the exchange. 200: done, now or before, and code 3 for a dossier that exists; 422: refused, so that the message
 * stays visible in the exchange's backlog instead of being lost behind a 200; 409: the id stands for another message.
 */
async function serveRoad(
  context: Context,
  peer: Peer,
  request: FastifyRequest<{ Params: { service: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const name = request.params.service
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const { rawHeaders, url = '' } = request.raw
  const below = url.includes('?') ? url.slice(url.indexOf('?')) : ''
  const header = readRoadHeader({ method: request.method, rawHeaders, below, body: bytes })
  if (typeof header === 'string')
    return answerProblem(new Problem(400, 'not-through-the-exchange', header), reply)
  const service = serviceOf(peer, name)
  if (service === undefined)
    return answerProblem(new Problem(404, 'unknown-service', `${peer.name} offers no service ${name}`), reply)
  const body = parse(bytes)
  if (body === undefined)
    return reply.code(422).send(peer.refusal(CODES.invalid, 'the body is no JSON object that can be kept'))
  const received = { messageId: header.id, client: header.client, body, now: context.now() }
  const delivered = await deliver(context.db, service, { peer: peer.name, service: name, received, bytes })
  if (delivered.outcome === 'conflict')
    return answerProblem(new Problem(409, 'id-reused', 'X-Road-Id stands for another message'), reply)
  if (delivered.outcome === 'refused') {
    const { code, message } = delivered.refusal
    context.log.warn({ peer: peer.name, service: name, code, reason: message }, 'a message was refused')
    return reply.code(422).send(peer.refusal(code, message))
  }
  return reply.code(200).send(delivered.answer)
}

/** Straight to the portal's adapter, as before the exchange stood in front: always HTTP 200, the code says the rest. */
function addAdapter(scope: FastifyInstance, context: Context, portal: Peer, accounts: Accounts): void {
  const wrong = (message: string) => portal.refusal(CODES.invalid, message)
  const atProvider = (request: FastifyRequest<{ Querystring: { dstcode?: string } }>) =>
    (request.query.dstcode ?? request.headers['dstcode']) === PROVIDER
  scope.post<{ Querystring: { dstcode?: string } }>(
    `${ADAPTER}/login`,
    { config: { operationId: 'login' } },
    async (request) => {
      if (!atProvider(request)) return wrong(`dstcode is not ${PROVIDER}`)
      const body = parse(request.body) ?? {}
      const session = await login(context.db, accounts, {
        username: textOf(body['username']),
        password: textOf(body['password']),
      })
      return session === undefined
        ? wrong('Tài khoản hoặc mật khẩu không đúng')
        : { session, error_code: 0, message: 'Thành công' }
    },
  )
  scope.post<{ Querystring: { dstcode?: string } }>(
    `${ADAPTER}/g`,
    { config: { operationId: 'adapter' } },
    async (request) => {
      if (!atProvider(request)) return wrong(`dstcode is not ${PROVIDER}`)
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const body = parse(bytes) ?? {}
      const account = await accountOf(context.db, textOf(body['session']))
      if (account === undefined) return wrong('Phiên làm việc không hợp lệ hoặc đã hết hạn')
      const name = textOf(body['service'])
      const service = serviceOf(portal, name)
      if (service === undefined) return wrong(`Không có dịch vụ ${name}`)
      const received = {
        messageId: randomUUID(),
        client: `session/${fingerprint(account)}`,
        body,
        now: context.now(),
      }
      const delivered = await deliver(context.db, service, { peer: 'portal', service: name, received, bytes })
      if (delivered.outcome === 'refused')
        return portal.refusal(delivered.refusal.code, delivered.refusal.message)
      return delivered.outcome === 'conflict' ? wrong('X-Road-Id') : delivered.answer
    },
  )
}

/** Only what the peer itself offers: `constructor` is a property of every object, and no service. */
function serviceOf(peer: Peer, name: string): PeerService | undefined {
  return Object.hasOwn(peer.services, name) ? peer.services[name] : undefined
}

/** Empty for anything but text: it is compared with what is known, and nothing is known by an empty name. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function fingerprint(account: string): string {
  return createHash('sha256').update(account).digest('hex').slice(0, 12)
}

function parse(bytes: unknown): JsonObject | undefined {
  if (!Buffer.isBuffer(bytes)) return undefined
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      unsoundness('body', value).length === 0
      ? (value as JsonObject)
      : undefined
  } catch {
    return undefined
  }
}
