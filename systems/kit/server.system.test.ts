// systems/kit/server.system.test.ts: a whole system on the kit: roles, problems, outbox, probes, an orderly end.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freePort } from '../../targets/port.ts'
import { type Postgres, startPostgres } from '../../targets/postgres.ts'
import {
  type RunningSystem,
  startServer,
  startTestExchange,
  startTestIdentity,
  type TestExchange,
  type TestIdentity,
  waitUntil,
} from './fixtures/testbed.ts'

const SERVER = new URL('./fixtures/notes/server.ts', import.meta.url)
const UNIT = '26740'
let dir: string
let postgres: Postgres
let identity: TestIdentity
let exchange: TestExchange
let notes: RunningSystem
let env: Record<string, string>

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sansang-kit-'))
  postgres = await startPostgres({ dir, databases: [{ name: 'notes', owner: 'notes', password: 'pw' }] })
  identity = await startTestIdentity()
  exchange = await startTestExchange()
  env = {
    DATABASE_URL: `postgres://notes@127.0.0.1:${postgres.port}/notes`,
    DATABASE_PASSWORD: 'pw',
    OIDC_ISSUER: identity.issuer,
    EXCHANGE_URL: exchange.url,
    CLIENT_SECRET: 'secret',
  }
  notes = await startServer(SERVER, env)
})
afterAll(async () => {
  await notes[Symbol.asyncDispose]()
  await exchange[Symbol.asyncDispose]()
  await identity[Symbol.asyncDispose]()
  await postgres[Symbol.asyncDispose]()
  await rm(dir, { recursive: true })
})
beforeEach(async () => {
  exchange.refuseWith(undefined)
  expect(await waitUntil(async () => (await pending()) === 0)).toBe('met')
  exchange.messages.length = 0
})

async function pending(): Promise<number> {
  const metrics = String((await call('GET', '/metrics')).body)
  return Number(/^outbox_pending (\d+)$/m.exec(metrics)?.[1] ?? Number.NaN)
}

async function call(
  method: string,
  path: string,
  options: { token?: string; body?: unknown; base?: string } = {},
) {
  const { token, body, base = notes.url } = options
  const response = await fetch(`${base}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const json: unknown = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    headers: response.headers,
    body: json,
  }
}

/** The status of a POST that only announces its length: fetch would fail while still writing the body. */
async function announce(sizeBytes: number, token: string): Promise<number | undefined> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': sizeBytes,
  }
  const sending = request(`${notes.url}/notes`, { method: 'POST', headers })
  sending.flushHeaders()
  const [response] = (await once(sending, 'response')) as [IncomingMessage]
  sending.destroy()
  return response.statusCode
}

const officer = (unit?: string) => identity.token({ roles: ['officer'], ...(unit !== undefined && { unit }) })
const note = { unit: UNIT, text: 'xin chào' }

describe('the door', () => {
  test('no token: 401 as a problem', async () => {
    const answer = await call('GET', '/notes')
    expect(answer).toMatchObject({
      status: 401,
      body: { type: 'unauthenticated', title: 'Unauthorized', status: 401 },
    })
    expect(answer.type).toContain('application/problem+json')
    expect(answer.headers.get('www-authenticate')).toContain('Bearer')
  })

  test('a stranger’s body is not even parsed', async () => {
    expect(await call('POST', '/notes', { body: '{broken' })).toMatchObject({ status: 401 })
  })

  const bad: [string, Record<string, unknown>][] = [
    ['expired', { exp: 1_000 }],
    ['for another audience', { aud: 'elsewhere' }],
    ['of another issuer', { iss: 'http://elsewhere' }],
    ['not yet valid', { nbf: 4_000_000_000 }],
  ]
  test.each(bad)('a token that is %s: 401', async (_name, overrides) => {
    const token = await identity.token({ roles: ['officer'] }, overrides)
    expect(await call('GET', '/notes', { token })).toMatchObject({ status: 401 })
  })
  test('all four bad tokens are tried', () => expect(bad).toHaveLength(4))

  test('another signer’s token: 401; an unsigned one: 401', async () => {
    await using stranger = await startTestIdentity()
    const forged = await stranger.token({ roles: ['officer'] }, { iss: identity.issuer })
    expect(await call('GET', '/notes', { token: forged })).toMatchObject({
      status: 401,
      body: { type: 'token-invalid' },
    })
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const unsigned = `${encode({ alg: 'none' })}.${encode({ iss: identity.issuer, aud: 'sansang', sub: 'x', roles: ['officer'], exp: 4e9 })}.`
    expect(await call('GET', '/notes', { token: unsigned })).toMatchObject({ status: 401 })
  })

  test('a role the operation does not allow: 403; a made-up role counts for nothing', async () => {
    expect(
      await call('POST', '/notes', { token: await identity.token({ roles: ['leader'] }), body: note }),
    ).toMatchObject({ status: 403, body: { type: 'role-not-allowed' } })
    expect(
      await call('GET', '/notes', { token: await identity.token({}, { roles: ['root'] }) }),
    ).toMatchObject({ status: 403 })
    expect(await call('GET', '/notes', { token: await identity.token({ roles: ['leader'] }) })).toMatchObject(
      { status: 200 },
    )
  })

  test('an operation for systems: the named client only', async () => {
    expect(
      await call('POST', '/services/note', {
        token: await identity.token({ client: 'exchange' }),
        body: note,
      }),
    ).toMatchObject({ status: 204 })
    expect(await call('POST', '/services/note', { token: await officer(), body: note })).toMatchObject({
      status: 403,
    })
  })

  test('an officer bound to one unit writes for no other', async () => {
    expect(await call('POST', '/notes', { token: await officer('26743'), body: note })).toMatchObject({
      status: 403,
      body: { type: 'other-unit' },
    })
    expect(await call('POST', '/notes', { token: await officer(UNIT), body: note })).toMatchObject({
      status: 201,
    })
  })

  test('a public operation needs no token', async () => {
    expect(await call('GET', '/motto')).toMatchObject({ status: 200, body: { caller: 'anonymous' } })
  })
})

describe('the contract', () => {
  test('all faults of a body are named at once, and nothing is repaired', async () => {
    const answer = await call('POST', '/notes', { token: await officer(), body: { unit: 26740, extra: 1 } })
    expect(answer).toMatchObject({ status: 400, body: { type: 'invalid-request' } })
    const faults = (answer.body as { faults: { message: string }[] }).faults.map((fault) => fault.message)
    expect(faults).toEqual(
      expect.arrayContaining([
        expect.stringContaining('text'),
        expect.stringContaining('extra'),
        expect.stringContaining('string'),
      ]),
    )
  })

  test('no body where one is needed, or a body that is not JSON: refused before the handler', async () => {
    const authorization = `Bearer ${await officer()}`
    const post = async (headers: Record<string, string>, body?: string) =>
      (
        await fetch(`${notes.url}/notes`, {
          method: 'POST',
          headers: { authorization, ...headers },
          ...(body !== undefined && { body }),
        })
      ).status
    expect(await post({})).toBe(400)
    expect(await post({ 'content-type': 'application/json' })).toBe(400)
    expect(await post({ 'content-type': 'text/plain' }, JSON.stringify(note))).toBe(415)
  })

  test('query values are read as the contract types them', async () => {
    const token = await officer()
    expect(await call('GET', '/notes?limit=1', { token })).toMatchObject({ status: 200 })
    expect(await call('GET', '/notes?limit=0', { token })).toMatchObject({ status: 400 })
    expect(await call('GET', '/notes?limit=many', { token })).toMatchObject({ status: 400 })
  })

  test('broken JSON, an unknown address, too long a body: problems with their own status', async () => {
    const token = await officer()
    expect(await call('POST', '/notes', { token, body: '{broken' })).toMatchObject({
      status: 400,
      type: expect.stringContaining('problem+json'),
    })
    expect(await call('GET', '/nowhere', { token })).toMatchObject({
      status: 404,
      body: { type: 'unknown-address' },
    })
    expect(await announce(5 * 1024 * 1024, token)).toBe(413)
  })

  test('is served', async () => {
    expect(await call('GET', '/openapi.json')).toMatchObject({ status: 200, body: { openapi: '3.1.0' } })
  })
})

describe('what cannot be kept as it was sent', () => {
  const bytes = (text: string, encoding: BufferEncoding) =>
    Buffer.from(JSON.stringify({ unit: UNIT, text }), encoding)
  const bad: [string, Buffer, RegExp][] = [
    ['U+0000', Buffer.from(JSON.stringify({ ...note, text: 'a\u0000b' })), /U\+0000/],
    ['half a surrogate pair', Buffer.from(JSON.stringify({ ...note, text: '\ud800' })), /surrogate/],
    ['a byte that is no UTF-8', bytes('xin chào', 'latin1'), /not UTF-8/],
    ['an infinite number', Buffer.from('{"text":1e309}'), /beyond/],
    ['100,000 levels', Buffer.from('['.repeat(100_000) + ']'.repeat(100_000)), /deeper/],
  ]
  test.each(bad)('%s: 400, and nothing stored', async (_name, body, reason) => {
    const headers = { authorization: `Bearer ${await officer()}`, 'content-type': 'application/json' }
    const before = await call('GET', '/notes?limit=100', { token: await officer() })
    const answer = await fetch(`${notes.url}/notes`, { method: 'POST', headers, body: new Uint8Array(body) })
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringMatching(reason)])
    expect((await call('GET', '/notes?limit=100', { token: await officer() })).body).toEqual(before.body)
  })
  test('all five are tried', () => expect(bad).toHaveLength(5))

  test('nor in an address', async () => {
    const token = await officer()
    expect(await call('GET', '/notes?limit=1&x=%00', { token })).toMatchObject({ status: 400 })
  })
})

describe('an address or a request nobody can read', () => {
  test('another method than the address takes: 405 with those it does', async () => {
    const answer = await call('DELETE', '/notes', { token: await officer() })
    expect(answer).toMatchObject({ status: 405, body: { type: 'method-not-allowed', status: 405 } })
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST')
    expect(await call('POST', '/healthz')).toMatchObject({ status: 405 })
  })

  test('whatever body comes with it', async () => {
    const post = async (path: string) =>
      (await fetch(`${notes.url}${path}`, { method: 'POST', body: 'hồ sơ' })).status
    expect([await post('/healthz'), await post('/nowhere')]).toEqual([405, 404])
  })

  test.each([
    ['GET /notes/%ff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
    ['\u0001 no HTTP\r\n\r\n', 400],
    [`GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
  ])('%j: a problem too', async (text, status) => {
    const answer = await speak(text)
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(head.toLowerCase()).toContain('content-type: application/problem+json')
    expect(JSON.parse(body)).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) })
  })
})

/** What comes back over a bare connection until it is closed. */
async function speak(text: string): Promise<string> {
  const { hostname, port } = new URL(notes.url)
  const socket = connect(Number(port), hostname)
  socket.write(text)
  let answer = ''
  for await (const chunk of socket.setEncoding('utf8')) answer += chunk
  return answer
}

describe('the outbox', () => {
  test('a change and its message: both, and handed over', async () => {
    await call('POST', '/notes', { token: await officer(), body: { unit: UNIT, text: 'both' } })
    expect(await waitUntil(() => exchange.messages.length > 0)).toBe('met')
    expect(exchange.messages).toMatchObject([
      { to: 'reporting', service: 'note', stream: UNIT, body: { unit: UNIT, text: 'both' } },
    ])
  })

  test('a change that fails: neither; its caller learns no inside', async () => {
    const answer = await call('POST', '/notes', {
      token: await officer(),
      body: { unit: UNIT, text: 'fail' },
    })
    expect(answer).toMatchObject({ status: 500, body: { type: 'internal-failure' } })
    expect(JSON.stringify(answer.body)).not.toContain('did not happen')
    const kept = await call('GET', '/notes?limit=100', { token: await officer() })
    expect(JSON.stringify(kept.body)).not.toContain('fail')
    // The next message: the relay hands over in the order of sending, so one before it would have come first.
    await call('POST', '/notes', { token: await officer(), body: { unit: UNIT, text: 'next' } })
    expect(await waitUntil(() => exchange.messages.length > 0)).toBe('met')
    expect(exchange.messages.map(({ body }) => body)).toEqual([{ unit: UNIT, text: 'next' }])
  })

  test('the exchange refuses for a while: everything arrives afterwards, once and in order', async () => {
    exchange.refuseWith(503)
    const token = await officer()
    const texts = Array.from({ length: 12 }, (_, index) => `note ${index}`)
    for (const text of texts) await call('POST', '/notes', { token, body: { unit: UNIT, text } })
    expect(await waitUntil(() => exchange.refused() > 0)).toBe('met')
    expect(await pending()).toBe(12)
    exchange.refuseWith(undefined)
    expect(await waitUntil(() => exchange.messages.length >= 12)).toBe('met')
    expect(exchange.messages.map((message) => (message.body as { text: string }).text)).toEqual(texts)
    expect(await waitUntil(async () => (await pending()) === 0)).toBe('met')
  })
})

describe('the process', () => {
  test('health, readiness, units, metrics', async () => {
    expect(await call('GET', '/healthz')).toMatchObject({ status: 200 })
    expect(await call('GET', '/readyz')).toMatchObject({ status: 200, body: { ready: true, reasons: [] } })
    const units = (await call('GET', '/units')).body as { units: unknown[] }
    expect(units).toMatchObject({ effectiveFrom: '2025-07-01', provinceCode: '79' })
    expect(units.units).toHaveLength(168)
    expect((await call('GET', '/metrics')).body).toContain(
      'http_request_duration_seconds_count{operation="listNotes",method="GET",status="200"}',
    )
  })

  test('logs carry the request id, and neither tokens nor bodies', async () => {
    const token = await officer()
    const answer = await call('POST', '/notes', { token, body: { unit: UNIT, text: 'bí mật cá nhân' } })
    const id = answer.headers.get('x-request-id') ?? 'none'
    expect(await waitUntil(() => notes.lines.some((line) => line.includes(id)))).toBe('met')
    expect(notes.lines.join('\n')).not.toContain('bí mật')
    expect(notes.lines.join('\n')).not.toContain(token.slice(-30))
  })

  test('starts without identity, says so, and recovers by itself', async () => {
    // Below the ports given out: nobody else can come to listen there meanwhile.
    const issuer = `http://127.0.0.1:${await freePort()}`
    await using lonely = await startServer(SERVER, { ...env, OIDC_ISSUER: issuer })
    expect(await call('GET', '/healthz', { base: lonely.url })).toMatchObject({ status: 200 })
    expect(await call('GET', '/readyz', { base: lonely.url })).toMatchObject({
      status: 503,
      body: { reasons: ['identity cannot be reached'] },
    })
    const token = await identity.token({ roles: ['officer'] }, { iss: issuer })
    expect(await call('GET', '/notes', { base: lonely.url, token })).toMatchObject({ status: 503 })
    await using late = await startTestIdentity(Number(new URL(issuer).port))
    expect(late.issuer).toBe(issuer)
    const recovered = async () => (await call('GET', '/readyz', { base: lonely.url })).status === 200
    expect(await waitUntil(recovered)).toBe('met')
  })

  test('SIGTERM: the request in hand is answered, exit 0', async () => {
    await using system = await startServer(SERVER, env)
    const ended = once(system.child, 'exit')
    const body = JSON.stringify({ unit: UNIT, text: 'last' })
    const headers = {
      authorization: `Bearer ${await officer()}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    }
    const inHand = request(`${system.url}/notes`, { method: 'POST', headers })
    inHand.flushHeaders()
    // It has the head of the request and waits for the body.
    await once(inHand, 'continue')
    system.child.kill('SIGTERM')
    expect(await waitUntil(() => system.lines.some((line) => line.includes('"stopping: ')))).toBe('met')
    const answered = once(inHand, 'response')
    inHand.end(body)
    const [response] = (await answered) as [IncomingMessage]
    expect(response.statusCode).toBe(201)
    response.resume()
    expect(await ended).toEqual([0, null])
  })

  test('two replicas on an empty database start at once', async () => {
    await postgres.createDatabase({ name: 'twice', owner: 'twice', password: 'pw' })
    const twice = { ...env, DATABASE_URL: `postgres://twice@127.0.0.1:${postgres.port}/twice` }
    const both = await Promise.all([startServer(SERVER, twice), startServer(SERVER, twice)])
    for (const one of both)
      expect(await call('GET', '/readyz', { base: one.url })).toMatchObject({ status: 200 })
    for (const one of both) await one[Symbol.asyncDispose]()
  })

  test('bad settings: every one named, exit 64', async () => {
    const start = startServer(SERVER, {
      SANSANG_PROVINCE: 'x',
      DATABASE_URL: 'mysql://',
      OIDC_ISSUER: '',
      LOG_LEVEL: 'loud',
    })
    await expect(start).rejects.toThrow(
      /ended with 64[\s\S]*SANSANG_PROVINCE[\s\S]*DATABASE_URL[\s\S]*OIDC_ISSUER[\s\S]*LOG_LEVEL/,
    )
  })
})
