// systems/national/national.system.test.ts: the national peers behind a real exchange: repeated, killed and refused messages, each in effect once.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../../targets/port.ts'
import { type Bench, startBench } from '../exchange/fixtures/testbed.ts'
import { type RunningSystem, waitUntil } from '../kit/fixtures/testbed.ts'
import { countPortalDossiers, listPortalDossiers, readPortalStatistics } from './fixtures/portal-reads.ts'

let bench: Bench
let national: RunningSystem
let exchange: RunningSystem
let port: string

beforeAll(async () => {
  bench = await startBench()
  // Below the ports given out: nobody else can come to have it between a kill and the next start.
  port = String(await freePort())
  national = await bench.startNational({ PORT: port, PORTAL_ACCOUNTS: '{"hcm":"mật khẩu"}' })
  const peers = ['portal', 'axis', 'ndxp'].map((name) => [`national-${name}`, `${national.url}/${name}`])
  exchange = await bench.start(Object.fromEntries(peers))
})
afterAll(async () => {
  await exchange[Symbol.asyncDispose]()
  await national[Symbol.asyncDispose]()
  await bench[Symbol.asyncDispose]()
})

type Change = Record<string, string>
const code = (n: number) => `H29.101-20261120-${String(n).padStart(7, '0')}`
function dossier(n: number, status: string, change: Change = {}) {
  const fixed = { MaHoSo: code(n), MaTTHC: '1.004873', KenhThucHien: '2', LoaiDoiTuong: '1' }
  return { ...fixed, TrangThaiHoSo: status, NgayTiepNhan: '20261120081500', ...change }
}
function body(isUpdating: 'True' | 'False', ...data: object[]) {
  return { madonvi: '000.00.00.H29', service: 'DongBoHoSoMC', isUpdating, data }
}
type Sent = { id?: string; to?: string; service?: string; stream?: string; body: unknown; as?: string }
async function send({
  id = randomUUID(),
  to = 'national-portal',
  service = 'DongBoHoSoMC',
  as = 'procedures',
  ...rest
}: Sent) {
  const answer = await bench.fetch(exchange.url, '/messages', {
    method: 'POST',
    as,
    body: { id, to, service, ...rest },
  })
  expect(answer.status).toBe(202)
  return id
}
async function message(id: string): Promise<Record<string, unknown>> {
  const { body: read } = await bench.fetch(exchange.url, `/messages/${id}`, { as: { role: 'administrator' } })
  return read as Record<string, unknown>
}
const delivered = (id: string) => waitUntil(async () => (await message(id))['state'] === 'delivered')
async function held(n: number) {
  return (await listPortalDossiers(national.url)).find((each) => each.code === code(n))
}

describe('the portal', () => {
  test('holds a dossier as last told, and counts what told of it', async () => {
    const stream = code(1)
    await send({ stream, body: body('False', dossier(1, '1')) })
    await send({ stream, body: body('True', dossier(1, '2')) })
    const progress = { MaHoSo: code(1), NguoiXuLy: 'Lê An', ThoiDiemXuLy: '20261120090000', TrangThai: '2' }
    const last = await send({
      stream,
      service: 'CapNhatTienDoHoSoMC',
      body: { madonvi: '000.00.00.H29', service: 'CapNhatTienDoHoSoMC', data: [progress] },
    })
    expect(await delivered(last)).toBe('met')
    expect(await held(1)).toMatchObject({
      unit: 'H29.101',
      status: '2',
      registrations: 1,
      updates: 1,
      progress: 1,
      deliveries: 3,
    })
  })
  test('P1: a second registration has no effect, is answered with code 3 and stays countable', async () => {
    const again = await send({ stream: code(1), body: body('False', dossier(1, '1')) })
    expect(await delivered(again)).toBe('met')
    expect(JSON.parse(String((await message(again))['answer']))).toEqual({
      error_code: '3',
      message: `Hồ sơ ${code(1)} đã tồn tại`,
    })
    expect(await held(1)).toMatchObject({ status: '2', registrations: 2 })
    expect((await countPortalDossiers(national.url)).get(code(1))).toBe(2)
  })
  const refused: [string, unknown, string][] = [
    ['an unknown dossier', body('True', dossier(90, '2')), `Không tìm thấy hồ sơ ${code(90)}`],
    [
      'an empty field',
      body('False', dossier(91, '1', { MaTTHC: '' })),
      '"error_code":"-1","message":"Trường MaTTHC',
    ],
    [
      'a date of another generation',
      body('False', dossier(92, '1', { NgayTiepNhan: '2026-11-20 08:15:00' })),
      'yyyyMMddHHmmss',
    ],
    [
      'a status that cannot follow',
      body('True', dossier(1, '10')),
      'trạng thái 10 không thể đi sau trạng thái 2',
    ],
  ]
  test.each(refused)('refuses %s: 422, visible in the backlog, without effect', async (_name, sent, said) => {
    const id = await send({ body: sent })
    expect(await waitUntil(async () => (await message(id))['lastError'] !== null)).toBe('met')
    expect(await message(id)).toMatchObject({ state: 'stored', lastError: expect.stringContaining(said) })
    expect(await held(90)).toBeUndefined()
    expect(await held(1)).toMatchObject({ status: '2' })
  })
  test('four refusals were tried', () => expect(refused).toHaveLength(4))
  test('killed under a stream of messages: every dossier is there once, with its last status', async () => {
    const count = 60
    const sendAt = async (n: number): Promise<string> => {
      const stream = code(100 + n)
      await send({ stream, body: body('False', dossier(100 + n, '1')) })
      return send({ stream, body: body('True', dossier(100 + n, '2')) })
    }
    const numbers = Array.from({ length: count }, (_, n) => n)
    const before = numbers.slice(0, count / 2).map(sendAt)
    expect(await waitUntil(async () => (await readPortalStatistics(national.url)).dossiers > 5)).toBe('met')
    // The other half is sent while it is away, however fast the first half was.
    const under = numbers.slice(count / 2).map(sendAt)
    national.child.kill('SIGKILL')
    await once(national.child, 'exit')
    const ids = await Promise.all([...before, ...under])
    national = await bench.startNational({ PORT: port, PORTAL_ACCOUNTS: '{"hcm":"mật khẩu"}' })
    for (const id of ids) expect(await delivered(id)).toBe('met')
    const dossiers = await listPortalDossiers(national.url)
    const mine = dossiers.filter(({ code: each }) => each >= code(100))
    expect(mine).toHaveLength(count)
    expect(
      mine.every(({ status, registrations, updates }) => `${status} ${registrations} ${updates}` === '2 1 1'),
    ).toBe(true)
    const { units } = await readPortalStatistics(national.url)
    expect(units).toEqual([{ unit: 'H29.101', dossiers: count + 1, byStatus: { '2': count + 1 } }])
  })
  test('X1: a request that did not come through the exchange is refused', async () => {
    const sent = body('False', dossier(95, '1'))
    const straight = await bench.fetch(national.url, '/portal/services/DongBoHoSoMC', {
      method: 'POST',
      body: sent,
    })
    expect([straight.status, (straight.body as { type: string }).type]).toEqual([
      400,
      'not-through-the-exchange',
    ])
    expect(await held(95)).toBeUndefined()
  })
  test('questions pass through the exchange as calls', async () => {
    const ask = (service: string, asked: object) =>
      bench.fetch(exchange.url, `/r1/VN/GOV/G22/national-portal/${service}`, {
        method: 'POST',
        as: 'procedures',
        headers: { 'X-Road-Client': 'VN/GOV/H29/procedures' },
        body: asked,
      })
    const found = await ask('TraCuuHoSo', { mahoso: code(1) })
    expect(found.body).toMatchObject({ error_code: '0', result: [{ MaHoSo: code(1), TrangThaiHoSo: '2' }] })
    expect((await ask('LayThuTuc', { maTTHC: '1.004873' })).body).toMatchObject({
      result: [{ MATTHC: '1.004873', LINHVUCTHUCHIEN: [{ TENLINHVUC: 'Hộ tịch' }] }],
    })
    expect(((await ask('LayDanhSachTTHC', {})).body as { result: unknown[] }).result).toHaveLength(114)
    const missing = await ask('TraCuuHoSo', { mahoso: code(99) })
    expect([missing.status, missing.headers.has('x-road-error')]).toEqual([422, false])
  })
})

describe('the portal’s own adapter', () => {
  const adapter = '/portal/XrdAdapter/RestService/forward/mapi'
  const provider = '?dstcode=VN:GOV:000.00.00.G22:vpcpdvcprovider'
  const post = async (path: string, sent: object) =>
    (await bench.fetch(national.url, `${adapter}${path}${provider}`, { method: 'POST', body: sent }))
      .body as Change
  test('a session opens the services, nothing else does', async () => {
    const { session } = await post('/login', { username: 'hcm', password: 'mật khẩu' })
    const ask = { madonvi: '000.00.00.H29', service: 'TraCuuHoSo', mahoso: code(1) }
    expect(await post('/g', { ...ask, session })).toMatchObject({ error_code: '0' })
    expect(await post('/g', { ...ask, session: 'x' })).toMatchObject({ error_code: '-2' })
    expect(await post('/login', { username: 'hcm', password: 'x' })).toMatchObject({ error_code: '-2' })
  })
  test('no session, no service and no account by what every object has, or by what is no text', async () => {
    const { session } = await post('/login', { username: 'hcm', password: 'mật khẩu' })
    const odd: [string, object][] = [
      ['/g', { service: 'constructor', session }],
      ['/g', { service: { toString: 1 }, session }],
      ['/g', { service: 'TraCuuHoSo', session: { toString: 1 } }],
      ['/g', { service: 'TraCuuHoSo', session: '\u0000' }],
      ['/login', { username: 'constructor', password: 'x' }],
      ['/login', { username: { toString: 1 }, password: 'x' }],
    ]
    const answers = await Promise.all(odd.map(async ([path, sent]) => (await post(path, sent))['error_code']))
    expect(answers).toEqual(Array(6).fill('-2'))
  })
})

describe('the axis', () => {
  const namespace = 'http://www.mic.gov.vn/TBT/QCVN_102_2016'
  const edoc =
    `<edXML xmlns="${namespace}"><edXMLEnvelope><edXMLHeader><MessageHeader><From><OrganId>H29.101</OrganId></From><To><OrganId>G09</OrganId></To><DocumentId>H29.101,2026/11/20,12/UBND-VP</DocumentId></MessageHeader></edXMLHeader></edXMLEnvelope></edXML>`.replace(
      '</MessageHeader>',
      '<PromulgationInfo><PromulgationDate>2026/11/20</PromulgationDate></PromulgationInfo></MessageHeader>',
    )
  const sent = { servicetype: 'eDoc', messagetype: 'edoc', from: 'H29.101', to: ['G09'], file_doc: edoc }
  test('keeps a document in the receiver’s inbox until it is acknowledged', async () => {
    const id = await send({ as: 'documents', to: 'national-axis', service: 'sendEdoc', body: sent })
    expect(await delivered(id)).toBe('met')
    const { DocId: docId } = JSON.parse(String((await message(id))['answer'])) as { DocId: string }
    const ask = async (service: string, asked: object) => {
      const { body: answer } = await bench.fetch(exchange.url, `/r1/VN/GOV/G22/national-axis/${service}`, {
        method: 'POST',
        as: 'documents',
        headers: { 'X-Road-Client': 'VN/GOV/H29/documents' },
        body: asked,
      })
      return answer as { status: string; data: { docId: string }[] }
    }
    const listed = async () =>
      (await ask('getReceivedEdocList', { organId: 'G09' })).data.map((each) => each.docId)
    expect([await listed(), await listed()]).toEqual([[docId], [docId]])
    expect(await ask('getEdoc', { docId })).toMatchObject({
      status: 'OK',
      data: expect.stringContaining('12/UBND-VP'),
    })
    expect(await ask('updateStatus', { docId, organId: 'G09', status: 'done' })).toMatchObject({
      status: 'OK',
    })
    expect(await listed()).toEqual([])
    const { body: page } = await bench.fetch(national.url, '/axis/documents')
    expect(page).toMatchObject({
      documents: [{ docId, deliveries: 1, receivers: [{ organ: 'G09', status: 'done' }] }],
    })
  })
})

test('ndxp keeps a report summary', async () => {
  const summary = { template: 'kinh-te', period: '202611', figures: [{ indicator: 'a', value: 1 }] }
  const id = await send({ as: 'reporting', to: 'national-ndxp', service: 'report-summary', body: summary })
  expect(await delivered(id)).toBe('met')
  const { body: page } = await bench.fetch(national.url, '/ndxp/summaries')
  expect(page).toMatchObject({ summaries: [{ period: '202611', deliveries: 1, body: summary }] })
})
