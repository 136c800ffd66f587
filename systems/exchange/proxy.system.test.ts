// systems/exchange/proxy.system.test.ts: synchronous calls through a running exchange, and its eight likely deviations X1–X8.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RunningSystem } from '../kit/fixtures/testbed.ts'
import { type Bench, startBench, startTestPeer, type TestPeer } from './fixtures/testbed.ts'
import { pairs } from './headers.ts'
import { messageHash } from './request-hash.ts'

const PATH = '/r1/VN/GOV/G22/national-portal/TraCuuHoSo'
const CLIENT = { 'X-Road-Client': 'VN/GOV/H29/procedures' }
let bench: Bench
let portal: TestPeer
let exchange: RunningSystem
let sql: pg.Pool

beforeAll(async () => {
  bench = await startBench()
  portal = await startTestPeer()
  exchange = await bench.start({ 'national-portal': portal.url, reporting: portal.url })
  sql = new pg.Pool({ connectionString: bench.databaseUrl, max: 1 })
  await sql.query(`insert into service_right (client, provider, service, method, path) values
    ('procedures', 'reporting', 'figures', 'GET', '/open/**')`)
})
afterAll(async () => {
  await sql.end()
  await exchange[Symbol.asyncDispose]()
  await portal[Symbol.asyncDispose]()
  await bench[Symbol.asyncDispose]()
})
beforeEach(() => {
  portal.requests.length = 0
  portal.answer((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
  )
})

type Options = {
  path?: string
  as?: string
  method?: string
  headers?: Record<string, string>
  body?: unknown
}
function call({ path = PATH, as = 'procedures', method = 'POST', headers = CLIENT, body }: Options = {}) {
  return bench.fetch(exchange.url, path, { as, method, headers, ...(body !== undefined && { body }) })
}

describe('a call', () => {
  test('reaches the provider with its hash, and the answer comes back as it was', async () => {
    portal.answer((_request, response) =>
      response.writeHead(201, { 'X-Portal': 'a', 'Set-Cookie': ['b=1', 'c=2'] }).end('đã nhận'),
    )
    const answer = await call({ path: `${PATH}/a%20b?x=%2F`, body: '{"mahoso":"H29-1"}' }).then(
      (each) => each,
    )
    // The right is for the service itself, not for paths below it.
    expect(answer.status).toBe(500)
    const right = await call({ path: `${PATH}?x=%2F`, body: '{"mahoso":"H29-1"}' })
    expect([right.status, right.text, right.headers.get('x-portal')]).toEqual([201, 'đã nhận', 'a'])
    expect(right.headers.getSetCookie()).toEqual(['b=1', 'c=2'])
    expect(right.headers.has('x-road-error')).toBe(false)
    const [received] = portal.requests
    expect(portal.requests).toHaveLength(1)
    expect(received?.url).toBe('/services/TraCuuHoSo?x=%2F')
    expect(received?.body).toBe('{"mahoso":"H29-1"}')
    expect(received?.headers['x-road-service']).toBe('VN/GOV/G22/national-portal/TraCuuHoSo')
    expect(right.headers.get('x-road-id')).toBe(received?.headers['x-road-id'])
    expect(right.headers.get('x-road-request-id')).toBe(received?.headers['x-road-request-id'])
  })
  test('does not hand the caller’s token to a national provider', async () => {
    await call({ body: {} })
    expect(portal.requests[0]?.headers.authorization).toBeUndefined()
  })
  test('carries the exchange’s own token to a provider of the province', async () => {
    const path = '/r1/VN/GOV/H29/reporting/figures/open/2026'
    expect((await call({ path, method: 'GET' })).status).toBe(200)
    const token = portal.requests[0]?.headers.authorization?.split(' ')[1] ?? ''
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    expect(claims).toMatchObject({ client_id: 'exchange' })
  })
  test('needs a token', async () => {
    const answer = await bench.fetch(exchange.url, PATH, { method: 'POST', headers: CLIENT })
    expect([answer.status, portal.requests.length]).toEqual([401, 0])
  })
})

describe('deviations', () => {
  test('X2: the provider’s own 500 is no fault of the network, the network’s fault is', async () => {
    portal.answer((_request, response) => response.writeHead(500, { 'X-Road-Error': 'forged' }).end('lỗi'))
    const own = await call({ body: {} })
    expect([own.status, own.text, own.headers.has('x-road-error')]).toEqual([500, 'lỗi', false])
    await portal.goAway()
    const fault = await call({ body: {} })
    await portal.comeBack()
    expect([fault.status, fault.headers.get('x-road-error')]).toEqual([
      500,
      'server.serverproxy.network_error',
    ])
    expect(fault.body).toEqual({
      type: 'server.serverproxy.network_error',
      message: 'no answer came from VN/GOV/G22/national-portal',
      detail: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
  })
  test('X3: an id used again with another body is refused, with the same body it passes', async () => {
    const headers = { ...CLIENT, 'X-Road-Id': randomUUID() }
    expect((await call({ headers, body: { a: 1 } })).status).toBe(200)
    expect((await call({ headers, body: { a: 1 } })).status).toBe(200)
    const reused = await call({ headers, body: { a: 2 } })
    expect([reused.status, reused.headers.get('x-road-error')]).toEqual([400, 'client.id_reused'])
    expect(portal.requests).toHaveLength(2)
  })
  test('X4: the hash covers the head that goes on, and the provider can compute it', async () => {
    const headers = { ...CLIENT, 'X-Road-UserId': 'VN079', 'X-Hop': '1', 'User-Agent': 'test' }
    const answer = await call({ headers, body: { a: 'é' } })
    const [received] = portal.requests
    const added = [
      'host',
      'content-length',
      'connection',
      'x-road-service',
      'x-road-request-id',
      'x-road-request-hash',
    ]
    const head = pairs(received?.rawHeaders ?? []).filter(([name]) => !added.includes(name.toLowerCase()))
    expect(head.map(([name]) => name.toLowerCase())).toContain('x-road-userid')
    const expected = messageHash({
      first: ['POST', PATH],
      headers: head,
      body: Buffer.from(received?.body ?? ''),
    })
    expect(received?.headers['x-road-request-hash']).toBe(expected)
    expect(answer.headers.get('x-road-request-hash')).toBe(expected)
  })
  test('X5: a right to one path or method is not a right to the service', async () => {
    const base = '/r1/VN/GOV/H29/reporting/figures'
    const tries = [
      { path: `${base}/open/1`, method: 'GET' },
      { path: `${base}/closed/1`, method: 'GET' },
      { path: `${base}/open/1`, method: 'DELETE' },
    ]
    const answers = await Promise.all(tries.map((each) => call(each)))
    expect(answers.map(({ status, headers }) => [status, headers.get('x-road-error')])).toEqual([
      [200, null],
      [500, 'server.serverproxy.access_denied'],
      [500, 'server.serverproxy.access_denied'],
    ])
  })
  test('X1, X5: another client, and a client that says it is another, are refused', async () => {
    const other = { 'X-Road-Client': 'VN/GOV/H29/documents' }
    const answers = [
      await call({ as: 'documents', headers: other, body: {} }),
      await call({ as: 'documents', body: {} }),
      await call({ headers: { 'X-Road-Client': 'VN/GOV/H08/procedures' }, body: {} }),
    ]
    expect(answers.map(({ headers }) => headers.get('x-road-error'))).toEqual(
      Array(3).fill('server.serverproxy.access_denied'),
    )
    expect(portal.requests).toHaveLength(0)
  })
  test('X6: parts are decoded one by one; a part that is not encoded right is a bad request', async () => {
    expect((await call({ path: '/r1/VN/GOV/G22/national%2Dportal/TraCuu%48oSo', body: {} })).status).toBe(200)
    const bad = await call({ path: '/r1/VN/GOV/G22/national-portal%2FTraCuuHoSo/x', body: {} })
    expect([bad.status, bad.headers.get('x-road-error')]).toEqual([400, 'client.bad_request'])
  })
  test('X7: a redirect is the answer, not an order; hop-by-hop headers stay', async () => {
    portal.answer((_request, response) => response.writeHead(307, { Location: 'http://127.0.0.1:1/' }).end())
    const answer = await call({ headers: { ...CLIENT, TE: 'trailers' }, body: {} })
    expect([answer.status, answer.headers.get('location')]).toEqual([307, 'http://127.0.0.1:1/'])
    expect(portal.requests[0]?.headers.te).toBeUndefined()
    expect(portal.requests).toHaveLength(1)
  })
  test('X8: when the log cannot be written nothing passes', async () => {
    await sql.query('alter table log_entry rename to log_entry_away')
    const id = randomUUID()
    const message = { id, to: 'exchange', service: 'probe', body: { note: 'n' } }
    const refused = await call({ body: {} })
    const stored = await bench.fetch(exchange.url, '/messages', {
      method: 'POST',
      as: 'exchange',
      body: message,
    })
    await sql.query('alter table log_entry_away rename to log_entry')
    expect([refused.status, refused.headers.get('x-road-error')]).toEqual([
      500,
      'server.clientproxy.logging_failed',
    ])
    expect([stored.status, portal.requests.length]).toEqual([503, 0])
    const again = await bench.fetch(exchange.url, '/messages', {
      method: 'POST',
      as: 'exchange',
      body: message,
    })
    expect(again.status).toBe(202)
  })
  test('X9: the member code of an abolished province is unknown', async () => {
    const answer = await call({ path: '/r1/VN/GOV/H08/reporting/figures/open/1', method: 'GET' })
    expect(answer.headers.get('x-road-error')).toBe('server.clientproxy.unknown_member')
  })
  test('a service nobody offers is unknown, not denied', async () => {
    const answer = await call({ path: '/r1/VN/GOV/G22/national-portal/Gone', body: {} })
    expect(answer.headers.get('x-road-error')).toBe('server.serverproxy.unknown_service')
  })
})

describe('metadata', () => {
  test('listMethods shows what is offered, allowedMethods what the caller may', async () => {
    const list = async (service: string, as: string) => {
      const headers = { 'X-Road-Client': `VN/GOV/H29/${as}` }
      const path = `/r1/VN/GOV/G22/national-portal/${service}`
      const { body } = await call({ path, as, method: 'GET', headers })
      return (body as { service: { service_code: string }[] }).service.map(({ service_code }) => service_code)
    }
    const offered = ['CapNhatTienDoHoSoMC', 'DongBoHoSoMC', 'LayDanhSachTTHC', 'LayThuTuc', 'TraCuuHoSo']
    expect(await list('listMethods', 'documents')).toEqual(offered)
    expect(await list('allowedMethods', 'documents')).toEqual([])
    expect(await list('allowedMethods', 'procedures')).toEqual(offered)
  })
  test('getOpenAPI gives the provider’s own description', async () => {
    portal.answer((request, response) => response.writeHead(200).end(request.url))
    const path = '/r1/VN/GOV/H29/reporting/getOpenAPI?serviceCode=figures'
    expect((await call({ path, method: 'GET' })).text).toBe('/openapi.json')
    const missing = await call({ path: '/r1/VN/GOV/H29/reporting/getOpenAPI?serviceCode=x', method: 'GET' })
    expect(missing.headers.get('x-road-error')).toBe('server.serverproxy.unknown_service')
  })
  test('listClients names every subsystem with its member', async () => {
    const { body } = await bench.fetch(exchange.url, '/listClients', { as: 'procedures' })
    const members = (body as { member: { name: string; id: { member_code: string } }[] }).member
    expect(members.map(({ name, id }) => `${id.member_code}/${name}`)).toEqual([
      'H29/exchange',
      'G22/national-portal',
      'H29/reporting',
    ])
  })
})
