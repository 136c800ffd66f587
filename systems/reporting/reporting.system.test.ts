// reporting.system.test.ts: the reporting system as two processes on one PostgreSQL: doors, versions, totals, closing, dossiers.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Role } from '../../types/system.ts'
import { type As, type Bench, delivery, startBench, withKey } from '../kit/fixtures/bench.ts'
import { tryEveryDoor } from '../kit/fixtures/role-matrix.ts'
import { PATIENCE } from '../kit/fixtures/testbed.ts'
import { loadUnits } from '../kit/units.ts'
import { createAdapter } from './adapter.ts'

const CONTRACT = new URL('./contract.yaml', import.meta.url)
const UNITS = loadUnits('79', 'H29').units.map(({ code }) => code)
const [FIRST = '', SECOND = ''] = UNITS
/** Over since 14 October 2026, due on the 16th. */
const PERIOD = '202610'
let bench: Bench
let template: string

beforeAll(async () => {
  bench = await startBench('reporting', new URL('./server.ts', import.meta.url))
})
afterAll(() => bench[Symbol.asyncDispose]())
beforeEach(async () => {
  template = `T${randomUUID().slice(0, 8).toUpperCase()}`
  expect(await bench.call('administrator', 'POST', '/templates', definition(), withKey())).toMatchObject({
    status: 201,
  })
})

const definition = (more: object = {}) => ({
  ...{
    code: template,
    name: 'Tình hình giải quyết thủ tục hành chính',
    every: 'month',
    window: 'cut-off-14',
  },
  indicators: [
    { code: 'received', name: 'Tiếp nhận', unit: 'hồ sơ' },
    { code: 'onTime', name: 'Đúng hạn', unit: 'hồ sơ' },
    { code: 'share', name: 'Tỷ lệ đúng hạn', unit: '%', decimals: 1, formula: 'onTime / received * 100' },
  ],
  ...more,
})
const values = (received: number, onTime: number) => [
  { indicator: 'received', value: received, unit: 'hồ sơ' },
  { indicator: 'onTime', value: onTime, unit: 'hồ sơ' },
]
const report = (unit: string, received = 10, onTime = 5) => ({
  unit,
  signed: true,
  signedBy: 'Chủ tịch',
  values: values(received, onTime),
})
const place = (rest: string, period = PERIOD) => `/templates/${template}/periods/${period}${rest}`
const submit = (body: object, options: { as?: As; period?: string; key?: string; replica?: 0 | 1 } = {}) =>
  bench.call(options.as ?? 'officer', 'POST', place('/reports', options.period), body, {
    ...withKey(options.key),
    replica: options.replica ?? 0,
  })
const total = async () =>
  (await bench.call('leader', 'GET', place('/total'))).body as {
    reported: number
    missing: string[]
    partial: string[]
    values: { value: number | null }[]
  }
const figures = async () => (await total()).values.map(({ value }) => value)
const close = (body: object = { withoutMissing: true }, as: As = 'leader') =>
  bench.call(as, 'POST', place('/closure'), body)
const summaries = () =>
  bench.exchange.messages.filter(
    ({ to, body }) => to === 'national-ndxp' && (body as { template: string }).template === template,
  )

describe('the door', () => {
  test('every operation for every kind of caller', async () => {
    const trials = await tryEveryDoor(CONTRACT, bench.replicas[0].url, bench.identity)
    expect(trials).toHaveLength(13 * 7)
    expect(trials.filter(({ expected, found }) => expected !== found)).toEqual([])
    expect(trials.filter(({ caller, found }) => caller === 'citizen' && found === 'let in')).toEqual([])
  })

  test('an officer of one unit reports for no other, and reads no other’s versions', async () => {
    const as = { roles: ['officer'], unit: SECOND } as const
    expect(await submit(report(FIRST), { as })).toMatchObject({ status: 403, body: { type: 'other-unit' } })
    expect(await submit(report(SECOND), { as })).toMatchObject({ status: 201 })
    expect(await bench.call(as, 'GET', place(`/reports?unit=${FIRST}`))).toMatchObject({ status: 403 })
  })

  test('a leader of one unit closes nothing', async () => {
    expect(await close({}, { roles: ['leader'], unit: FIRST })).toMatchObject({ status: 403 })
  })
})

describe('a template', () => {
  test('with faults is refused with all of them; a code is used once', async () => {
    const indicators = [
      { code: 'a', name: 'A', unit: 'x' },
      { code: 'a', name: 'A', unit: 'x' },
      { code: 'b', name: 'B', unit: 'x', formula: 'c + 1' },
    ]
    const answer = await bench.call(
      'administrator',
      'POST',
      '/templates',
      definition({ code: 'BAD', indicators }),
      withKey(),
    )
    expect(answer).toMatchObject({ status: 422, body: { faults: [{ where: 'a' }, { where: 'b' }] } })
    expect(await bench.call('administrator', 'POST', '/templates', definition(), withKey())).toMatchObject({
      status: 409,
    })
  })

  test('owns its periods: another rule’s code, or a year without holidays, is refused', async () => {
    expect(await bench.call('officer', 'GET', place('', PERIOD))).toMatchObject({
      body: { from: '2026-09-15', to: '2026-10-14', dueOn: '2026-10-16', state: 'open', summaryVersion: 0 },
    })
    for (const code of ['20264', '2026', '202613', '203001'])
      expect(await bench.call('officer', 'GET', place('', code))).toMatchObject({
        status: 422,
        body: { type: 'bad-period' },
      })
    expect(await submit(report(FIRST), { period: '202712' })).toMatchObject({
      status: 409,
      body: { type: 'period-ahead' },
    })
  })
})

describe('a report', () => {
  test('unsigned is refused; with faults, all are named; nothing is stored', async () => {
    expect(await submit({ ...report(FIRST), signed: false })).toMatchObject({
      status: 422,
      body: { type: 'unsigned' },
    })
    const bad = [
      { indicator: 'received', value: 1.5, unit: 'hồ sơ' },
      { indicator: 'share', value: 50, unit: '%' },
    ]
    const answer = await submit({ ...report(FIRST), values: bad })
    expect(answer).toMatchObject({ status: 422, body: { type: 'bad-values', faults: [{}, {}, {}] } })
    expect(await total()).toMatchObject({ reported: 0 })
  })

  test('corrected is replaced in the total and kept in the record', async () => {
    await submit(report(FIRST, 100, 50))
    await submit(report(SECOND, 300, 300))
    expect(await figures()).toEqual([400, 350, 87.5])
    expect(await submit(report(FIRST, 100, 100))).toMatchObject({ body: { version: 2 } })
    expect(await figures()).toEqual([400, 400, 100])
    const { reports } = (await bench.call('officer', 'GET', place(`/reports?unit=${FIRST}`))).body as {
      reports: { version: number }[]
    }
    expect(reports.map(({ version }) => version)).toEqual([2, 1])
  })

  test('twenty corrections by two processes at once are twenty versions, and one counts', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        submit(report(FIRST, 7, 7), { replica: index % 2 === 0 ? 0 : 1 }),
      ),
    )
    const versions = answers.map(({ body }) => Number(body['version'])).sort((a, b) => a - b)
    expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    expect(await figures()).toEqual([7, 7, 100])
  })

  test('the same Idempotency-Key stores once', async () => {
    const key = randomUUID()
    const answers = await Promise.all(
      [0, 1, 0].map((replica) => submit(report(FIRST), { key, replica: replica as 0 | 1 })),
    )
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1)
    expect(await submit(report(FIRST, 11), { key })).toMatchObject({
      status: 422,
      body: { type: 'idempotency-key-reused' },
    })
  })

  test('of a former unit counts as a part until the unit itself reports; a divided one is refused', async () => {
    expect(await submit(report('25744', 10, 10))).toMatchObject({
      status: 201,
      body: { unit: '25750', formerUnit: '25744' },
    })
    expect(await total()).toMatchObject({ reported: 1, partial: ['25750'] })
    expect(await figures()).toEqual([10, 10, 100])
    await submit(report('25750', 30, 15))
    expect(await total()).toMatchObject({ reported: 1, partial: [] })
    expect(await figures()).toEqual([30, 15, 50])
    const divided = await submit(report('25741'))
    expect(divided).toMatchObject({ status: 422, body: { type: 'former-unit' } })
    expect(divided.body['detail']).toContain('25747, 25750')
  })
})

describe('the province', () => {
  test('silence is named and is not zero; who was late is late, a fallback counts when it was sent', async () => {
    expect(await figures()).toEqual([null, null, null])
    await submit(report(FIRST))
    await submit({ ...report(SECOND), fallback: { notation: '15/BC-UBND', sentOn: '2026-10-16' } })
    expect((await total()).missing).toEqual(UNITS.slice(2))
    const { body } = await bench.call('leader', 'GET', place('/late'))
    expect(body).toMatchObject({ dueOn: '2026-10-16', onTime: [SECOND], late: [FIRST], pending: [] })
    expect(body['missing']).toHaveLength(166)
  })

  test('a period closes when its units have reported, or with those missing named; one summary leaves', async () => {
    await submit(report(FIRST, 40, 20))
    expect(await close({})).toMatchObject({ status: 409, body: { type: 'units-missing' } })
    const answers = await Promise.all([close(), close()])
    expect(answers).toMatchObject([
      { status: 200, body: { state: 'closed', summaryVersion: 1 } },
      { status: 200 },
    ])
    await bench.delivered()
    expect(summaries()).toMatchObject([
      {
        ...{ service: 'report-summary', stream: `${template}/${PERIOD}` },
        body: {
          member: 'H29',
          version: 1,
          expected: 168,
          reported: 1,
          values: [{ value: 40 }, { value: 20 }, { value: 50 }],
        },
      },
    ])
    expect(await submit(report(SECOND))).toMatchObject({ status: 409, body: { type: 'period-closed' } })
    expect(await bench.call('leader', 'POST', place('/reopening'), { reason: 'Đính chính' })).toMatchObject({
      body: { state: 'open' },
    })
    expect(await submit(report(SECOND))).toMatchObject({ status: 201 })
    expect(await close()).toMatchObject({ body: { summaryVersion: 2 } })
  })

  test('a running period does not close', async () => {
    /** The window that holds today: from the 15th on it is next month's. */
    const running = () => {
      const now = new Date(Date.now() + 7 * 3_600_000)
      const month = now.getUTCMonth() + (now.getUTCDate() >= 15 ? 1 : 0)
      return new Date(Date.UTC(now.getUTCFullYear(), month, 1)).toISOString().slice(0, 7).replace('-', '')
    }
    const ask = (period: string) =>
      bench.call('leader', 'POST', place('/closure', period), { withoutMissing: true })
    let period = running()
    let answer = await ask(period)
    // One that ended while it was asked about was not the running one.
    for (; period !== running(); answer = await ask(period)) period = running()
    expect(answer).toMatchObject({ status: 409, body: { type: 'period-running' } })
  })

  test('the essential path, and what it stored, through the adapter', async () => {
    const token = (role: Role) => bench.identity.token({ roles: [role] })
    const adapter = createAdapter({
      baseUrl: bench.replicas[1].url,
      token,
      communes: UNITS,
      patience: PATIENCE,
    })
    expect((await adapter.essentialPath()).filter(({ ok }) => !ok)).toEqual([])
    expect(await adapter.units()).toHaveLength(168)
    const id = String((await submit(report(FIRST))).body['id'])
    const lost = randomUUID()
    expect([...(await adapter.stored([id, lost]))]).toEqual([
      [id, 1],
      [lost, 0],
    ])
    await bench.sql.query(
      `insert into report (id, template, period, unit, former_unit, version, operation_key, measured, signed_by, submitted_by, submitted_at)
       select gen_random_uuid(), template, period, unit, former_unit, version + 1, operation_key, measured, signed_by, submitted_by, submitted_at
       from report where id = $1`,
      [id],
    )
    expect((await adapter.stored([id])).get(id)).toBe(2)
  })
})

describe('dossiers', () => {
  const event = (dossier: string, unit: string, finishedAt: string, onTime = true) => ({
    dossier,
    unit,
    procedure: '1.004873',
    finishedAt,
    onTime,
  })
  const tell = (body: object, id?: string, replica?: 0 | 1) =>
    bench.call({ client: 'exchange' }, 'POST', '/services/dossier-events', body, delivery(id, replica))

  test('are counted once by unit and day, whatever is delivered again; former units where they went', async () => {
    const id = randomUUID()
    // 17:30 UTC is the next day in Việt Nam.
    const first = event('H29.101-261001-0001', '25744', '2026-10-01T17:30:00Z')
    const answers = await Promise.all([tell(first, id, 0), tell(first, id, 1), tell(first)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    await tell(event('H29.101-261001-0002', '25750', '2026-10-02T01:00:00Z', false))
    await tell(event('H29.101-261001-0003', '25741', '2026-10-02T01:00:00Z'))
    const counts = async (as: As, query: string) =>
      (await bench.call(as, 'GET', `/dossier-counts?${query}`)).body
    expect(await counts('leader', 'from=2026-10-01&to=2026-10-31')).toEqual({
      total: 3,
      counts: [
        { unit: '25741', day: '2026-10-02', finished: 1, onTime: 1 },
        { unit: '25750', day: '2026-10-02', finished: 2, onTime: 1 },
      ],
    })
    expect(
      await counts({ roles: ['officer'], unit: '25750' }, 'from=2026-10-01&to=2026-10-31'),
    ).toMatchObject({
      total: 2,
    })
    expect(await counts('leader', 'from=2026-10-31&to=2026-10-01')).toMatchObject({ type: 'bad-range' })
  })
})
