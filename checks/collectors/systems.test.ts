// checks/collectors/systems.test.ts: a small HTTP system, right or with one thing wrong, and what the collector says of it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Adapter, PathStep } from '../../types/adapter.ts'
import type { JsonObject } from '../../types/json.ts'
import { SYSTEMS, type SystemName } from '../../types/system.ts'
import { protectedOperations } from './operations.ts'
import { collectSystems } from './systems.ts'
import { compareUnits } from './unit-list.ts'

const CONTRACT = {
  paths: {
    '/dossiers': {
      get: { operationId: 'listDossiers', 'x-roles': ['officer', 'leader'] },
      post: { operationId: 'submitDossier', 'x-roles': ['citizen'] },
    },
    '/dossiers/{code}': {
      parameters: [],
      get: {
        operationId: 'getDossier',
        'x-roles': ['citizen', 'officer', 'leader', 'clerk', 'administrator'],
      },
    },
    '/services/take': { post: { operationId: 'take', 'x-clients': ['exchange'] } },
    '/procedures': { get: { operationId: 'listProcedures' } },
  },
}

/** What one test breaks. */
let broken: { open?: boolean; anyRole?: boolean; anyKey?: boolean; notReady?: boolean; metrics?: string } = {}
const { privateKey, publicKey } = await generateKeyPair('ES256')
let base = ''

// A connection is kept however long it lies idle: one closed after 5 s might just be in use again.
const server = createServer({ keepAliveTimeout: 0 }, (request, response) => void answer(request, response))
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', base)
  const say = (status: number, body: unknown = {}) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
  if (pathname === '/readyz') return say(broken.notReady ? 503 : 200)
  if (pathname === '/metrics') return say(200, broken.metrics ?? '# TYPE requests counter\nrequests 1\n')
  if (pathname === '/openapi.json') return say(200, CONTRACT)
  if (pathname === '/.well-known/openid-configuration')
    return say(200, { issuer: base, jwks_uri: `${base}/jwks` })
  if (pathname === '/jwks') return say(200, { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1' }] })
  return say(await statusOf(request, pathname))
}

async function statusOf(request: IncomingMessage, pathname: string): Promise<number> {
  if (broken.open) return 200
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (bearer === undefined) return 401
  const roles = await rolesOf(bearer)
  if (roles === undefined) return broken.anyKey ? 400 : 401
  if (broken.anyRole) return 400
  const path = pathname.replace(/^\/dossiers\/.+/, '/dossiers/{code}')
  const item = Object.entries(CONTRACT.paths).find(([key]) => key === path)?.[1] ?? {}
  const operation = Object.entries(item).find(([method]) => method === request.method?.toLowerCase())?.[1]
  const allowed: unknown = Object.entries(operation ?? {}).find(([key]) => key === 'x-roles')?.[1]
  return Array.isArray(allowed) && roles.some((role) => allowed.includes(role)) ? 400 : 403
}

async function rolesOf(bearer: string): Promise<string[] | undefined> {
  try {
    const { payload } = await jwtVerify(bearer, publicKey, { issuer: base, audience: 'sansang' })
    return payload['roles'] as string[]
  } catch {
    return undefined
  }
}

const communes = [
  { code: '26740', name: 'Phường Sài Gòn' },
  { code: '26743', name: 'Phường Bến Thành' },
]
const GOOD_PATH: PathStep[] = [{ name: 'submit', ok: true, ms: 12.4 }]

function adapter(system: SystemName, change: Partial<Adapter> = {}): Adapter {
  return {
    system,
    units: async () => communes,
    essentialPath: async () => GOOD_PATH,
    stored: async () => new Map(),
    ...change,
  }
}

async function collect(change: Partial<Adapter> = {}, endpoint = base): Promise<JsonObject> {
  const adapters = Object.fromEntries(SYSTEMS.map((system) => [system, adapter(system, change)]))
  const records = await collectSystems({
    endpoints: { ...Object.fromEntries(SYSTEMS.map((system) => [system, endpoint])), identity: base },
    adapters: adapters as Record<SystemName, Adapter>,
    token: (role) =>
      new SignJWT({ roles: [role] })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setIssuer(base)
        .setAudience('sansang')
        .setExpirationTime('1h')
        .sign(privateKey),
    communes,
    now: () => '2025-06-30T09:00:00+07:00',
  })
  expect(records.map(({ id }) => id)).toEqual(SYSTEMS.map((system) => `system/${system}`))
  const [first] = records
  return first?.facts ?? {}
}

describe('a system where all is right', () => {
  test('is ready, whole, refuses whom it must, and is watched', async () => {
    broken = {}
    expect(await collect()).toEqual({
      ready: true,
      unitsExpected: 2,
      unitsMissing: [],
      unitsExtra: [],
      unitsRenamed: [],
      essentialPath: { ok: true, failedStep: '', steps: [{ name: 'submit', ok: true, ms: 12 }] },
      protected: {
        operations: 4,
        anonymousTried: 4,
        anonymousAnswered: [],
        wrongRoleTried: 3,
        wrongRoleAnswered: [],
      },
      oidc: { issuer: base, forgedRefused: true },
      metrics: true,
    })
  })
})

describe('a system with one thing wrong', () => {
  test('lets anybody in', async () => {
    broken = { open: true }
    expect(await collect()).toMatchObject({
      protected: {
        anonymousAnswered: ['listDossiers: 200', 'submitDossier: 200', 'getDossier: 200', 'take: 200'],
        wrongRoleAnswered: ['listDossiers: 200', 'submitDossier: 200', 'take: 200'],
      },
      oidc: { forgedRefused: false },
    })
  })

  test('lets any role in', async () => {
    broken = { anyRole: true }
    expect(await collect()).toMatchObject({
      protected: {
        anonymousAnswered: [],
        wrongRoleAnswered: ['listDossiers: 400', 'submitDossier: 400', 'take: 400'],
      },
    })
  })

  test('takes a token signed by anybody', async () => {
    broken = { anyKey: true }
    expect(await collect()).toMatchObject({
      oidc: { forgedRefused: false },
      protected: { anonymousAnswered: [] },
    })
  })

  test('is not ready, or serves no metrics', async () => {
    broken = { notReady: true, metrics: '<html></html>' }
    expect(await collect()).toMatchObject({ ready: false, metrics: false })
  })

  test('has a path that breaks, throws or has no step', async () => {
    broken = {}
    const breaks = [...GOOD_PATH, { name: 'accept', ok: false, ms: 3, detail: '409' }]
    expect(await collect({ essentialPath: async () => breaks })).toMatchObject({
      essentialPath: { ok: false, failedStep: 'accept: 409' },
    })
    const thrown = await collect({ essentialPath: () => Promise.reject(new Error('connection refused')) })
    expect(thrown).toMatchObject({ essentialPath: { ok: false, failedStep: 'connection refused' } })
    expect(await collect({ essentialPath: async () => [] })).toMatchObject({ essentialPath: { ok: false } })
  })

  test('does not answer: what was not measured is not claimed', async () => {
    broken = {}
    const facts = await collect({ units: () => Promise.reject(new Error('gone')) }, 'http://127.0.0.1:1')
    expect(facts).toMatchObject({ ready: false, metrics: false })
    for (const name of ['protected', 'oidc', 'unitsExpected', 'unitsMissing'])
      expect(facts).not.toHaveProperty(name)
  })
})

test('units are compared by code, and names letter for letter', () => {
  const carried = [
    { code: '26740', name: 'Phường Sài gòn' },
    { code: '26740', name: 'Phường Sài Gòn' },
    { code: '26734', name: 'Phường Bến Nghé' },
  ]
  expect(compareUnits(communes, carried)).toEqual({
    missing: ['26743'],
    extra: ['26734', '26740'],
    renamed: ['26740'],
  })
  const decomposed = communes.map(({ code, name }) => ({ code, name: name.normalize('NFD') }))
  expect(compareUnits(communes, decomposed)).toEqual({ missing: [], extra: [], renamed: [] })
})

test('a contract without protected operations protects nothing', () => {
  expect(protectedOperations({ paths: { '/a': { get: { operationId: 'a' } } } })).toEqual([])
  expect(protectedOperations('no document')).toEqual([])
})
