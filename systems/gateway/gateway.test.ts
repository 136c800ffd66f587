// systems/gateway/gateway.test.ts: a real system behind a real gateway: what passes, what is refused, what is never published.
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SansangError } from '../../types/error.ts'
import { createLog } from '../kit/log.ts'
import { createMetrics } from '../kit/metrics.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { createRateLimiter } from './rate.ts'
import { readSettings } from './settings.ts'

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string }

const opened: Server[] = []
let seen: Seen[] = []
let reply: (incoming: IncomingMessage, answer: ServerResponse) => void

beforeEach(() => {
  seen = []
  reply = (_, answer) =>
    answer.writeHead(201, { 'x-from': 'system', connection: 'x-hop', 'x-hop': '1' }).end('đã nhận')
})
afterEach(async () => {
  for (const server of opened.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function listen(server: Server): Promise<string> {
  opened.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A system that writes down what it gets, and a gateway before it. */
async function start(
  env: Record<string, string> = {},
  nowMs?: () => number,
): Promise<{ url: string; gateway: Gateway; system: Server }> {
  const system = createServer((incoming, answer) => {
    if (incoming.url === '/healthz') return void answer.end('{}')
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
      reply(incoming, answer)
    })
  })
  const base = await listen(system)
  const settings = readSettings({
    GATEWAY_ROUTES: JSON.stringify({ '/procedures': base }),
    LOG_LEVEL: 'silent',
    // Catches what hangs: a machine that stalls must not look like a system that is away.
    HEALTH_TIMEOUT_MS: '60000',
    ...env,
  })
  const gateway = createGateway({
    settings,
    log: createLog({ system: 'gateway', level: 'silent' }),
    metrics: createMetrics(),
    ...(nowMs !== undefined && { nowMs }),
  })
  return { url: await listen(gateway.server), gateway, system }
}

describe('a request', () => {
  test('reaches its system without the prefix, with its query, body and a request id', async () => {
    const { url } = await start()
    const answer = await fetch(`${url}/procedures/dossiers?page=2`, {
      method: 'POST',
      body: 'hồ sơ',
      headers: { authorization: 'Bearer t' },
    })
    expect([answer.status, await answer.text(), answer.headers.get('x-from')]).toEqual([
      201,
      'đã nhận',
      'system',
    ])
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/dossiers?page=2', body: 'hồ sơ' })
    expect(seen[0]?.headers).toMatchObject({
      authorization: 'Bearer t',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
    })
    const id = answer.headers.get('x-request-id')
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(seen[0]?.headers['x-request-id']).toBe(id)
  })

  test('keeps the id it brings, unless that is unfit for a log', async () => {
    const { url } = await start()
    const ids = ['abc-123', 'with space', 'x'.repeat(200)].map(async (id) => {
      const answer = await fetch(`${url}/procedures/`, { headers: { 'x-request-id': id } })
      return answer.headers.get('x-request-id')
    })
    const [kept, ...made] = await Promise.all(ids)
    expect(kept).toBe('abc-123')
    expect(made.every((id) => /^[0-9a-f-]{36}$/.test(id ?? ''))).toBe(true)
  })

  test('leaves hop-by-hop headers behind, in both directions', async () => {
    const { url } = await start()
    const { hostname, port } = new URL(url)
    const headers = { connection: 'x-mine', 'x-mine': '1', te: 'trailers', 'x-other': '2' }
    const asked = request({ hostname, port, path: '/procedures/a', headers }).end()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    answer.resume()
    expect(answer.headers['x-hop']).toBeUndefined()
    expect(seen[0]?.headers['x-mine']).toBeUndefined()
    expect(seen[0]?.headers.te).toBeUndefined()
    expect(seen[0]?.headers['x-other']).toBe('2')
  })

  test('streams: the answer begins before the system has ended it', async () => {
    let finish = () => {}
    reply = (_, answer) => {
      answer.write('một ')
      finish = () => answer.end('hai')
    }
    const { url } = await start()
    const answer = await fetch(`${url}/procedures/stream`)
    const reader = answer.body?.getReader()
    const first = await reader?.read()
    expect(new TextDecoder().decode(first?.value)).toBe('một ')
    finish()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('hai')
  })
})

describe('what is refused', () => {
  test.each([
    ['/', 404, 'no-such-path'],
    ['/reporting/x', 404, 'no-such-path'],
    ['/proceduresx', 404, 'no-such-path'],
    ['/procedures/metrics', 404, 'no-such-path'],
    ['/procedures//metrics', 404, 'no-such-path'],
    ['/procedures/x/../metrics', 404, 'no-such-path'],
    ['/procedures/%6Detrics', 404, 'no-such-path'],
    ['/procedures/services/dossier-events', 404, 'no-such-path'],
    ['/procedures/a%2Fb', 400, 'malformed-path'],
    ['/procedures/%zz', 400, 'malformed-path'],
  ])('%s: %i %s', async (path, status, type) => {
    const { url } = await start()
    const { hostname, port } = new URL(url)
    // Not fetch: it would tidy the path before sending it.
    const [answer] = (await once(request({ hostname, port, path }).end(), 'response')) as [IncomingMessage]
    const text = (await answer.toArray()).join('')
    expect([answer.statusCode, JSON.parse(text).type]).toEqual([status, type])
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(seen).toEqual([])
  })

  test('a body over the limit, whether it says its length or not', async () => {
    const { url } = await start({ BODY_LIMIT_BYTES: '100' })
    const chunked = new ReadableStream({
      start(controller) {
        for (let count = 0; count < 20; count += 1) controller.enqueue(new Uint8Array(10))
        controller.close()
      },
    })
    const told = await fetch(`${url}/procedures/a`, { method: 'POST', body: 'x'.repeat(101) })
    const untold = await fetch(`${url}/procedures/a`, { method: 'POST', body: chunked, duplex: 'half' })
    const fitting = await fetch(`${url}/procedures/a`, { method: 'POST', body: 'x'.repeat(100) })
    expect([told.status, untold.status, fitting.status]).toEqual([413, 413, 201])
    expect(seen).toHaveLength(1)
  })

  test('a client that asks too much, until it has waited', async () => {
    let nowMs = 5_000
    const { url } = await start({ RATE_LIMIT_PER_SECOND: '1', RATE_LIMIT_BURST: '2' }, () => nowMs)
    const ask = async (times: number) => {
      const statuses = []
      for (let count = 0; count < times; count += 1) {
        const answer = await fetch(`${url}/procedures/a`)
        statuses.push(answer.status)
        if (answer.status === 429) expect(answer.headers.get('retry-after')).toBe('1')
      }
      return statuses
    }
    expect(await ask(4)).toEqual([201, 201, 429, 429])
    nowMs += 1_000
    expect(await ask(2)).toEqual([201, 429])
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  test('a system that is away: 502, one that is late: 504, one that breaks off: a broken answer', async () => {
    const hurried = await start({ ANSWER_TIMEOUT_MS: '80' })
    reply = () => {}
    expect((await fetch(`${hurried.url}/procedures/a`)).status).toBe(504)
    const { url, system } = await start()
    let breakOff = () => {}
    reply = (_, answer) => {
      answer.writeHead(200, { 'content-length': '100' })
      answer.write('half')
      breakOff = () => void answer.destroy()
    }
    const broken = await fetch(`${url}/procedures/a`)
    expect(broken.status).toBe(200)
    breakOff()
    await expect(broken.text()).rejects.toThrow()
    system.closeAllConnections()
    await new Promise((resolve) => system.close(resolve))
    const away = await fetch(`${url}/procedures/a`)
    expect([away.status, await away.json()]).toMatchObject([502, { type: 'upstream-unreachable' }])
  })

  test('half a request: the system is let go', async () => {
    const { url, system } = await start()
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write('POST /procedures/a HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf')
    const [incoming] = (await once(system, 'request')) as [IncomingMessage]
    socket.destroy()
    await new Promise((resolve) => incoming.once('close', resolve))
    expect(incoming.complete).toBe(false)
  })
})

describe('its own pages', () => {
  test('health, metrics with the route as operation', async () => {
    const { url } = await start()
    await (await fetch(`${url}/procedures/a`)).text()
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok', system: 'gateway' })
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toContain(
      'http_request_duration_seconds_count{operation="procedures",method="GET",status="201"} 1',
    )
  })

  test('ready while a system answers, not ready when none does or when told to stop', async () => {
    const { url, system, gateway } = await start({})
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ready: true, reasons: [] })
    gateway.drain()
    expect((await fetch(`${url}/readyz`)).status).toBe(503)
    system.closeAllConnections()
    await new Promise((resolve) => system.close(resolve))
    const alone = await start({ GATEWAY_ROUTES: JSON.stringify({ '/procedures': 'http://127.0.0.1:9' }) })
    const answer = await fetch(`${alone.url}/readyz`)
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { ready: false, reasons: ['procedures cannot be reached'] },
    ])
  })
})

test('settings name every fault at once', () => {
  const env = {
    GATEWAY_ROUTES: '{"procedures":"http://x","/b":"ftp://x","/c":"http://x:1/y"}',
    PORT: '70000',
    RATE_LIMIT_BURST: 'many',
  }
  try {
    readSettings(env)
    throw new Error('the settings were accepted')
  } catch (error) {
    if (!(error instanceof SansangError)) throw error
    expect(error.faults.map(({ where }) => where).sort()).toEqual([
      'GATEWAY_ROUTES: /b',
      'GATEWAY_ROUTES: /c',
      'GATEWAY_ROUTES: procedures',
      'PORT',
      'RATE_LIMIT_BURST',
    ])
  }
  expect(() => readSettings({})).toThrow('faulty settings: 1')
})

describe('the rate limiter', () => {
  test('refills with time, never beyond the burst, and forgets the client unseen longest', () => {
    const { take, clients } = createRateLimiter({ perSecond: 2, burst: 2, clientsMax: 2 })
    expect([take('a', 0), take('a', 0), take('a', 0)]).toEqual([0, 0, 500])
    expect([take('a', 250), take('a', 500), take('a', 500)]).toEqual([250, 0, 500])
    expect([take('a', 60_000), take('a', 60_000), take('a', 60_000)]).toEqual([0, 0, 500])
    expect(take('b', 0)).toBe(0)
    expect(take('c', 0)).toBe(0)
    expect(clients()).toBe(2)
    expect(take('a', 60_000)).toBe(0)
  })

  test('a clock that steps back takes nothing away', () => {
    const { take } = createRateLimiter({ perSecond: 1, burst: 2 })
    expect([take('a', 10_000), take('a', 0), take('a', 0)]).toEqual([0, 0, 1000])
  })
})
