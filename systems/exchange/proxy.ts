// systems/exchange/proxy.ts: passes one synchronous call to its provider, logged before it goes and before the answer is given. Reads no HTTP itself.
import { randomUUID } from 'node:crypto'
import { formatService, formatSubsystem } from './address.ts'
import { type Call, identity, providerTarget } from './call.ts'
import { Fault } from './fault.ts'
import type { Answer, Forward } from './forward.ts'
import { type Headers, passing } from './headers.ts'
import type { Passage } from './log.ts'
import type { LogStore } from './log-store.ts'
import { isMetadataService, methodList } from './metadata.ts'
import { messageHash } from './request-hash.ts'
import { allowed, type Right, rightsOf } from './rights.ts'

export type ProxyParts = {
  readonly forward: Forward
  readonly log: LogStore
  readonly rights: () => Promise<readonly Right[]>
  /** The exchange's own token, for providers of the province. */
  readonly token: () => Promise<string>
  readonly now: () => Date
}

/** X-Road reads up to 60 s, and so does the national portal's client. */
const CALL_TIMEOUT_MS = 60_000
const JSON_HEADERS: Headers = [['Content-Type', 'application/json; charset=utf-8']]
// Ours to say; a provider's X-Road-Error would turn its own answer into a fault of the network (X2).
const NOT_RETURNED = [
  'x-road-client',
  'x-road-service',
  'x-road-id',
  'x-road-request-id',
  'x-road-request-hash',
  'x-road-error',
]

/**
 * The provider's own answer, whatever its status, or a `Fault`: accessDenied, unknownService, idReused, networkError,
 * loggingFailed. Nothing is sent unless the request is in the log; no answer is given unless the answer is.
 */
export async function pass(call: Call, parts: ProxyParts): Promise<Answer> {
  const rights = await parts.rights().catch(loggingFailed)
  const metadata = isMetadataService(call.address.service)
  if (!metadata) requireRight(call, rights)
  const claimed = await parts.log
    .note(passage(call, 'call-request', parts.now()), {
      id: call.id,
      client: formatSubsystem(call.client),
      fingerprint: call.fingerprint,
    })
    .catch(loggingFailed)
  if (claimed === 'conflict') throw new Fault('idReused', 'this X-Road-Id stands for another request')
  const requestId = randomUUID()
  const answer = await (metadata ? describe(call, rights, parts) : send(call, requestId, parts))
  const returned = passing(answer.headers, NOT_RETURNED)
  const responseHash = messageHash({ first: [String(answer.status)], headers: returned, body: answer.body })
  await parts.log
    .note({ ...passage(call, 'call-answer', parts.now()), responseHash, status: answer.status })
    .catch(loggingFailed)
  const own: Headers = [
    ...identity(call),
    ['X-Road-Request-Id', requestId],
    ['X-Road-Request-Hash', call.requestHash],
  ]
  return { ...answer, headers: [...returned, ...own] }
}

function requireRight(call: Call, rights: readonly Right[]): void {
  const { address, method, client } = call
  const offered = rights.some(
    ({ provider, service }) => provider === call.peer.name && service === address.service,
  )
  if (!offered) throw new Fault('unknownService', `${formatService(address)} is not offered here`)
  const asked = {
    client: client.subsystem,
    provider: call.peer.name,
    service: address.service,
    method,
    path: address.path,
  }
  if (!allowed(rights, asked))
    throw new Fault(
      'accessDenied',
      `${client.subsystem} may not ${method} this path of ${formatService(address)}`,
    )
}

async function send(call: Call, requestId: string, { forward, token }: ProxyParts): Promise<Answer> {
  try {
    const authorization: [string, string][] = call.peer.national
      ? []
      : [['Authorization', `Bearer ${await token()}`]]
    return await forward({
      method: call.method,
      baseUrl: call.peer.baseUrl,
      target: providerTarget(call.address),
      headers: [
        ...call.headers,
        ['X-Road-Service', formatService(call.address)],
        ['X-Road-Request-Id', requestId],
        ['X-Road-Request-Hash', call.requestHash],
        ...authorization,
      ],
      body: call.body,
      timeoutMs: CALL_TIMEOUT_MS,
    })
  } catch (cause) {
    throw new Fault('networkError', `no answer came from ${formatSubsystem(call.address)}`, { cause })
  }
}

async function describe(call: Call, rights: readonly Right[], { forward }: ProxyParts): Promise<Answer> {
  const { address, peer, client } = call
  const offered = rights.filter(({ provider }) => provider === peer.name)
  if (address.service === 'listMethods') return json(methodList(address, offered))
  if (address.service === 'allowedMethods')
    return json(methodList(address, rightsOf(rights, client.subsystem, peer.name)))
  const code = new URLSearchParams(address.query).get('serviceCode')
  if (!offered.some(({ service }) => service === code))
    throw new Fault('unknownService', `serviceCode ${code ?? ''} is not offered by ${peer.name}`)
  const headers: Headers = [['Accept', 'application/json']]
  const target = '/openapi.json'
  const asked = { method: 'GET', baseUrl: peer.baseUrl, target, headers, body: Buffer.alloc(0) }
  const answer = await forward({ ...asked, timeoutMs: CALL_TIMEOUT_MS }).catch((cause: unknown) => {
    throw new Fault('networkError', `no answer came from ${formatSubsystem(address)}`, { cause })
  })
  if (answer.status !== 200) throw new Fault('serviceFailed', `${peer.name} gives no OpenAPI description`)
  return answer
}

function json(value: object): Answer {
  return { status: 200, headers: JSON_HEADERS, body: Buffer.from(JSON.stringify(value), 'utf8') }
}

function passage(call: Call, direction: Passage['direction'], now: Date): Passage {
  return {
    time: now.toISOString(),
    direction,
    client: formatSubsystem(call.client),
    service: formatService(call.address),
    id: call.id,
    requestHash: call.requestHash,
    responseHash: null,
    status: null,
  }
}

function loggingFailed(cause: unknown): never {
  throw new Fault('loggingFailed', 'the exchange cannot write its log, so nothing passes', { cause })
}
