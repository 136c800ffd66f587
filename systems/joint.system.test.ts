// systems/joint.system.test.ts: a killed procedures system among the real others: nothing acknowledged is lost, doubled or told wrong.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { distinctPorts } from '../targets/fixtures/ports.ts'
import { startPostgres } from '../targets/postgres.ts'
import type { Role } from '../types/system.ts'
import { TURN_SECONDS } from './exchange/fixtures/testbed.ts'
import { PATIENCE, type RunningSystem, startServer, waitUntil } from './kit/fixtures/testbed.ts'
import { createTokenSource } from './kit/token.ts'
import { listPortalDossiers } from './national/fixtures/portal-reads.ts'
import { createAdapter } from './procedures/adapter.ts'
import { submission } from './procedures/fixtures/desk.ts'

const SECRET = 'a-rehearsal-secret-of-this-test'
const NAMES = ['identity', 'exchange', 'national', 'reporting', 'procedures'] as const
type Name = (typeof NAMES)[number]

const parts = new AsyncDisposableStack()
const systems = new Map<Name, RunningSystem>()
let start: (name: Name) => Promise<RunningSystem>
let token: (role: Role) => Promise<string>
let ports: Record<Name, number>
afterAll(() => parts.disposeAsync())

beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'sansang-joint-'))
  parts.defer(() => rm(dir, { recursive: true }))
  const databases = NAMES.map((name) => ({ name, owner: name, password: 'pw' }))
  const postgres = parts.use(await startPostgres({ dir, databases }))
  const chosen = await distinctPorts(NAMES.length)
  ports = Object.fromEntries(NAMES.map((name, index) => [name, chosen[index]])) as Record<Name, number>
  const at = (name: Name) => `http://127.0.0.1:${ports[name]}`
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const clients = Object.fromEntries(
    ['procedures', 'exchange', 'reporting'].map((name) => [name, `secret-of-${name}`]),
  )
  const own: Partial<Record<Name, Record<string, string>>> = {
    identity: { IDENTITY_CLIENTS: JSON.stringify(clients), REHEARSAL_SECRET: SECRET },
    exchange: {
      EXCHANGE_PEERS: JSON.stringify({
        reporting: at('reporting'),
        procedures: at('procedures'),
        'national-portal': `${at('national')}/portal`,
      }),
      SIGNING_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      TURN_SECONDS: String(TURN_SECONDS),
    },
  }
  start = async (name) => {
    const system = await startServer(new URL(`./${name}/server.ts`, import.meta.url), {
      PORT: String(ports[name]),
      DATABASE_URL: `postgres://${name}@127.0.0.1:${postgres.port}/${name}`,
      DATABASE_PASSWORD: 'pw',
      OIDC_ISSUER: at('identity'),
      EXCHANGE_URL: at('exchange'),
      CLIENT_SECRET: clients[name] ?? '',
      ...own[name],
    })
    systems.set(name, system)
    return system
  }
  // The running one, not the first: procedures is started twice.
  for (const name of NAMES) parts.defer(async () => systems.get(name)?.[Symbol.asyncDispose]())
  for (const name of NAMES) await start(name)
  const sources = new Map<Role, ReturnType<typeof createTokenSource>>()
  token = (role) => {
    const source =
      sources.get(role) ??
      createTokenSource({
        ...{
          issuer: at('identity'),
          clientId: `rehearsal-${role}`,
          clientSecret: SECRET,
          patience: PATIENCE,
        },
      })
    sources.set(role, source)
    return source.token()
  }
})

const url = (name: Name): string => `http://127.0.0.1:${ports[name]}`
const procedures = () =>
  createAdapter({ baseUrl: url('procedures'), communes: ['26740'], token, patience: PATIENCE })

async function post(
  path: string,
  role: Role,
  body: object,
  key?: string,
): Promise<{ code: string } | undefined> {
  const headers = {
    authorization: `Bearer ${await token(role)}`,
    'content-type': 'application/json',
    ...(key !== undefined && { 'idempotency-key': key }),
  }
  try {
    const response = await fetch(`${url('procedures')}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    return response.ok ? ((await response.json()) as { code: string }) : undefined
  } catch {
    // The process was killed under this request: it was not acknowledged.
    return undefined
  }
}

test('every system is ready once identity is, and says who it is', async () => {
  for (const name of NAMES) expect([name, (await fetch(`${url(name)}/readyz`)).status]).toEqual([name, 200])
})

test('kill -9 while forty citizens file and officers accept: one of each at procedures, exchange and portal', async () => {
  const adapter = procedures()
  const acknowledged = new Map<string, string>()
  const underWay = Promise.withResolvers<void>()
  const units = ['26740', '27154', '26737', '25747']
  const file = async (index: number): Promise<void> => {
    const key = `joint-${index}-${randomUUID()}`
    const body = submission({ unit: units[index % units.length] })
    // A client that hears nothing asks again with its key, as a browser would.
    const filed = await untilAnswered(() => post('/dossiers', 'citizen', body, key))
    acknowledged.set(key, filed.code)
    if (acknowledged.size >= 5) underWay.resolve()
    await post(`/dossiers/${filed.code}/acceptance`, 'officer', {})
  }
  const filing = Array.from({ length: 40 }, (_, index) => file(index))
  // Killed as soon as some have heard: most have asked by then and heard nothing.
  await Promise.race([underWay.promise, Promise.all(filing)])
  const killed = systems.get('procedures')
  killed?.child.kill('SIGKILL')
  if (killed !== undefined && killed.child.signalCode === null) await once(killed.child, 'exit')
  await start('procedures')
  await Promise.all(filing)
  const codes = [...acknowledged.values()]
  expect(new Set(codes).size).toBe(40)
  expect(
    [...(await adapter.stored([...acknowledged.keys(), ...codes])).values()].every((count) => count === 1),
  ).toBe(true)
  // Everything the system holds has reached the portal with the status it has.
  expect(
    await waitUntil(async () => (await portalDiffers()).length === 0),
    String(await portalDiffers()),
  ).toBe('met')
  expect(await registrations()).toEqual({ exchange: 40, portal: 40 })
})

test('the essential path through the real identity, exchange, portal and reporting', async () => {
  const steps = await procedures().essentialPath()
  expect(steps.filter((step) => !step.ok)).toEqual([])
  expect(steps).toHaveLength(9)
  expect(
    await waitUntil(async () => (await portalDiffers()).length === 0),
    String(await portalDiffers()),
  ).toBe('met')
})

/** Asks until there is an answer; throws when there is none in all the time it may take. */
async function untilAnswered<T>(ask: () => Promise<T | undefined>): Promise<T> {
  let answer: T | undefined
  const ended = await waitUntil(async () => {
    answer = await ask()
    return answer !== undefined
  })
  if (answer === undefined) throw new Error(`no answer: ${ended}`)
  return answer
}

/** First registrations (isUpdating "False") the exchange holds, and those the portal has counted. */
async function registrations(): Promise<{ exchange: number; portal: number }> {
  const answer = await fetch(`${url('exchange')}/messages?service=DongBoHoSoMC&include=body&limit=1000`, {
    headers: { authorization: `Bearer ${await token('administrator')}` },
  })
  const { messages } = (await answer.json()) as { messages: { body: { isUpdating: string } }[] }
  const dossiers = await listPortalDossiers(url('national'))
  return {
    exchange: messages.filter((message) => message.body.isUpdating === 'False').length,
    portal: dossiers.reduce((sum, one) => sum + one.registrations, 0),
  }
}

/** Dossiers whose status at the portal is not that of the system: `code: here, there`. */
async function portalDiffers(): Promise<string[]> {
  const answer = await fetch(`${url('procedures')}/dossiers?limit=1000`, {
    headers: { authorization: `Bearer ${await token('leader')}` },
  })
  const { dossiers } = (await answer.json()) as { dossiers: { code: string; status: number }[] }
  const there = new Map(
    (await listPortalDossiers(url('national'))).map((one) => [one.code, String(one.status)]),
  )
  expect(dossiers.length).toBeGreaterThan(0)
  const missing = dossiers
    .filter((one) => there.get(one.code) !== String(one.status))
    .map((one) => `${one.code}: ${one.status}, ${there.get(one.code)}`)
  const strangers = [...there.keys()].filter((code) => !dossiers.some((one) => one.code === code))
  return [...missing, ...strangers]
}
