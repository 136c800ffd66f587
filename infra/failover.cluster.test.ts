// infra/failover.cluster.test.ts: the planned database loses its primary, and loses nothing: real Patroni, PostgreSQL and API server.
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { startKubeApi } from '../targets/kube-api.ts'
import { connectKube, type KubeAddress, type KubeClient } from '../targets/kube-client.ts'
import { openSession } from '../targets/session.ts'
import { findPatroni } from '../tools/patroni/environment.ts'
import { findTool } from '../tools/setup.ts'
import { type Instance, type Instances, prepareInstances } from './fixtures/patroni-instances.ts'
import { type PlannedDatabase, plannedDatabase } from './fixtures/planned-database.ts'
import { planProvince } from './plan.ts'

/** These catch what hangs, also on a machine that is busy with other things; half a minute is usual. */
const SLOW_MS = 20 * 60_000
const WAIT_MS = 5 * 60_000
const CONNECT_MS = 60_000
const OWNER = 'procedures'

vi.setConfig({ testTimeout: SLOW_MS, hookTimeout: SLOW_MS })

const cleanup = new AsyncDisposableStack()
let database: PlannedDatabase
let instances: Instances
let api: KubeAddress
let client: KubeClient

beforeAll(async () => {
  const session = cleanup.use(await openSession('test of failover'))
  const tools = {
    etcd: present(await findTool('etcd')),
    apiServer: present(await findTool('kube-apiserver')),
  }
  const patroni = present(await findPatroni())
  const server = cleanup.use(await startKubeApi({ session, tools }))
  api = server
  client = cleanup.use(connectKube(server))
  database = plannedDatabase(await planProvince('an-giang'))
  await database.apply(client)
  instances = await prepareInstances({ session, api: server, client, database, patroni })
  // All at once and before their server: left to end in order, each would wait for the others.
  cleanup.defer(async () => {
    await Promise.all(instances.all.map(({ name }) => instances.lose(name)))
  })
  await Promise.all(database.pods.map((name) => instances.start(name)))
  await ask(await agreement(), 'CREATE TABLE ledger (id bigint PRIMARY KEY)')
})
afterAll(() => cleanup.disposeAsync())

function present<T>(found: T | undefined): T {
  if (found === undefined)
    throw new Error('the tools of this tier are not built: ./sansang test --tier cluster builds them')
  return found
}

/** Names of the pods behind the planned service: those its selector finds and whose readiness probe is answered. */
async function behindService(): Promise<string[]> {
  const selector = Object.entries(database.primarySelector).map(([key, value]) => `${key}=${value}`)
  const query = encodeURIComponent(selector.join(','))
  const path = `/api/v1/namespaces/${database.namespace}/pods?labelSelector=${query}`
  const { body } = await client.call({ method: 'GET', path })
  const { items } = body as unknown as { items: { metadata: { name: string } }[] }
  const names = items.map(({ metadata }) => metadata.name)
  // A kubelet would ask: the label of one that died still says what it was.
  const ready = await Promise.all(names.map(isReady))
  return names.filter((_, index) => ready[index])
}

async function isReady(name: string): Promise<boolean> {
  const url = `http://127.0.0.1:${at(name).restPort}${database.readinessPath}`
  const answer = await fetch(url).catch(() => undefined)
  await answer?.text().catch(() => undefined)
  return answer?.ok === true
}

/** The one pod behind the planned service. Patroni labels a leader a moment after it has become one. */
async function behindServiceAlone(): Promise<string> {
  let found: readonly string[] = []
  await until('one instance is behind the service', async () => {
    found = await behindService()
    return found.length === 1
  })
  return found[0] ?? ''
}

/** Waits for it, but not for ever. */
async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + WAIT_MS; !(await condition()); await sleep(100))
    if (Date.now() > end) throw new Error(`not within ${WAIT_MS / 1000} s: ${what}`)
}

type Member = { name: string; role: string; state: string }

async function members(): Promise<Member[]> {
  for (const { restPort } of instances.all) {
    const answer = await fetch(`http://127.0.0.1:${restPort}/cluster`).catch(() => undefined)
    const said = (await answer?.json().catch(() => undefined)) as { members?: Member[] } | undefined
    if (answer?.ok && said?.members !== undefined) return said.members
  }
  return []
}

/** Waits until all but the lost are up, one of them leader and one in step with it; resolves to the leader's name. */
async function agreement(...lost: readonly string[]): Promise<string> {
  let seen: Member[] = []
  for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(200)) {
    await instances.requireRunning()
    seen = await members()
    // What a lost one said of itself last still stands there: no kubelet takes its pod away.
    const up = seen.filter(({ name, state }) => UP.has(state) && !lost.includes(name))
    const leader = up.find(({ role }) => role === 'leader')
    const inStep = up.some(({ role }) => role === 'sync_standby')
    if (up.length === database.pods.length - lost.length && leader !== undefined && inStep) return leader.name
  }
  throw new Error(`no agreement without ${lost.join(', ')}: ${JSON.stringify(seen)}`)
}

const UP: ReadonlySet<string> = new Set(['running', 'streaming'])

function at(name: string): Instance {
  const found = instances.all.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no instance ${name}`)
  return found
}

type Login = { user: string; database: string; password: string }

function owner(): Login {
  const file = database.passwordFiles.find(({ path }) => path === OWNER)
  return { user: OWNER, database: OWNER, password: instances.password(file?.secret ?? '', file?.key ?? '') }
}

/** An open connection. Throws when the server refuses it. */
async function opened(
  name: string,
  login: Login = owner(),
  queryMs = 60_000,
): Promise<pg.Client & AsyncDisposable> {
  const connection = new pg.Client({
    ...{ host: '127.0.0.1', port: at(name).port, ...login },
    ...{ connectionTimeoutMillis: CONNECT_MS, query_timeout: queryMs },
  })
  // A primary that is killed resets its connections; what was asked on them is rejected by itself.
  connection.on('error', () => {})
  await connection.connect()
  return Object.assign(connection, { [Symbol.asyncDispose]: () => connection.end().catch(() => {}) })
}

async function ask<R extends pg.QueryResultRow>(name: string, sql: string, login?: Login): Promise<R[]> {
  await using connection = await opened(name, login)
  return (await connection.query<R>(sql)).rows
}

test('of three instances one is primary, and the planned service finds that one alone', async () => {
  const leader = await agreement()
  expect(await behindServiceAlone()).toBe(leader)
  expect(await ask(leader, 'SHOW server_version_num')).toMatchObject([
    { server_version_num: expect.stringMatching(/^18/) },
  ])
})

describe('who may connect', () => {
  test('each role to its own database, by password', async () => {
    const leader = await behindServiceAlone()
    expect(database.passwordFiles.length).toBeGreaterThan(5)
    for (const { path, secret, key } of database.passwordFiles) {
      const login = { user: path, database: path, password: instances.password(secret, key) }
      expect(await ask(leader, 'SELECT current_user', login)).toEqual([{ current_user: path }])
    }
  })

  test('not to another’s, not with another password, and the superuser from no address', async () => {
    const leader = await behindServiceAlone()
    const superuser = instances.password('postgres-secrets', 'superuser-password')
    const refused: readonly Login[] = [
      { ...owner(), database: 'documents' },
      { ...owner(), password: 'another' },
      { user: 'postgres', database: 'postgres', password: superuser },
    ]
    for (const login of refused) await expect(opened(leader, login)).rejects.toThrow(/pg_hba|authentication/)
  })
})

test('the instances’ own account may do what they need at the API server, and no more', async () => {
  using narrow = connectKube({ ...api, token: await database.token(client) })
  const core = `/api/v1/namespaces/${database.namespace}`
  const answered = async (method: 'GET' | 'PATCH' | 'POST', path: string) => {
    const body = method === 'GET' ? {} : { body: {}, contentType: 'application/merge-patch+json' }
    return (await narrow.call({ method, path, ...body })).status
  }
  expect(await answered('GET', `${core}/configmaps/postgres-leader`)).toBe(200)
  expect(await answered('GET', `${core}/secrets`)).toBe(403)
  expect(await answered('GET', `${core}/configmaps/postgres-start`)).toBe(403)
  expect(await answered('PATCH', `${core}/configmaps/postgres-start`)).toBe(403)
  expect(await answered('POST', `${core}/pods`)).toBe(403)
  expect(await answered('GET', '/api/v1/namespaces/default/pods')).toBe(403)
})

type Clock = Disposable & { readonly seconds: () => number }

/** Counts while this process gets to run: a machine that stands still stops the clock too. */
function startClock(): Clock {
  let ticks = 0
  const timer = setInterval(() => {
    ticks += 1
  }, 100)
  return { seconds: () => ticks / 10, [Symbol.dispose]: () => clearInterval(timer) }
}

type Ledger = ReadonlyMap<number, number>

/** Writes 1, 2, 3 … through the service until disposed; the ledger has what was acknowledged, with the moment. */
function startWriting(clock: Clock): AsyncDisposable & { readonly ledger: Ledger } {
  const ledger = new Map<number, number>()
  const stop = new AbortController()
  const write = async (): Promise<void> => {
    for (let id = 1; !stop.signal.aborted; id++)
      try {
        const [primary = ''] = await behindService()
        await using connection = await opened(primary)
        for (; !stop.signal.aborted; id++) {
          await connection.query('INSERT INTO ledger (id) VALUES ($1)', [id])
          ledger.set(id, clock.seconds())
          await sleep(5)
        }
      } catch {
        // Not acknowledged: it may be there or not, and another number is written next.
        await sleep(100)
      }
  }
  const written = write()
  return {
    ledger,
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await written
    },
  }
}

/** Seconds from a moment to the first row acknowledged after it. */
function secondsToFirst(ledger: Ledger, after: number): number {
  const back = [...ledger.values()].find((at) => at > after)
  return back === undefined ? Number.POSITIVE_INFINITY : back - after
}

/** Until a lost leader is replaced, by the planned settings: its lease, a loop that sees it end, a call tried again. */
function promisedSeconds(): number {
  const { bootstrap } = parse(database.files['patroni.yml'] ?? '') as { bootstrap: { dcs: Lease } }
  const { ttl, loop_wait: loop, retry_timeout: retry } = bootstrap.dcs
  return ttl + loop + retry
}

type Lease = { readonly ttl: number; readonly loop_wait: number; readonly retry_timeout: number }

/** Undefined while it cannot be asked. */
async function rowsAt(name: string): Promise<Set<number> | undefined> {
  const rows = await ask<{ id: string }>(name, 'SELECT id FROM ledger').catch(() => undefined)
  return rows && new Set(rows.map(({ id }) => Number(id)))
}

test('the primary is lost under writes: another takes over, every acknowledged row is there, the lost one comes back', async () => {
  const first = await agreement()
  using clock = startClock()
  await using writing = startWriting(clock)
  const { ledger } = writing
  await until('100 rows are acknowledged', () => ledger.size >= 100)
  await instances.lose(first)
  const lostAt = clock.seconds()
  const before = ledger.size
  const second = await agreement(first)
  expect(second).not.toBe(first)
  await until('100 more rows are acknowledged', () => ledger.size >= before + 100)
  expect(await behindServiceAlone()).toBe(second)
  expect(promisedSeconds()).toBeLessThan(60)
  // The third follows within another loop, and a busy machine has its part in all of it.
  expect(secondsToFirst(ledger, lostAt)).toBeLessThan(120)
  await writing[Symbol.asyncDispose]()

  const stored = await rowsAt(second)
  expect(ledger.size).toBeGreaterThanOrEqual(200)
  expect([...ledger.keys()].filter((id) => !stored?.has(id))).toEqual([])
  await instances.start(first)
  await until('the lost one holds every row again', async () => (await rowsAt(first))?.size === stored?.size)
  expect(await ask(first, 'SELECT pg_is_in_recovery()')).toEqual([{ pg_is_in_recovery: true }])
  expect(await agreement()).toBe(second)
})

test('alone, the primary acknowledges no write until a second instance has it', async () => {
  const leader = await agreement()
  const others = database.pods.filter((name) => name !== leader)
  await using connection = await opened(leader, owner(), SLOW_MS)
  await Promise.all(others.map((name) => instances.lose(name)))
  let acknowledged = false
  const done = connection.query('INSERT INTO ledger (id) VALUES (0)').then(() => {
    acknowledged = true
  })
  await sleep(5000)
  expect(acknowledged).toBe(false)
  await Promise.all(others.map((name) => instances.start(name)))
  await done
  expect(await rowsAt(leader)).toContain(0)
})
