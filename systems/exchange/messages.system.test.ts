// systems/exchange/messages.system.test.ts: store and forward: kept through SIGKILL and an absent peer, delivered in order, once in effect.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tryEveryDoor } from '../kit/fixtures/role-matrix.ts'
import { PATIENCE, type RunningSystem, waitUntil } from '../kit/fixtures/testbed.ts'
import { createAdapter } from './adapter.ts'
import { type Bench, startBench, startTestPeer, type TestPeer } from './fixtures/testbed.ts'
import { type LogEntry, verifyLog } from './log.ts'

/** A killed exchange's turns are waited for; a delivery may take two thirds of it. */
const TURN_SECONDS = 30
let bench: Bench
let portal: TestPeer
let reporting: TestPeer
let exchange: RunningSystem
let peers: Record<string, string>

beforeAll(async () => {
  bench = await startBench()
  portal = await startTestPeer()
  reporting = await startTestPeer()
  peers = { 'national-portal': portal.url, reporting: reporting.url }
  exchange = await bench.start(peers, TURN_SECONDS)
})
afterAll(async () => {
  await exchange[Symbol.asyncDispose]()
  await portal[Symbol.asyncDispose]()
  await reporting[Symbol.asyncDispose]()
  await bench[Symbol.asyncDispose]()
})

type Posted = { id: string; to: string; service: string; body: unknown; stream?: string }
function posted(change: Partial<Posted> = {}): Posted {
  return { id: randomUUID(), to: 'national-portal', service: 'DongBoHoSoMC', body: { n: 1 }, ...change }
}
function post(message: Posted, as = 'procedures') {
  return bench.fetch(exchange.url, '/messages', { method: 'POST', as, body: message })
}
async function read(path: string): Promise<Record<string, unknown>> {
  const { body } = await bench.fetch(exchange.url, path, { as: { role: 'administrator' } })
  return body as Record<string, unknown>
}
async function waiting(peer: string): Promise<number> {
  const { peers: states } = await read('/peers')
  return (states as { name: string; waiting: number }[]).find(({ name }) => name === peer)?.waiting ?? -1
}
const emptied = (peer: string) => waitUntil(async () => (await waiting(peer)) === 0)
/** Turns of a peer's queue, and those put off for longer than `seconds` from now. */
async function turns(peer: string, seconds: number): Promise<{ all: number; late: number }> {
  const sql = new pg.Client({ connectionString: bench.databaseUrl })
  await sql.connect()
  try {
    const { rows } = await sql.query<{ all: number; late: number }>(
      `select count(*)::int as all, (count(*) filter (where start_after > now() + $2 * interval '1 second'))::int as late
       from pgboss.job where name = $1 and state < 'completed'`,
      [`to.${peer}`, seconds],
    )
    return rows[0] ?? { all: 0, late: 0 }
  } finally {
    await sql.end()
  }
}
const idsAt = (peer: TestPeer) => peer.requests.map(({ headers }) => String(headers['x-road-id']))
const adapter = () =>
  createAdapter({
    baseUrl: exchange.url,
    patience: PATIENCE,
    communes: [],
    token: (role) => bench.token({ client: `rehearsal-${role}`, roles: [role] }),
  })

describe('POST /messages', () => {
  test('202, then 200 for the same again, 409 for another body, delivered once', async () => {
    const message = posted()
    const first = await post(message)
    const again = await post(message)
    const other = await post({ ...message, body: { n: 2 } })
    expect([first.status, again.status, other.status]).toEqual([202, 200, 409])
    expect(await emptied('national-portal')).toBe('met')
    expect(idsAt(portal).filter((id) => id === message.id)).toHaveLength(1)
    const delivery = portal.requests.find(({ headers }) => headers['x-road-id'] === message.id)
    expect(delivery).toMatchObject({ method: 'POST', url: '/services/DongBoHoSoMC', body: '{"n":1}' })
    expect(delivery?.headers['x-road-client']).toBe('VN/GOV/H29/procedures')
  })
  test('who may send what: token, right, receiver, form', async () => {
    const matrix: [string, Partial<Posted>, number][] = [
      ['procedures', {}, 202],
      ['procedures', { to: 'reporting', service: 'dossier-events' }, 202],
      ['documents', {}, 403],
      ['procedures', { to: 'reporting', service: 'figures' }, 403],
      ['procedures', { to: 'nobody' }, 404],
      ['procedures', { id: 'no-uuid' }, 400],
      ['procedures', { stream: '' }, 400],
      ['stranger', {}, 403],
    ]
    const statuses = []
    for (const [as, change] of matrix) statuses.push((await post(posted(change), as)).status)
    expect(statuses).toEqual(matrix.map(([, , status]) => status))
    const anonymous = await bench.fetch(exchange.url, '/messages', { method: 'POST', body: posted() })
    const officer = await bench.fetch(exchange.url, '/messages', {
      method: 'POST',
      as: { role: 'officer' },
      body: posted(),
    })
    expect([anonymous.status, officer.status]).toEqual([401, 403])
  })
  test('a system sees its own messages, the administrator all, an officer none', async () => {
    const message = posted()
    await post(message)
    const path = `/messages/${message.id}`
    const seen = await Promise.all(
      (['procedures', 'documents', { role: 'administrator' }, { role: 'officer' }] as const).map((as) =>
        bench.fetch(exchange.url, path, { as }),
      ),
    )
    expect(seen.map(({ status }) => status)).toEqual([200, 404, 200, 403])
  })
})

describe('delivery', () => {
  test('an absent peer: 200 messages wait, then each arrives exactly once, in the order of its stream', async () => {
    // What the tests before have sent has arrived: the peer leaves with nothing owed.
    expect(await emptied('national-portal')).toBe('met')
    await portal.goAway()
    portal.requests.length = 0
    const messages = Array.from({ length: 200 }, (_, n) =>
      posted({ stream: `dossier ${n % 20}`, body: { n } }),
    )
    // Each stream's messages one after the other, the streams together, as a relay posts them.
    await Promise.all(
      [...Map.groupBy(messages, ({ stream }) => stream).values()].map(async (group) => {
        for (const message of group) expect((await post(message)).status).toBe(202)
      }),
    )
    const figures = async () => (await bench.fetch(exchange.url, '/metrics')).text
    const noticed = [
      /^exchange_peer_reachable\{peer="national-portal"\} 0$/m,
      /^exchange_backlog_oldest_seconds\{peer="national-portal"\} [1-9]/m,
    ]
    const isNoticed = async () => {
      const text = await figures()
      return noticed.every((form) => form.test(text))
    }
    expect(await waitUntil(isNoticed)).toBe('met')
    expect(await waiting('national-portal')).toBe(200)
    // A peer that is away does not hold up another.
    const elsewhere = posted({ to: 'reporting', service: 'dossier-events' })
    await post(elsewhere)
    expect(await waitUntil(() => idsAt(reporting).includes(elsewhere.id))).toBe('met')
    expect(await figures()).toMatch(/^exchange_backlog\{peer="national-portal"\} 200$/m)
    // However long it is away, catching up starts within seconds of its return: no turn is put off for longer.
    expect(await turns('national-portal', 2)).toEqual({ all: 200, late: 0 })

    await portal.comeBack()
    expect(await emptied('national-portal')).toBe('met')
    expect(idsAt(portal).toSorted()).toEqual(messages.map(({ id }) => id).toSorted())
    const arrived = Map.groupBy(portal.requests, ({ body }) => (JSON.parse(body) as { n: number }).n % 20)
    expect(arrived.size).toBe(20)
    for (const group of arrived.values()) {
      const order = group.map(({ body }) => (JSON.parse(body) as { n: number }).n)
      expect(order).toEqual(order.toSorted((a, b) => a - b))
    }
  })
  test('what the receiver refuses stays visible, holds its own stream and nobody else', async () => {
    const bad = posted({ stream: 'refused', body: { bad: true } })
    const behind = posted({ stream: 'refused' })
    const beside = posted({ stream: 'other' })
    portal.answer(({ body }, response) =>
      response.writeHead(body.includes('bad') ? 422 : 200).end('sai ngày'),
    )
    for (const message of [bad, behind, beside]) await post(message)
    expect(await waitUntil(() => idsAt(portal).includes(beside.id))).toBe('met')
    const state = () => read(`/messages/${bad.id}`)
    expect(await waitUntil(async () => (await state())['lastError'] !== null)).toBe('met')
    expect(await state()).toMatchObject({ state: 'stored', lastError: 'the receiver answered 422: sai ngày' })
    expect(Number((await state())['attempts'])).toBeGreaterThan(0)
    expect(idsAt(portal)).not.toContain(behind.id)
    portal.answer((_request, response) => response.writeHead(200).end('{}'))
    expect(await emptied('national-portal')).toBe('met')
    expect(idsAt(portal)).toContain(behind.id)
  })
})

describe('SIGKILL', () => {
  test('between store and deliver, and in the middle of a delivery: nothing is lost', async () => {
    await portal.goAway()
    portal.requests.length = 0
    const stored = posted()
    expect((await post(stored)).status).toBe(202)
    // The peer takes the message and never answers: its turn is in the killed process's hand.
    portal.answer(() => undefined)
    await portal.comeBack()
    expect(await waitUntil(() => idsAt(portal).includes(stored.id))).toBe('met')
    const second = posted()
    expect((await post(second)).status).toBe(202)
    exchange.child.kill('SIGKILL')
    await once(exchange.child, 'exit')
    // What the dead process has sent and nobody has read yet is gone with the connections.
    await portal.goAway()
    portal.answer((_request, response) => response.writeHead(200).end('{}'))
    portal.requests.length = 0
    await portal.comeBack()
    exchange = await bench.start(peers, TURN_SECONDS)
    expect(await emptied('national-portal')).toBe('met')
    // Again, since nobody knows whether the first delivery took effect: the receiver deduplicates.
    expect(idsAt(portal).toSorted()).toEqual([stored.id, second.id].toSorted())
    expect(await adapter().stored([stored.id, second.id, randomUUID()])).toEqual(
      new Map([
        [stored.id, 1],
        [second.id, 1],
        [expect.any(String), 0],
      ]),
    )
  })
})

describe('the log', () => {
  test('two replicas write one chain, and it verifies to its head', async () => {
    await using twin = await bench.start(peers, TURN_SECONDS)
    const urls = [exchange.url, twin.url]
    const messages = Array.from({ length: 60 }, () => posted({ to: 'reporting', service: 'dossier-events' }))
    const answers = await Promise.all(
      messages.map((body, n) =>
        bench.fetch(urls[n % 2] ?? '', '/messages', { method: 'POST', as: 'procedures', body }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(60).fill(202))
    for (const peer of ['reporting', 'national-portal']) expect(await emptied(peer)).toBe('met')
    const proof = (await read('/log/proof')) as { seq: number; hash: string; publicKey: string }
    const entries: LogEntry[] = []
    for (let after = 0; after < proof.seq; after = entries.at(-1)?.seq ?? proof.seq)
      entries.push(...((await read(`/log?after=${after}&limit=1000`))['entries'] as LogEntry[]))
    expect(entries.length).toBeGreaterThanOrEqual(120)
    expect(verifyLog(entries, proof.publicKey, { head: proof })).toMatchObject({ ok: true, count: proof.seq })
    const ids = new Set(messages.map(({ id }) => id))
    const own = entries.filter(({ id }) => ids.has(id)).map(({ id, direction }) => `${id} ${direction}`)
    expect(new Set(own).size).toBe(own.length)
    expect(own).toHaveLength(120)
  })
})

test('every operation opens to the callers its contract names, and to nobody else', async () => {
  const trials = await tryEveryDoor(new URL('./contract.yaml', import.meta.url), exchange.url, bench.identity)
  expect(trials.filter(({ expected, found }) => expected !== found)).toEqual([])
  expect(trials).toHaveLength(8 * 7)
})

describe('the adapter', () => {
  test('passes its essential path', async () => {
    const steps = await adapter().essentialPath()
    expect(steps.map(({ name, ok, detail }) => `${name} ${ok} ${detail ?? ''}`)).toEqual([
      'store true ',
      'deliver true ',
      'repeat true ',
      'refuse-other-body true ',
      'verify-log true ',
    ])
    expect(await adapter().units()).toHaveLength(168)
  })
})
