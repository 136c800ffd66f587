// systems/procedures/procedures.system.test.ts: the procedures system over HTTP on a real PostgreSQL, two replicas of it.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '../../targets/postgres.ts'
import type { Role } from '../../types/system.ts'
import { ROLES } from '../../types/system.ts'
import { loadContract } from '../kit/contract.ts'
import {
  type Claims,
  type ReceivedMessage,
  type RunningSystem,
  startServer,
  startTestExchange,
  startTestIdentity,
  type TestExchange,
  type TestIdentity,
  waitUntil,
} from '../kit/fixtures/testbed.ts'
import { loadUnits } from '../kit/units.ts'
import { createAdapter } from './adapter.ts'
import { parseCode } from './dossier-code.ts'

const SERVER = new URL('./server.ts', import.meta.url)
const CONTRACT = new URL('./contract.yaml', import.meta.url)
const units = loadUnits('79', 'H29')
const UNIT = '26740'
/** Three working days in all its cases (data/procedures.json). */
const PROCEDURE = '1.004873'
let dir: string
let postgres: Postgres
let identity: TestIdentity
let exchange: TestExchange
let replicas: [RunningSystem, RunningSystem]

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sansang-procedures-'))
  postgres = await startPostgres({
    dir,
    databases: [{ name: 'procedures', owner: 'procedures', password: 'pw' }],
  })
  identity = await startTestIdentity()
  exchange = await startTestExchange()
  const env = {
    DATABASE_URL: `postgres://procedures@127.0.0.1:${postgres.port}/procedures`,
    DATABASE_PASSWORD: 'pw',
    OIDC_ISSUER: identity.issuer,
    EXCHANGE_URL: exchange.url,
    CLIENT_SECRET: 'secret-of-procedures',
  }
  replicas = await Promise.all([startServer(SERVER, env), startServer(SERVER, env)])
})
afterAll(async () => {
  for (const replica of replicas) await replica[Symbol.asyncDispose]()
  await exchange[Symbol.asyncDispose]()
  await identity[Symbol.asyncDispose]()
  await postgres[Symbol.asyncDispose]()
  await rm(dir, { recursive: true })
})

type Answer = { status: number; body: Record<string, unknown> }
type Options = {
  as?: Role | Claims
  body?: unknown
  key?: string
  replica?: 0 | 1
  headers?: Record<string, string>
}

async function call(method: string, path: string, options: Options = {}): Promise<Answer> {
  const { as, body, key, replica = 0, headers = {} } = options
  const claims = typeof as === 'string' ? { roles: [as], client: `test-${as}` } : as
  const response = await fetch(`${replicas[replica].url}${path}`, {
    method,
    headers: {
      ...headers,
      ...(claims !== undefined && { authorization: `Bearer ${await identity.token(claims)}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const submission = (more: object = {}) => ({
  procedure: PROCEDURE,
  unit: UNIT,
  channel: 'online',
  applicant: { kind: 'citizen', name: 'Trần Thị Thử', idNumber: '079300000123' },
  summary: 'Cấp Giấy xác nhận tình trạng hôn nhân',
  ...more,
})

const nextKey = () => `key-of-test-${randomUUID()}`

async function submitted(more: object = {}, as: Options['as'] = 'citizen'): Promise<string> {
  const answer = await call('POST', '/dossiers', { as, key: nextKey(), body: submission(more) })
  expect(answer).toMatchObject({ status: 201 })
  return String(answer.body['code'])
}

async function lead(code: string, ...actions: string[]): Promise<Answer> {
  let answer: Answer = { status: 0, body: {} }
  for (const action of actions) {
    answer = await call('POST', `/dossiers/${code}/${action}`, {
      as: 'officer',
      body: { note: 'theo kiểm thử' },
    })
    expect(answer, `${action}: ${JSON.stringify(answer.body)}`).toMatchObject({ status: 200 })
  }
  return answer
}

const problem = (status: number, type: string) => ({ status, body: { type, status } })

describe('submission', () => {
  test('a dossier gets a code of its day, status 1, and its submitter on record', async () => {
    const { status, body } = await call('POST', '/dossiers', {
      as: 'citizen',
      key: nextKey(),
      body: submission(),
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      status: 1,
      unit: UNIT,
      unitName: 'Phường Sài Gòn',
      steps: [{ number: 1, action: 'submit', to: 1, person: 'test-citizen' }],
    })
    expect(parseCode(String(body['code']), '2099-01-01')).toMatchObject({
      unit: units.identifier(UNIT),
      form: 'sample-2026',
    })
  })

  test('the same key again, at either replica or both at once: one dossier', async () => {
    const key = nextKey()
    const tries = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        call('POST', '/dossiers', {
          as: 'citizen',
          key,
          body: submission(),
          replica: index % 2 === 0 ? 0 : 1,
        }),
      ),
    )
    expect(new Set(tries.map((answer) => answer.body['code'])).size).toBe(1)
    expect(tries.map((answer) => answer.status).sort()).toEqual([
      ...Array.from({ length: 9 }, () => 200),
      201,
    ])
    const lookup = await call('POST', '/dossiers/lookup', {
      as: 'officer',
      body: { ids: [key, 'never-sent', String(tries[0]?.body['code'])] },
    })
    expect(lookup.body).toEqual({
      stored: [
        { id: key, count: 1 },
        { id: 'never-sent', count: 0 },
        { id: tries[0]?.body['code'], count: 1 },
      ],
    })
    expect(
      await call('POST', '/dossiers', { as: 'citizen', key, body: submission({ summary: 'khác' }) }),
    ).toMatchObject(problem(422, 'idempotency-key-reused'))
  })

  const refused: [string, object, string][] = [
    ['a procedure communes do not handle', { procedure: '9.999999' }, 'unknown-procedure'],
    ['a case the procedure does not have', { caseCode: '1.004873.99' }, 'unknown-case'],
    ['a unit of another province', { unit: '00004' }, 'unknown-unit'],
    ['a unit that never was', { unit: '99999' }, 'unknown-unit'],
    ['a former unit that was divided', { unit: '25741' }, 'former-unit-split'],
  ]
  test.each(refused)('%s is refused', async (_name, more, type) => {
    expect(
      await call('POST', '/dossiers', { as: 'citizen', key: nextKey(), body: submission(more) }),
    ).toMatchObject(problem(422, type))
  })
  test('all five refusals are tried', () => expect(refused).toHaveLength(5))

  test('a placeholder for an identity number, and a missing key, do not fit the contract', async () => {
    const applicant = { kind: 'citizen', name: 'Ai đó', idNumber: '000000001' }
    expect(
      await call('POST', '/dossiers', { as: 'citizen', key: nextKey(), body: submission({ applicant }) }),
    ).toMatchObject({ status: 400 })
    expect(await call('POST', '/dossiers', { as: 'citizen', body: submission() })).toMatchObject({
      status: 400,
    })
  })

  test('a former unit with one successor: the dossier is the successor’s and remembers it; so does a unit’s procedure code', async () => {
    const former = '26734'
    expect(units.find(former)).toBeUndefined()
    const [successor] = units.resolve(former)
    const code = await submitted({ unit: former, procedure: '1.004873.000.00.00.H29' })
    const { body } = await call('GET', `/dossiers/${code}`, { as: 'officer' })
    expect(body).toMatchObject({ unit: successor, formerUnit: former, procedure: PROCEDURE })
  })

  test('two replicas at once: no number skipped, none given twice', async () => {
    const unit = '27154'
    const each = 30
    const answers = await Promise.all(
      Array.from({ length: 2 * each }, (_, index) => {
        // Every fifth is refused after its turn has come: its number must not be lost.
        const body = index % 5 === 4 ? submission({ unit, caseCode: '1.004873.99' }) : submission({ unit })
        return call('POST', '/dossiers', {
          as: 'citizen',
          key: nextKey(),
          body,
          replica: index % 2 === 0 ? 0 : 1,
        })
      }),
    )
    const codes = answers
      .filter((answer) => answer.status === 201)
      .map((answer) => String(answer.body['code']))
    const numbers = codes
      .map((code) => parseCode(code, '2099-01-01'))
      .map((parsed) => (typeof parsed === 'string' ? parsed : parsed.sequence))
    expect(numbers.sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 48 }, (_, index) => index + 1),
    )
  })
})

describe('the way of a dossier', () => {
  test('accepted: due after three working days at closing time', async () => {
    const code = await submitted()
    const { body } = await lead(code, 'acceptance')
    expect(body).toMatchObject({ status: 2 })
    const local = new Date(Date.parse(String(body['dueAt'])) + 7 * 3_600_000).toISOString()
    expect(local).toMatch(/T17:00:00\.000Z$/)
    expect(Date.parse(String(body['dueAt']))).toBeGreaterThan(
      Date.parse(String(body['acceptedAt'])) + 2 * 86_400_000,
    )
  })

  test('to the end, every step with person and time, and on time', async () => {
    const code = await submitted()
    const { body } = await lead(
      code,
      'acceptance',
      'processing',
      'supplement-request',
      'supplement',
      'completion',
      'hand-over',
    )
    expect(body).toMatchObject({ status: 10, onTime: true, supplementRequests: 1 })
    const steps = body['steps'] as { to: number; person: string; at: string }[]
    expect(steps.map((step) => step.to)).toEqual([1, 2, 4, 5, 4, 9, 10])
    expect(steps.every((step) => step.person !== '' && !Number.isNaN(Date.parse(step.at)))).toBe(true)
  })

  test('a second supplement request counts late (Decision 766)', async () => {
    const code = await submitted()
    const ways = ['supplement-request', 'supplement']
    const { body } = await lead(code, 'acceptance', 'processing', ...ways, ...ways, 'completion')
    expect(body).toMatchObject({ status: 9, onTime: false, supplementRequests: 2 })
  })

  test('what the status does not allow: 409, and nothing on record', async () => {
    const code = await submitted()
    expect(await call('POST', `/dossiers/${code}/completion`, { as: 'officer', body: {} })).toMatchObject(
      problem(409, 'transition-not-allowed'),
    )
    expect((await call('GET', `/dossiers/${code}`, { as: 'officer' })).body['steps']).toHaveLength(1)
  })

  test('two officers accept at the same moment: one does', async () => {
    const code = await submitted()
    const both = await Promise.all(
      [0, 1].map((replica) =>
        call('POST', `/dossiers/${code}/acceptance`, {
          as: 'officer',
          body: {},
          replica: replica === 0 ? 0 : 1,
        }),
      ),
    )
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409])
  })

  test('a limit no source gives must be stated; one that is given cannot be', async () => {
    const { body } = await call('GET', '/procedures')
    const procedures = body['procedures'] as {
      code: string
      limitWorkingDays: number | null
      cases: unknown[]
    }[]
    expect(procedures).toHaveLength(114)
    const open = procedures.find((one) => one.limitWorkingDays === null && one.cases.length === 0)?.code ?? ''
    const code = await submitted({ procedure: open })
    const accept = (limit: object) =>
      call('POST', `/dossiers/${code}/acceptance`, { as: 'officer', body: limit })
    expect(await accept({})).toMatchObject(problem(422, 'limit-unknown'))
    const configuration = { limitWorkingDays: 4, feeVnd: 8_000 }
    expect(
      await call('PUT', `/procedures/${open}/configuration`, { as: 'administrator', body: configuration }),
    ).toMatchObject({ status: 200, body: configuration })
    expect(await accept({ limitWorkingDays: 9 })).toMatchObject(problem(422, 'limit-fixed'))
    expect(await accept({})).toMatchObject({ status: 200 })
  })
})

describe('who is told', () => {
  const of = (code: string): ReceivedMessage[] =>
    exchange.messages.filter((message) => message.stream === code)
  const item = (message: ReceivedMessage | undefined) =>
    (message?.body as { data: Record<string, unknown>[] } | undefined)?.data[0] ?? {}

  test('the portal, in order: first False with status 1, then True and the progress; reporting, when finished', async () => {
    const code = await submitted()
    await lead(code, 'acceptance', 'processing', 'completion', 'hand-over')
    expect(await waitUntil(() => of(code).length >= 10, 8_000)).toBe('met')
    const messages = of(code)
    expect(messages.map((message) => message.service)).toEqual([
      'DongBoHoSoMC',
      ...['DongBoHoSoMC', 'CapNhatTienDoHoSoMC'],
      ...['DongBoHoSoMC', 'CapNhatTienDoHoSoMC'],
      ...['DongBoHoSoMC', 'CapNhatTienDoHoSoMC', 'dossier-events'],
      ...['DongBoHoSoMC', 'CapNhatTienDoHoSoMC'],
    ])
    expect(messages[0]?.body).toMatchObject({
      madonvi: '000.00.00.H29',
      service: 'DongBoHoSoMC',
      isUpdating: 'False',
    })
    expect(messages[1]?.body).toMatchObject({ isUpdating: 'True' })
    const synchronised = messages
      .filter((message) => message.service === 'DongBoHoSoMC')
      .map((message) => item(message)['TrangThaiHoSo'])
    expect(synchronised).toEqual(['1', '2', '4', '9', '10'])
    expect(messages.find((message) => message.service === 'dossier-events')?.body).toMatchObject({
      dossier: code,
      unit: UNIT,
      procedure: PROCEDURE,
      onTime: true,
    })
    expect(new Set(messages.map((message) => message.id)).size).toBe(10)
  })

  test('every value is text, every date fourteen digits in Vietnam', async () => {
    const code = await submitted()
    const { body } = await lead(code, 'acceptance')
    expect(await waitUntil(() => of(code).length >= 3, 8_000)).toBe('met')
    const told = item(of(code)[1])
    const flat = JSON.stringify(told, (_key, value: unknown) =>
      typeof value === 'number' || typeof value === 'boolean' ? 'NOT TEXT' : value,
    )
    expect(flat).not.toContain('NOT TEXT')
    const local = new Date(Date.parse(String(body['dueAt'])) + 7 * 3_600_000).toISOString()
    expect(told['NgayHenTra']).toBe(local.replace(/\D/g, '').slice(0, 14))
    expect(told).toMatchObject({
      KenhThucHien: '2',
      LoaiDoiTuong: '1',
      DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: '079300000123' }],
    })
  })
})

describe('dossiers in flight', () => {
  const row = (more: object = {}) => ({
    code: '000.15.26.H29-250601-0007',
    formerUnit: '26734',
    procedure: PROCEDURE,
    channel: 'counter',
    applicant: { kind: 'citizen', name: 'Lê Văn Cũ', idNumber: '079300000456' },
    summary: 'Hồ sơ của đơn vị cũ',
    status: 4,
    submittedAt: '2025-06-01T08:00:00+07:00',
    dueAt: '2025-07-04T17:00:00+07:00',
    ...more,
  })

  test('kept under its code, with its former unit, and led to the end by the successor', async () => {
    expect(
      await call('POST', '/dossiers/in-flight', { as: 'administrator', body: { dossiers: [row()] } }),
    ).toMatchObject({ status: 201, body: { imported: 1 } })
    const { body } = await lead(row().code, 'completion', 'hand-over')
    expect(body).toMatchObject({
      code: row().code,
      formerUnit: '26734',
      unit: units.resolve('26734')[0],
      status: 10,
      onTime: false,
    })
    expect(
      await call('POST', '/dossiers/in-flight', { as: 'administrator', body: { dossiers: [row()] } }),
    ).toMatchObject(problem(409, 'code-taken'))
  })

  test('bad rows: every fault named, nothing taken over', async () => {
    const rows = [
      row({ code: '000.15.26.H29-250601-0008' }),
      row({ code: 'H29-20250601-12', formerUnit: '99999' }),
      row({
        code: '000.15.26.H29-250631-0009',
        formerUnit: '25741',
        procedure: '9.999999',
        dueAt: undefined,
      }),
    ]
    const answer = await call('POST', '/dossiers/in-flight', {
      as: 'administrator',
      body: { dossiers: rows },
    })
    expect(answer).toMatchObject(problem(422, 'in-flight-refused'))
    expect(answer.body['faults']).toHaveLength(6)
    expect(await call('GET', '/dossiers/000.15.26.H29-250601-0008', { as: 'officer' })).toMatchObject({
      status: 404,
    })
  })

  test('a divided former unit, with the successor named', async () => {
    const [successor] = units.resolve('25741')
    const body = {
      dossiers: [
        row({
          code: '000.15.26.H29-250601-0010',
          formerUnit: '25741',
          unit: successor,
          status: 5,
          stoppedAt: '2025-06-10T09:00:00+07:00',
        }),
      ],
    }
    expect(await call('POST', '/dossiers/in-flight', { as: 'administrator', body })).toMatchObject({
      status: 201,
    })
    expect((await lead('000.15.26.H29-250601-0010', 'supplement')).body).toMatchObject({
      status: 4,
      supplementRequests: 1,
    })
  })
})

describe('filed at the portal', () => {
  const filed = {
    MaHoSo: `${units.identifier(UNIT)}-20260701-0000777`,
    MaTTHC: PROCEDURE,
    ChuHoSo: 'Phạm Thị Cổng',
    LoaiDoiTuong: '1',
    SoGiayToChuHoSo: '079300000789',
  }
  const deliver = (id: string, data: object[]) =>
    call('POST', '/services/nhanhsdvcqg', {
      as: { client: 'exchange' },
      headers: { 'x-road-id': id },
      body: { isUpdating: 'False', data },
    })

  test('taken once under the portal’s code; its status goes back', async () => {
    expect(await deliver('portal-1', [filed])).toMatchObject({ status: 200, body: { error_code: '0' } })
    expect(await deliver('portal-1', [filed])).toMatchObject({ status: 200, body: { error_code: '0' } })
    expect(await lead(filed.MaHoSo, 'acceptance')).toMatchObject({ body: { origin: 'portal', status: 2 } })
    expect(
      await waitUntil(() => exchange.messages.some((message) => message.stream === filed.MaHoSo), 8_000),
    ).toBe('met')
    expect(exchange.messages.find((message) => message.stream === filed.MaHoSo)?.body).toMatchObject({
      isUpdating: 'True',
    })
  })

  test('a bad item is answered with the reason, and none of the message is stored', async () => {
    const good = { ...filed, MaHoSo: `${units.identifier(UNIT)}-20260701-0000778` }
    expect(await deliver('portal-2', [good, { ...filed, MaHoSo: 'H99.101-20260701-0000001' }])).toMatchObject(
      { body: { error_code: '-1', message: expect.stringContaining('H99.101') } },
    )
    expect(await call('GET', `/dossiers/${good.MaHoSo}`, { as: 'officer' })).toMatchObject({ status: 404 })
    expect(await deliver('portal-2', [good])).toMatchObject({ body: { error_code: '0' } })
  })
})

describe('who may do what', () => {
  test('every operation with every role: 403 exactly where the contract names another', async () => {
    const { operations } = await loadContract(CONTRACT)
    let tried = 0
    for (const { id, method, path, roles, clients } of operations) {
      if (roles === undefined && clients === undefined) continue
      const address = path.replace('{code}', method === 'PUT' ? PROCEDURE : 'H29.101-20260701-9999999')
      expect(await call(method, address), `${id} without a token`).toMatchObject({ status: 401 })
      for (const role of ROLES) {
        const { status } = await call(method, address, { as: role })
        const allowed = roles?.includes(role) ?? false
        expect([id, role, status === 403 ? 'refused' : 'let in']).toEqual([
          id,
          role,
          allowed ? 'let in' : 'refused',
        ])
        tried += 1
      }
    }
    expect(operations).toHaveLength(20)
    expect(tried).toBe(19 * 5)
  })

  test('an officer of one unit: not another’s dossier, list, count or submission', async () => {
    const code = await submitted()
    const elsewhere = { roles: ['officer'], unit: '27154', client: 'officer-elsewhere' } as const
    expect(await call('GET', `/dossiers/${code}`, { as: elsewhere })).toMatchObject(
      problem(403, 'other-unit'),
    )
    expect(await call('POST', `/dossiers/${code}/acceptance`, { as: elsewhere, body: {} })).toMatchObject(
      problem(403, 'other-unit'),
    )
    expect(await call('GET', `/dossiers?unit=${UNIT}`, { as: elsewhere })).toMatchObject(
      problem(403, 'other-unit'),
    )
    expect(
      await call('POST', '/dossiers', { as: elsewhere, key: nextKey(), body: submission() }),
    ).toMatchObject(problem(403, 'other-unit'))
    const { body } = await call('GET', '/dossiers', { as: elsewhere })
    expect(new Set((body['dossiers'] as { unit: string }[]).map((one) => one.unit))).toEqual(
      new Set(['27154']),
    )
    const counts = (await call('GET', '/statistics', { as: elsewhere })).body['counts'] as { unit: string }[]
    expect(counts.every((row) => row.unit === '27154')).toBe(true)
  })

  test('a citizen: only what they submitted', async () => {
    const code = await submitted()
    const other = { roles: ['citizen'], client: 'another-citizen' } as const
    expect(await call('GET', `/dossiers/${code}`, { as: 'citizen' })).toMatchObject({ status: 200 })
    expect(await call('GET', `/dossiers/${code}`, { as: other })).toMatchObject(
      problem(403, 'not-your-dossier'),
    )
    expect(await call('POST', `/dossiers/${code}/withdrawal`, { as: other, body: {} })).toMatchObject(
      problem(403, 'not-your-dossier'),
    )
  })
})

describe('lists and counts', () => {
  test('pages end, hold every dossier once, and show no personal data', async () => {
    const seen: string[] = []
    for (let after: unknown = 0; after !== undefined; ) {
      const { body } = await call('GET', `/dossiers?limit=7&include=steps&after=${String(after)}`, {
        as: 'leader',
      })
      seen.push(...(body['dossiers'] as { code: string }[]).map((one) => one.code))
      expect(JSON.stringify(body)).not.toMatch(/idNumber|Trần Thị Thử/)
      after = body['next']
    }
    const { body } = await call('GET', '/statistics', { as: 'leader' })
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe(body['total'])
    expect((body['counts'] as { count: number }[]).reduce((sum, row) => sum + row.count, 0)).toBe(
      body['total'],
    )
  })
})

describe('the adapter', () => {
  const adapter = () =>
    createAdapter({
      baseUrl: replicas[0].url,
      communes: units.units.map((unit) => unit.code),
      token: (role) => identity.token({ roles: [role], client: `rehearsal-${role}` }),
    })

  test('passes the essential path in nine steps', async () => {
    const steps = await adapter().essentialPath()
    expect(steps.filter((step) => !step.ok)).toEqual([])
    expect(steps).toHaveLength(9)
  })

  test('names the step that fails, and stops there', async () => {
    const broken = createAdapter({
      baseUrl: replicas[0].url,
      communes: ['99999'],
      token: (role) => identity.token({ roles: [role] }),
    })
    const steps = await broken.essentialPath()
    expect(steps).toMatchObject([
      { name: 'submit', ok: false, detail: expect.stringContaining('unknown-unit') },
    ])
  })

  test('carries the 168 units, and counts what is stored', async () => {
    expect(await adapter().units()).toHaveLength(168)
    const code = await submitted()
    expect([...(await adapter().stored([code, 'H29.101-20260701-5555555']))]).toEqual([
      [code, 1],
      ['H29.101-20260701-5555555', 0],
    ])
  })
})
