// documents.system.test.ts: the documents system as two processes on one PostgreSQL: doors, numbers under concurrency, the axis, the record.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '../../targets/postgres.ts'
import type { Role } from '../../types/system.ts'
import { openDatabase } from '../kit/database.ts'
import { tryEveryDoor } from '../kit/fixtures/role-matrix.ts'
import {
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
import type { Edoc } from './edoc.ts'
import { readEdoc } from './edoc-reader.ts'
import { writeEdoc } from './edoc-writer.ts'
import { drawNumber } from './number-book.ts'
import { readStatusMessage, type StatusMessage, writeStatusMessage } from './status-message.ts'

const SERVER = new URL('./server.ts', import.meta.url)
const CONTRACT = new URL('./contract.yaml', import.meta.url)
const UNITS = loadUnits('79', 'H29').units.map(({ code }) => code)
/** A book of its own for each test: its numbers begin at 1. */
const commune = (place: number): string => UNITS[place] ?? 'no such unit'
const [UNIT, OTHER] = [commune(0), commune(1)]
let dir: string
let postgres: Postgres
let identity: TestIdentity
let exchange: TestExchange
let replicas: readonly [RunningSystem, RunningSystem]
let sql: pg.Client

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sansang-documents-'))
  postgres = await startPostgres({
    dir,
    databases: [{ name: 'documents', owner: 'documents', password: 'pw' }],
  })
  identity = await startTestIdentity()
  exchange = await startTestExchange()
  const env = {
    DATABASE_URL: `postgres://documents@127.0.0.1:${postgres.port}/documents`,
    DATABASE_PASSWORD: 'pw',
    ...{ OIDC_ISSUER: identity.issuer, EXCHANGE_URL: exchange.url, CLIENT_SECRET: 'secret' },
  }
  replicas = await Promise.all([startServer(SERVER, env), startServer(SERVER, env)])
  sql = new pg.Client({ connectionString: postgres.url('documents') })
  await sql.connect()
})
afterAll(async () => {
  await sql.end()
  for (const replica of replicas) await replica[Symbol.asyncDispose]()
  await exchange[Symbol.asyncDispose]()
  await identity[Symbol.asyncDispose]()
  await postgres[Symbol.asyncDispose]()
  await rm(dir, { recursive: true })
})

type Answer = { status: number; body: Record<string, unknown> }
type As = Role | { role: Role; unit: string } | 'exchange'

async function call(
  as: As,
  method: string,
  path: string,
  body?: unknown,
  more: { headers?: Record<string, string>; replica?: 0 | 1 } = {},
): Promise<Answer> {
  const token =
    as === 'exchange'
      ? await identity.token({ client: 'exchange' })
      : await identity.token(typeof as === 'string' ? { roles: [as] } : { roles: [as.role], unit: as.unit })
  const response = await fetch(`${replicas[more.replica ?? 0].url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...more.headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}
const key = (value: string = randomUUID()) => ({ headers: { 'idempotency-key': value } })
const entry = (unit: string = UNIT) => ({
  unit,
  from: 'Sở Tài chính',
  notation: '12/STC-VP',
  date: '2026-11-20',
  subject: 'V/v dự toán',
})
const register = (unit: string, replica: 0 | 1 = 0) =>
  call('clerk', 'POST', '/incoming', entry(unit), { ...key(), replica })

async function signed(unit: string, more: object = {}): Promise<string> {
  const draft = {
    unit,
    type: 'decision',
    subject: 'Về việc ban hành quy chế',
    content: 'Điều 1.',
    department: 'VP',
    ...more,
  }
  const id = String((await call('officer', 'POST', '/outgoing', draft, key())).body['id'])
  expect(await call('officer', 'POST', `/outgoing/${id}/submission`)).toMatchObject({ status: 200 })
  const signer = { competence: 'TM. ỦY BAN NHÂN DÂN', fullName: 'Nguyễn Văn A', position: 'Chủ tịch' }
  expect(await call('leader', 'POST', `/outgoing/${id}/signature`, signer)).toMatchObject({
    status: 200,
    body: { state: 'signed' },
  })
  return id
}
const issue = (id: string, replica: 0 | 1 = 0) =>
  call('clerk', 'POST', `/outgoing/${id}/issue`, undefined, { replica })
const book = async (unit: string, kind: string) =>
  (await call('clerk', 'GET', `/books/${unit}/${new Date().getFullYear()}/${kind}`)).body

const sent = (documentId: string) =>
  exchange.messages.flatMap(({ to, service, body }) => {
    const { messagetype, file_doc: text } = body as { messagetype: string; file_doc: string }
    return to === 'national-axis' && service === 'sendEdoc' && text.includes(documentId)
      ? [{ messagetype, text }]
      : []
  })
const statuses = (documentId: string) =>
  sent(documentId)
    .filter(({ messagetype }) => messagetype === 'status')
    .map(({ text }) => readStatusMessage(text))
const deliver = (text: string, id: string = randomUUID(), replica: 0 | 1 = 0) =>
  call(
    'exchange',
    'POST',
    '/services/receiveEdoc',
    { file_doc: text },
    { headers: { 'x-road-id': id }, replica },
  )

function edoc(documentId: string, more: Partial<Edoc> = {}): Edoc {
  return {
    ...{
      from: { organId: 'G22', name: 'Văn phòng Chính phủ' },
      to: [{ organId: 'H29', name: 'UBND Thành phố Hồ Chí Minh' }],
    },
    ...{
      documentId,
      code: { number: '96', notation: 'CĐ-TTg' },
      promulgation: { place: 'Hà Nội', date: '2026-11-20' },
    },
    ...{
      documentType: { type: 1, name: 'Công điện' },
      subject: 'Về vận hành chính quyền 2 cấp',
      content: '',
    },
    ...{
      signer: { competence: '', position: 'Thủ tướng', fullName: 'A' },
      priority: 'express' as const,
      pageAmount: 1,
      steeringType: 2,
    },
    ...{ responseFor: [], toPlaces: [], traces: [], business: { type: 'issue' as const, reason: '' } },
    attachments: [
      {
        contentId: 'f1',
        name: 'cong-dien.pdf',
        description: '',
        contentType: 'application/zip',
        bytes: new TextEncoder().encode('%PDF-1.7'),
      },
    ],
    ...more,
  }
}
const incomingOf = async (documentId: string) =>
  (await call('clerk', 'GET', `/incoming?documentId=${encodeURIComponent(documentId)}`)).body['incoming'] as {
    id: string
    unit: string
    state: string
    changeAsked?: string
    addressedTo?: string
  }[]

describe('the door', () => {
  test('every operation for every kind of caller', async () => {
    const trials = await tryEveryDoor(CONTRACT, replicas[0].url, identity)
    expect(trials).toHaveLength(25 * 7)
    expect(trials.filter(({ expected, found }) => expected !== found)).toEqual([])
  })

  test('a citizen is let in nowhere', async () => {
    const trials = await tryEveryDoor(CONTRACT, replicas[0].url, identity)
    expect(trials.filter(({ caller, found }) => caller === 'citizen' && found === 'let in')).toEqual([])
  })

  test('a clerk of one unit registers, reads and lists no other’s', async () => {
    const bound = { role: 'clerk', unit: OTHER } as const
    expect(await call(bound, 'POST', '/incoming', entry(UNIT), key())).toMatchObject({
      status: 403,
      body: { type: 'other-unit' },
    })
    const { body } = await register(UNIT)
    expect(await call(bound, 'GET', `/incoming/${body['id']}`)).toMatchObject({ status: 403 })
    await register(OTHER)
    const own = (await call(bound, 'GET', '/incoming')).body['incoming'] as { unit: string }[]
    expect(own.length).toBeGreaterThan(0)
    expect(own.filter(({ unit }) => unit !== OTHER)).toEqual([])
  })

  test('a former unit is refused with its successors', async () => {
    const answer = await register('25741')
    expect(answer).toMatchObject({ status: 422, body: { type: 'former-unit' } })
    expect(answer.body['detail']).toContain('25747 or 25750')
  })
})

describe('the books', () => {
  test('sixty registrations by two processes at once: no gap, no double', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => register(commune(10), index % 2 === 0 ? 0 : 1)),
    )
    expect(answers.filter(({ status }) => status !== 201)).toEqual([])
    expect(await book(commune(10), 'incoming')).toMatchObject({
      count: 60,
      first: 1,
      last: 60,
      gaps: [],
      doubles: [],
    })
  })

  test('forty documents issued by two processes at once: no gap, no double', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => signed(commune(11))))
    // Each is issued twice, as by two clerks: it keeps one number.
    const answers = await Promise.all(ids.flatMap((id) => [issue(id, 0), issue(id, 1)]))
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    expect(await book(commune(11), 'outgoing')).toMatchObject({
      count: 40,
      first: 1,
      last: 40,
      gaps: [],
      doubles: [],
    })
    const notations = new Set(answers.map(({ body }) => body['notation']))
    expect(notations.size).toBe(40)
    expect(notations).toContain('01/QĐ-UBND')
  })

  test('an issue that fails after its number was drawn leaves no gap', async () => {
    const [first, second, third] = [
      await signed(commune(12)),
      await signed(commune(12)),
      await signed(commune(12)),
    ]
    expect(await issue(first)).toMatchObject({ status: 200, body: { number: 1 } })
    await sql.query(`create function stop_issue() returns trigger language plpgsql as $$ begin
      if new.step = 'issue' then raise exception 'the disk is full'; end if; return new; end $$`)
    await sql.query(
      'create trigger stop_issue before insert on history for each row execute function stop_issue()',
    )
    expect(await issue(second)).toMatchObject({ status: 500 })
    await sql.query('drop trigger stop_issue on history')
    expect(await issue(third)).toMatchObject({ body: { number: 2 } })
    expect(await issue(second)).toMatchObject({ body: { number: 3 } })
    expect(await book(commune(12), 'outgoing')).toMatchObject({ count: 3, gaps: [], doubles: [] })
  })

  test('the book over the turn of the year, with a clock that is behind', async () => {
    await using db = {
      ...openDatabase({ url: postgres.url('documents'), application: 'test' }),
      [Symbol.asyncDispose]: () => db.close(),
    }
    const draw = (at: string) =>
      db.transaction((tx) => drawNumber(tx, { unit: 'turn', kind: 'outgoing' }, () => new Date(at)))
    // 17:00 UTC is midnight in Việt Nam.
    expect(await draw('2026-12-31T16:59:59Z')).toEqual({ number: 1, year: 2026, date: '2026-12-31' })
    expect(await draw('2026-12-31T17:00:00Z')).toEqual({ number: 1, year: 2027, date: '2027-01-01' })
    expect(await draw('2026-12-31T16:59:59Z')).toEqual({ number: 2, year: 2027, date: '2027-01-01' })
  })

  test('a gap and a double would be seen', async () => {
    const unit = commune(13)
    for (let count = 0; count < 4; count++) await register(unit)
    await sql.query('drop index incoming_number')
    await sql.query('update incoming set number = 4 where unit = $1 and number = 2', [unit])
    expect(await book(unit, 'incoming')).toMatchObject({ gaps: [2], doubles: [4] })
  })

  test('the same Idempotency-Key registers once; with another document it is refused', async () => {
    const once = key()
    const answers = await Promise.all(
      [0, 1, 0, 1].map((replica) =>
        call('clerk', 'POST', '/incoming', entry(commune(14)), { ...once, replica: replica as 0 | 1 }),
      ),
    )
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1)
    expect(await book(commune(14), 'incoming')).toMatchObject({ count: 1 })
    expect(
      await call('clerk', 'POST', '/incoming', { ...entry(commune(14)), subject: 'khác' }, once),
    ).toMatchObject({ status: 422 })
    expect(await call('clerk', 'POST', '/incoming', entry(commune(14)))).toMatchObject({ status: 400 })
  })
})

describe('the way through', () => {
  test('a step out of turn is refused and changes nothing', async () => {
    const { body } = await register(UNIT)
    const path = `/incoming/${body['id']}`
    expect(await call('officer', 'POST', `${path}/processing`)).toMatchObject({
      status: 409,
      body: { type: 'wrong-state' },
    })
    expect(await call('clerk', 'GET', path)).toMatchObject({
      body: { state: 'registered', history: [{ step: 'register' }] },
    })
    const draft = await call(
      'officer',
      'POST',
      '/outgoing',
      { unit: UNIT, type: 'notice', subject: 'x', department: 'VP' },
      key(),
    )
    expect(await issue(String(draft.body['id']))).toMatchObject({ status: 409 })
  })

  test('what is signed cannot be issued once it has been changed', async () => {
    const id = await signed(UNIT)
    await sql.query(`update outgoing set content = 'Điều 2.' where id = $1`, [id])
    expect(await issue(id)).toMatchObject({ status: 409, body: { type: 'content-changed' } })
  })

  test('the signed wait in the order they must leave: urgent first', async () => {
    const unit = commune(15)
    const normal = await signed(unit)
    const urgent = await signed(unit, { priority: 'urgent' })
    const waiting = (await call('clerk', 'GET', `/outgoing?unit=${unit}&state=signed`)).body['outgoing'] as {
      id: string
    }[]
    expect(waiting.map(({ id }) => id)).toEqual([urgent, normal])
  })

  test('the essential path, and what it stored, through the adapter', async () => {
    const token = (role: Role) => identity.token({ roles: [role] })
    const adapter = createAdapter({ baseUrl: replicas[1].url, token, communes: [commune(16)] })
    expect((await adapter.essentialPath()).filter(({ ok }) => !ok)).toEqual([])
    expect(await adapter.units()).toHaveLength(168)
    const { body } = await register(commune(16))
    const id = String(body['id'])
    const lost = randomUUID()
    expect([...(await adapter.stored([id, lost]))]).toEqual([
      [id, 1],
      [lost, 0],
    ])
    await sql.query(
      `insert into incoming (id, unit, source, state, operation_key, from_name, notation, date, subject, priority, received_at)
       select gen_random_uuid(), unit, source, state, operation_key, from_name, notation, date, subject, priority, received_at from incoming where id = $1`,
      [id],
    )
    expect((await adapter.stored([id])).get(id)).toBe(2)
  })
})

describe('the axis', () => {
  test('an issued document leaves once, as edXML a reader accepts', async () => {
    const content = Buffer.from('%PDF-1.7 quyết định').toString('base64')
    const attachments = [{ name: 'quyet-dinh.pdf', contentType: 'application/pdf', content }]
    const id = await signed(commune(17), {
      receivers: [{ organId: 'G22', name: 'Văn phòng Chính phủ' }],
      attachments,
      priority: 'urgent',
    })
    const { body } = await issue(id)
    await issue(id)
    const documentId = String(body['documentId'])
    expect(documentId).toMatch(/^H29\.\d{3},\d{4}\/\d{2}\/\d{2},01\/QĐ-UBND$/)
    expect(await waitUntil(() => sent(documentId).length > 0, 3_000)).toBe('met')
    const [message, ...others] = sent(documentId)
    expect(others).toEqual([])
    const read = readEdoc(message?.text ?? '')
    expect(read).toMatchObject({
      documentId,
      to: [{ organId: 'G22' }],
      priority: 'urgent',
      signer: { fullName: 'Nguyễn Văn A' },
    })
    expect(new TextDecoder().decode(read.attachments[0]?.bytes)).toBe('%PDF-1.7 quyết định')
    const status: StatusMessage = {
      ...{
        from: read.to[0] ?? read.from,
        status: 'registered',
        staff: '',
        description: '',
        at: '2026-11-22T09:00:00+07:00',
      },
      about: {
        organId: read.from.organId,
        code: String(body['notation']),
        date: read.promulgation.date,
        documentId,
      },
    }
    expect(await deliver(writeStatusMessage(status))).toMatchObject({ status: 200, body: { status: 'OK' } })
    expect(await call('officer', 'GET', `/outgoing/${id}`)).toMatchObject({
      body: { receivers: [{ organId: 'G22', status: 'registered' }] },
    })
    expect(await call('leader', 'POST', `/outgoing/${id}/recall`, { reason: 'Sai thể thức' })).toMatchObject({
      body: { state: 'recalled' },
    })
    expect(await waitUntil(() => statuses(documentId).length > 0, 3_000)).toBe('met')
    expect(statuses(documentId)).toMatchObject([{ status: 'recalled', from: { organId: read.from.organId } }])
  })

  test('a document delivered again, under its own and a new message id, by both processes, is there once', async () => {
    const text = writeEdoc(edoc('G22,2026/11/20,96/CĐ-TTg'))
    const id = randomUUID()
    const answers = await Promise.all([
      deliver(text, id, 0),
      deliver(text, id, 1),
      deliver(text, randomUUID(), 0),
      deliver(text, randomUUID(), 1),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const found = await incomingOf('G22,2026/11/20,96/CĐ-TTg')
    expect(found).toMatchObject([{ unit: '79', state: 'arrived' }])
    expect(await waitUntil(() => statuses('G22,2026/11/20,96/CĐ-TTg').length > 0, 3_000)).toBe('met')
    expect(statuses('G22,2026/11/20,96/CĐ-TTg').map(({ status }) => status)).toEqual(['arrived'])
  })

  test('its way is told to the sender in order, never ahead of the book', async () => {
    const documentId = 'G22,2026/11/20,97/CĐ-TTg'
    await deliver(writeEdoc(edoc(documentId)))
    const [arrived] = await incomingOf(documentId)
    const path = `/incoming/${arrived?.id}`
    const whole = await call('clerk', 'GET', path)
    expect(whole.body['files']).toMatchObject([{ name: 'cong-dien.pdf', sizeBytes: 8 }])
    expect(await call('clerk', 'POST', `${path}/registration`)).toMatchObject({
      body: { state: 'registered', number: expect.any(Number) },
    })
    await call('leader', 'POST', `${path}/forwarding`, { leader: 'Chủ tịch' })
    await call('leader', 'POST', `${path}/direction`, { department: 'Văn phòng', instruction: 'Thực hiện' })
    await call('leader', 'POST', `${path}/assignment`, { officer: 'Trần B' })
    await call('officer', 'POST', `${path}/processing`)
    expect(await call('officer', 'POST', `${path}/completion`, { result: 'Xong' })).toMatchObject({
      body: { state: 'finished' },
    })
    expect(await waitUntil(() => statuses(documentId).length >= 5, 5_000)).toBe('met')
    expect(statuses(documentId).map(({ status }) => status)).toEqual([
      'arrived',
      'registered',
      'assigned',
      'processing',
      'finished',
    ])
    expect(
      statuses(documentId).every(({ from, about }) => from.organId === 'H29' && about.organId === 'G22'),
    ).toBe(true)
  })

  test('addressed to two communes it is in both; to none of ours it is kept, marked, and can be refused', async () => {
    const both = 'G09,2026/11/20,5/BNV-TCCB'
    const from = { organId: 'G09', name: 'Bộ Nội vụ' }
    await deliver(
      writeEdoc(
        edoc(both, {
          from,
          to: ['H29.101', 'H29.102', 'H29.101', 'G15'].map((organId) => ({ organId, name: '' })),
        }),
      ),
    )
    expect((await incomingOf(both)).map(({ unit }) => unit).sort()).toEqual(['25747', '25750'])
    const stray = 'G09,2026/11/20,6/BNV-TCCB'
    await deliver(writeEdoc(edoc(stray, { from, to: [{ organId: 'H26', name: '' }] })))
    const [found] = await incomingOf(stray)
    expect(found).toMatchObject({ unit: '79', addressedTo: 'H26' })
    expect(
      await call('clerk', 'POST', `/incoming/${found?.id}/refusal`, { reason: 'Gửi nhầm nơi nhận' }),
    ).toMatchObject({ body: { state: 'refused' } })
    expect(await waitUntil(() => statuses(stray).length >= 2, 3_000)).toBe('met')
    expect(statuses(stray).map(({ status }) => status)).toEqual(['arrived', 'refused'])
  })

  test('the old form of our own code is understood', async () => {
    const documentId = 'G22,2026/11/20,98/CĐ-TTg'
    await deliver(writeEdoc(edoc(documentId, { to: [{ organId: '000.00.00.H29', name: '' }] })))
    const found = await incomingOf(documentId)
    expect(found).toMatchObject([{ unit: '79' }])
    expect(found[0]?.addressedTo).toBeUndefined()
  })

  test('a revocation is found by DocumentId, and answered 15 or 16', async () => {
    const [documentId, revoking] = ['G22,2026/11/20,99/CĐ-TTg', 'G22,2026/11/21,100/CĐ-TTg']
    await deliver(writeEdoc(edoc(documentId)))
    await deliver(writeEdoc(edoc(revoking, { business: { type: 'revocation', reason: 'Nhầm', documentId } })))
    const [asked] = await incomingOf(documentId)
    expect(asked).toMatchObject({ changeAsked: 'revocation' })
    const answer = (id: string | undefined) =>
      call('leader', 'POST', `/incoming/${id}/change-answer`, { agreed: true })
    expect(await answer(asked?.id)).toMatchObject({ status: 200 })
    expect(await answer(asked?.id)).toMatchObject({ status: 409 })
    expect(await waitUntil(() => statuses(documentId).length >= 2, 3_000)).toBe('met')
    expect(statuses(documentId).map(({ status }) => status)).toEqual(['arrived', 'change-agreed'])
  })

  test('a recall counts from the sender only', async () => {
    const documentId = 'G22,2026/11/20,101/CĐ-TTg'
    await deliver(writeEdoc(edoc(documentId)))
    const recall = (organId: string) =>
      writeStatusMessage({
        ...{
          from: { organId, name: '' },
          status: 'recalled',
          staff: '',
          description: 'x',
          at: '2026-11-22T09:00:00+07:00',
        },
        about: { organId: 'G22', code: '101/CĐ-TTg', date: '2026-11-20', documentId },
      })
    await deliver(recall('G09'))
    expect((await incomingOf(documentId))[0]?.changeAsked).toBeUndefined()
    await deliver(recall('G22'))
    expect((await incomingOf(documentId))[0]).toMatchObject({ changeAsked: 'recall' })
  })

  test('a message that cannot be read is kept with its reason, and not asked for again', async () => {
    const answer = await deliver('<edXML xmlns="http://example.org/"/>')
    expect(answer).toMatchObject({ status: 200, body: { status: 'FAIL', ErrorCode: 'edxml-unreadable' } })
    const { rejected } = (await call('administrator', 'GET', '/rejected-messages')).body as {
      rejected: { reason: string }[]
    }
    expect(rejected[0]?.reason).toContain('root is not edXML')
  })

  test('the message may be the whole body', async () => {
    const documentId = 'G22,2026/11/20,102/CĐ-TTg'
    const answer = await call('exchange', 'POST', '/services/receiveEdoc', writeEdoc(edoc(documentId)), {
      headers: { 'x-road-id': randomUUID() },
    })
    expect(answer).toMatchObject({ status: 200, body: { status: 'OK', DocId: documentId } })
  })
})

describe('meetings', () => {
  test('minutes delivered twice are in the book once, with the attendance list', async () => {
    const minutes = {
      roomId: randomUUID(),
      unit: commune(18),
      title: 'Giao ban tháng 11',
      closedAt: '2026-11-22T03:00:00Z',
      minutes: 'Kết luận',
      attendance: [{ name: 'A', came: 'attended' }],
    }
    const id = randomUUID()
    const post = () =>
      call('exchange', 'POST', '/services/meeting-minutes', minutes, { headers: { 'x-road-id': id } })
    expect(await post()).toMatchObject({ status: 200, body: { result: 'done' } })
    expect(await post()).toMatchObject({ status: 200, body: { result: 'repeated' } })
    expect(await book(commune(18), 'incoming')).toMatchObject({ count: 1 })
    const listed = (await call('clerk', 'GET', `/incoming?unit=${commune(18)}`)).body['incoming'] as {
      id: string
    }[]
    expect(listed).toMatchObject([
      { source: 'meetings', subject: 'Biên bản họp: Giao ban tháng 11', number: 1 },
    ])
    expect(await call('clerk', 'GET', `/incoming/${listed[0]?.id}`)).toMatchObject({
      body: { files: [{ name: 'thanh-phan-du-hop.json' }] },
    })
  })
})
