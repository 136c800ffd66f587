// targets/fleet.system.test.ts: a small plan's processes run, die, come back, lose a route and get it again.
import { mkdtempSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureTool } from '../tools/setup.ts'
import type { Target } from '../types/target.ts'
import { type PlannedWorkload, readDeployment } from './deployment.ts'
import { faultActions } from './fault-actions.ts'
import { plan, SMALL, service, workload } from './fixtures/plan.ts'
import { type Fleet, type FleetOptions, startFleet } from './fleet.ts'
import { isFree } from './port.ts'
import { listProcesses, markerOf } from './process-table.ts'
import { makeSecrets } from './secrets.ts'
import { openSession, type Session } from './session.ts'
import { startToxiproxy, type Toxiproxy } from './toxiproxy.ts'
import { startWorkload } from './workload.ts'

const home = mkdtempSync(join(tmpdir(), 'sansang-home-'))
/** While this file is there, what is started does not listen yet. */
const hold = join(home, 'hold')
const before = process.env['SANSANG_HOME']
let session: Session
let program: string
let toxiproxy: Toxiproxy
let fleet: Fleet
let actions: Pick<Target, 'inject' | 'heal' | 'residue'>

const national = readDeployment({
  ...SMALL,
  resources: [...SMALL.resources, workload('national', [])],
}).processes.at(-1)

function options(processes: readonly PlannedWorkload[], proxy = toxiproxy): FleetOptions {
  const { services } = readDeployment(SMALL)
  if (national === undefined) throw new Error('the fixture has no national peer')
  const secrets = makeSecrets(processes)
  return {
    session,
    secrets,
    toxiproxy: proxy,
    postgres: { port: 21999 },
    services,
    processes: [...processes, national],
  }
}

beforeAll(async () => {
  const silent = { err: () => {}, terminal: false, signal: new AbortController().signal }
  program = await ensureTool('toxiproxy', silent)
  process.env['SANSANG_HOME'] = home
  session = await openSession('test')
  toxiproxy = await startToxiproxy(session, program)
  const processes = readDeployment(SMALL).processes.map((planned) => ({
    ...planned,
    env: [...planned.env, { name: 'HOLD', value: hold }],
  }))
  fleet = await startFleet(options(processes))
  actions = faultActions({ ...fleet, journal: session.faults })
})
afterAll(async () => {
  await fleet[Symbol.asyncDispose]()
  await session[Symbol.asyncDispose]()
  if (before === undefined) delete process.env['SANSANG_HOME']
  else process.env['SANSANG_HOME'] = before
  await rm(home, { recursive: true })
})

const found = (name: string) => {
  const workload = fleet.workloads.get(name)
  if (workload === undefined) throw new Error(`no workload ${name}`)
  return workload
}
// Not kept: a connection that lies idle while the machine stands still is closed by the other side.
const ask = async (name: string, path: string) =>
  await fetch(`http://127.0.0.1:${found(name).port}${path}`, { headers: { connection: 'close' } })
const events = () =>
  readFileSync(join(session.dir, 'events.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; name?: string })

test('each process has the plan’s environment on loopback', async () => {
  const env = (await (await ask('procedures', '/env')).json()) as Record<string, string>
  expect(env).toMatchObject({
    HOST: '127.0.0.1',
    PORT: String(found('procedures').port),
    NEIGHBOUR: `http://127.0.0.1:${found('exchange').port}`,
    DATABASE_URL: 'postgres://procedures@127.0.0.1:21999/procedures',
    SANSANG_SESSION: session.id,
  })
  expect(env['CLIENT_SECRET']).toMatch(/^[\w-]{43}$/)
  expect(env['SANSANG_HOME']).toBeUndefined()
  expect((await ask('procedures', '/neighbour')).status).toBe(200)
})

test('a killed workload comes back by itself, and healing checks that it did', async () => {
  const first = found('procedures').pid()
  await writeFile(hold, '')
  await actions.inject({ kind: 'kill-workload', workload: 'procedures' })
  await expect(ask('procedures', '/healthz')).rejects.toThrow()
  expect((await actions.residue()).join('\n')).toMatch(/procedures is not ready.*\n.*fault not healed/)
  // Known to its supervisor before it may answer.
  while (found('procedures').restarts() === 0) await sleep(20)
  await rm(hold)
  await actions.heal({ kind: 'ensure-running', workload: 'procedures' })
  expect(found('procedures').pid()).not.toBe(first)
  expect(found('procedures').restarts()).toBe(1)
  expect(await actions.residue()).toEqual([])
  expect(
    events()
      .filter(({ name }) => name === 'procedures')
      .map(({ event }) => event),
  ).toEqual(['started', 'died', 'restarted'])
})

test('canary: killing what is down already is no fault, and refused', async () => {
  await found('exchange').kill()
  await expect(found('exchange').kill()).rejects.toMatchObject({ code: 'nothing-to-kill', where: 'exchange' })
  await actions.heal({ kind: 'ensure-running', workload: 'exchange' })
  expect(await actions.residue()).toEqual([])
})

test('a cut route is cut for callers only, and heals to the same port', async () => {
  expect((await ask('exchange', '/neighbour')).status).toBe(200)
  await actions.inject({ kind: 'cut-route', route: 'national' })
  expect((await ask('exchange', '/neighbour')).status).toBe(502)
  expect((await ask('national', '/healthz')).status).toBe(200)
  expect(await actions.residue()).toEqual([
    'route national is cut',
    'fault not healed: {"kind":"cut-route","route":"national"}',
  ])
  expect(session.faults.unhealed()).toMatchObject([{ state: 'injected', heal: { kind: 'open-route' } }])
  await actions.heal({ kind: 'open-route', route: 'national' })
  await actions.heal({ kind: 'open-route', route: 'national' })
  expect((await ask('exchange', '/neighbour')).status).toBe(200)
  expect(await actions.residue()).toEqual([])
})

test('an unknown fault is refused before anything is journaled', async () => {
  await expect(actions.inject({ kind: 'kill-workload', workload: 'nobody' })).rejects.toMatchObject({
    code: 'unknown-fault',
  })
  await expect(actions.inject({ kind: 'cut-route', route: 'moon' })).rejects.toMatchObject({
    code: 'unknown-fault',
  })
  expect(session.faults.unhealed()).toEqual([])
})

test('a process that cannot start is named with its own words, and the others are ended', async () => {
  const broken = plan([
    ...SMALL.resources,
    service('broken'),
    workload('broken', [{ name: 'BROKEN', value: 'yes' }]),
  ])
  const { processes } = readDeployment(broken)
  await using second = await startToxiproxy(session, program)
  await expect(startFleet(options(processes, second))).rejects.toMatchObject({
    code: 'workload-not-ready',
    faults: [{ where: 'broken', message: 'setting BROKEN is yes' }],
  })
  // The first fleet's three processes and nothing of the second.
  const running = (await listProcesses()).map(async ({ pid }) => (await markerOf(pid)) === session.id)
  expect((await Promise.all(running)).filter(Boolean)).toHaveLength(3 + 2)
})

test('a port lost after it was chosen is told from other reasons', async () => {
  const taken = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const [planned] = readDeployment(SMALL).processes
  if (planned === undefined) throw new Error('the fixture has no process')
  const lost = { ...planned, name: 'lost' }
  await using late = await startWorkload({
    session,
    planned: lost,
    port,
    env: { HOST: '127.0.0.1', PORT: String(port) },
  })
  await expect(late.untilReady({ deathsMax: 0 })).rejects.toMatchObject({ code: 'port-in-use' })
  taken.close()
})

test('a port in use: a fixed one is a clear error', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  expect(await isFree(port)).toBe(false)
  const { processes } = readDeployment(SMALL)
  await expect(startFleet({ ...options(processes), ports: { procedures: port } })).rejects.toMatchObject({
    code: 'port-in-use',
    exit: 69,
    where: `127.0.0.1:${port}`,
  })
  taken.close()
})
