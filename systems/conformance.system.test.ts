// systems/conformance.system.test.ts: every operation of every contract, asked fitting and odd requests: answers are what the contract promises.
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres } from '../targets/postgres.ts'
import type { Json } from '../types/json.ts'
import { loadContract, type Operation } from './kit/contract.ts'
import { loadAnswerCheck } from './kit/fixtures/answer-check.ts'
import { drawRequest, type Known } from './kit/fixtures/request-draw.ts'
import { startServer, startTestIdentity, type TestIdentity } from './kit/fixtures/testbed.ts'

const SEED = 20250701
const PASSES = 30
const NAMES = [
  'procedures',
  'documents',
  'meetings',
  'reporting',
  'exchange',
  'identity',
  'national',
  'notes',
] as const
type Name = (typeof NAMES)[number]

/** Operations, and how many of them at least one request of a run must bring to a success: what lies behind the door was reached. */
const EXPECTED: Readonly<Record<Name, readonly [operations: number, reached: number]>> = {
  procedures: [20, 10],
  documents: [26, 13],
  meetings: [20, 12],
  reporting: [13, 9],
  exchange: [8, 7],
  identity: [4, 4],
  national: [4, 4],
  notes: [4, 4],
}

const KNOWN: Readonly<Record<string, readonly Json[]>> = {
  // Another province's, divided, with one successor, the province itself, in force.
  unit: ['00001', '25741', '26734', '79', '25747', '26740'],
  formerUnit: ['25747', '25741', '26734'],
  procedure: ['9.999999', '1.004873.000.00.00.H29', '1.004873'],
  caseCode: ['no such case'],
  code: ['H29.101-250620-0001'],
  '/procedures': ['1.004873'],
  '/templates': ['MAU-1'],
  '.code': ['MAU-2', 'MAU-1'],
  'indicators.code': ['received'],
  'indicators.unit': ['hồ sơ'],
  'values.unit': ['hồ sơ'],
  'values.indicator': ['received'],
  formula: ['(((', 'received / 0', 'received * 2'],
  every: ['month'],
  signed: [true],
  period: ['202613', '999912', '20253', '2025H1', '202610'],
  idNumber: ['000000000', '079300000123'],
  phone: ['0901234567'],
  year: [2000, 2100, 2026],
  department: ['VP'],
  organId: ['H29', 'G22'],
  contentType: ['text/plain'],
  content: ['QUJDD', 'QUJD'],
  bridgePoint: ['01', '77', '79'],
  bridgePoints: ['77', '74', '79'],
  startsAt: ['2026-12-01T08:00:00+07:00'],
  endsAt: ['9999-12-31T23:59:59Z', '2026-12-01T17:00:00+07:00'],
  waitMs: [5, 0],
  username: ['nguyen.van.a', 'le.thi.b'],
  password: ['mật khẩu rất dài'],
  clientId: ['app-thu'],
  redirectUris: ['http://a/#x', 'https://', 'http://127.0.0.1:9/cb'],
  to: ['reporting', 'exchange'],
  service: ['dossier-events', 'probe'],
  'X-Road-Id': ['first-message', 'second-message'],
  'x-road-client': ['VN/GOV/H29/exchange'],
  'Idempotency-Key': Array.from({ length: 12 }, (_, index) => `key-number-${index}`),
}

const parts = new AsyncDisposableStack()
const bases = new Map<Name, string>()
let identity: TestIdentity
afterAll(() => parts.disposeAsync())

beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'sansang-conformance-'))
  parts.defer(() => rm(dir, { recursive: true }))
  const databases = NAMES.map((name) => ({ name, owner: name, password: 'pw' }))
  const postgres = parts.use(await startPostgres({ dir, databases }))
  identity = parts.use(await startTestIdentity())
  const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey
  const own: Partial<Record<Name, Record<string, string>>> = {
    // A peer nobody answers for: what is sent there waits.
    exchange: {
      EXCHANGE_PEERS: JSON.stringify({ reporting: 'http://127.0.0.1:9' }),
      SIGNING_KEY: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
    identity: { IDENTITY_CLIENTS: JSON.stringify({ procedures: 'a-secret-of-this-test' }) },
  }
  const start = async (name: Name) => {
    const env = {
      DATABASE_URL: `postgres://${name}@127.0.0.1:${postgres.port}/${name}`,
      ...{
        DATABASE_PASSWORD: 'pw',
        OIDC_ISSUER: identity.issuer,
        CLIENT_SECRET: 'secret',
      },
      ...own[name],
    }
    bases.set(name, parts.use(await startServer(new URL('./server.ts', folderOf(name)), env)).url)
  }
  for (const name of NAMES) await start(name)
})

function folderOf(name: Name): URL {
  return new URL(name === 'notes' ? './kit/fixtures/notes/' : `./${name}/`, import.meta.url)
}

type Judged = {
  readonly cases: number
  readonly reached: ReadonlySet<string>
  readonly faults: ReadonlySet<string>
}

/** Asks every operation once a pass; ids and codes an answer brings are used by the next. */
async function askAll(name: Name, known: Known): Promise<Judged> {
  const contract = new URL('./contract.yaml', folderOf(name))
  const { document, operations } = await loadContract(contract)
  const check = await loadAnswerCheck(contract)
  const reached = new Set<string>()
  const faults = new Set<string>()
  let cases = 0
  const pass = fc.asyncProperty(fc.gen(), async (g) => {
    for (const operation of g(fc.shuffledSubarray<Operation>, [...operations], {
      minLength: operations.length,
    })) {
      const { path, headers, body } = drawRequest(g, document, operation, known)
      const response = await fetch(`${bases.get(name)}${path}`, {
        method: operation.method,
        headers: {
          ...headers,
          authorization: `Bearer ${await tokenFor(operation, cases)}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body }),
      })
      const answer = {
        status: response.status,
        type: response.headers.get('content-type') ?? '',
        text: await response.text(),
      }
      const said = `${operation.method} ${path.slice(0, 200)} ${body?.slice(0, 300) ?? ''}`
      for (const fault of faultsOf(answer, (json) =>
        check(operation.method, operation.path, answer.status, json),
      ))
        faults.add(`${operation.id}: ${fault}\n  ${said}`)
      if (response.ok) {
        reached.add(operation.id)
        remember(known, operation, JSON.parse(answer.text || 'null'))
      }
      cases += 1
    }
  })
  await fc.assert(pass, { seed: SEED, numRuns: PASSES, endOnFailure: true })
  return { cases, reached, faults }
}

/** By one who may: each of the operation's roles in turn, or the first of its clients. */
function tokenFor({ roles, clients }: Operation, turn: number): Promise<string> {
  const role = roles?.[turn % roles.length]
  if (role !== undefined) return identity.token({ roles: [role], client: `rehearsal-${role}` })
  return identity.token({ client: clients?.[0] ?? 'nobody' })
}

/** A failure (502 is an answer where another system is asked), an answer that is no JSON, a refusal that is no problem. */
function faultsOf(
  answer: { readonly status: number; readonly type: string; readonly text: string },
  check: (json: unknown) => string[],
): string[] {
  const { status, type, text } = answer
  if (status >= 500 && status !== 502) return [`answered ${status}`]
  if (status === 204) return []
  const wanted = status >= 400 ? 'application/problem+json' : 'application/json'
  if (!type.startsWith(wanted)) return [`${status} is ${type} instead of ${wanted}`]
  const json = JSON.parse(text)
  if (status >= 400 && json.status !== status) return [`${status} says it is ${json.status}`]
  return check(json)
}

const KEPT = 4

/** What an answer brings to ask with next: what was made under its collection's address, any id, token or session by its name. */
function remember(known: Known, operation: Operation, answer: Json): void {
  const made = /\/[\w-]+$/.exec(operation.path)?.[0]
  for (const [name, value] of fieldsOf(answer)) {
    if (name === 'id') keep(known, 'format uuid', value)
    if (name === 'token' || name === 'session') keep(known, name, value)
    if (operation.method === 'POST' && made !== undefined && (name === 'id' || name === 'code'))
      keep(known, made, value)
  }
}

function keep(known: Known, place: string, value: Json): void {
  known.set(place, [...(known.get(place) ?? []), value].slice(-KEPT))
}

/** Of the answer itself, or of each in its list. */
function fieldsOf(answer: Json): [string, Json][] {
  if (typeof answer !== 'object' || answer === null) return []
  const own = Object.entries(answer).filter(([, value]) => typeof value !== 'object')
  const lists = Object.values(answer).filter((value) => Array.isArray(value))
  return [...lists.flat().flatMap((one) => (Array.isArray(one) ? [] : fieldsOf(one))), ...own]
}

function knownValues(more: Readonly<Record<string, readonly Json[]>> = {}): Known {
  return new Map(Object.entries({ ...KNOWN, ...more }).map(([name, values]) => [name, [...values]]))
}

describe.each(NAMES.map((name) => [name, ...EXPECTED[name]] as const))('%s', (name, operations, least) => {
  test(`${PASSES} requests to each of its ${operations} operations: nothing fails, nothing unpromised`, async () => {
    const { cases, reached, faults } = await askAll(name, knownValues())
    expect([...faults]).toEqual([])
    expect(cases).toBe(PASSES * operations)
    expect(reached.size, [...reached].join()).toBeGreaterThanOrEqual(least)
  })
})

describe('the judgement itself', () => {
  test('a system that fails for one text is caught', async () => {
    const { faults } = await askAll('notes', knownValues({ '.text': ['fail'], '.unit': ['26740'] }))
    expect([...faults].join()).toMatch(/addNote: answered 500/)
  })

  const problem = { type: 'a', title: 'b', status: 404, detail: 'c' }
  const bad: [string, number, string, object, RegExp][] = [
    ['a failure', 500, 'application/problem+json', { ...problem, status: 500 }, /answered 500/],
    [
      'a refusal that is no problem',
      404,
      'application/json',
      problem,
      /instead of application\/problem\+json/,
    ],
    ['a problem of another status', 400, 'application/problem+json', problem, /says it is 404/],
    ['what the contract does not promise', 200, 'application/json', {}, /unpromised/],
  ]
  test.each(bad)('%s', (_name, status, type, body, fault) =>
    expect(faultsOf({ status, type, text: JSON.stringify(body) }, () => ['unpromised']).join()).toMatch(
      fault,
    ),
  )
  test('all four are tried', () => expect(bad).toHaveLength(4))
})
