// systems/national/road-header.ts: what a national peer checks of a request that came through the exchange, by its own reading of PR-REST. Serves nothing.
import { createHash } from 'node:crypto'

export type RoadRequest = {
  readonly method: string
  /** Node's flat list: name, value, name, value … */
  readonly rawHeaders: readonly string[]
  /** Path below the service and query, as received. */
  readonly below: string
  readonly body: Buffer
}

export type RoadHeader = { readonly client: string; readonly service: string; readonly id: string }

/** Not in the head: each hop's own, and what the exchange adds after it has made the hash. */
const OUTSIDE_HEAD = new Set([
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'proxy-connection',
  'host',
  'user-agent',
  'server',
  'content-length',
  'expect',
  'x-road-service',
  'x-road-request-id',
  'x-road-request-hash',
])
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The reason a request is not one of the exchange's (X1, X4), or who asks for what under which id. */
export function readRoadHeader(request: RoadRequest): RoadHeader | string {
  const client = headerOf(request, 'x-road-client')
  const service = headerOf(request, 'x-road-service')
  const id = headerOf(request, 'x-road-id')
  if (client === undefined || service === undefined || id === undefined)
    return 'the request did not come through the exchange: an X-Road header is missing'
  if (client.split('/').length !== 4 || service.split('/').length !== 5)
    return 'an X-Road header is malformed'
  if (!UUID.test(id)) return 'X-Road-Id is not a UUID'
  if (headerOf(request, 'x-road-request-hash') !== expectedHash(request, service))
    return 'X-Road-Request-Hash is not that of this request'
  return { client, service, id: id.toLowerCase() }
}

function expectedHash({ method, rawHeaders, below, body }: RoadRequest, service: string): string {
  let head = `${method}\r\n/r1/${service}${below}\r\n`
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (!OUTSIDE_HEAD.has(name.toLowerCase())) head += `${name}:${rawHeaders[index + 1] ?? ''}\r\n`
  }
  const headHash = createHash('sha512').update(head, 'utf8').digest()
  if (body.length === 0) return headHash.toString('base64')
  const bodyHash = createHash('sha512').update(body).digest()
  return createHash('sha512').update(headHash).update(bodyHash).digest('base64')
}

function headerOf({ rawHeaders }: RoadRequest, name: string): string | undefined {
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.toLowerCase() === name) return rawHeaders[index + 1]
  return undefined
}
