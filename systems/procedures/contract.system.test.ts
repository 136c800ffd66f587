// systems/procedures/contract.system.test.ts: what comes from elsewhere, who may do what, lists, and the adapter; over HTTP on a real PostgreSQL.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROLES } from '../../types/system.ts'
import { loadContract } from '../kit/contract.ts'
import { type Bench, delivery, startBench, withKey } from '../kit/fixtures/bench.ts'
import { tryEveryDoor } from '../kit/fixtures/role-matrix.ts'
import { PATIENCE } from '../kit/fixtures/testbed.ts'
import { loadUnits } from '../kit/units.ts'
import { createAdapter } from './adapter.ts'
import {
  type Desk,
  DIVIDED_UNIT,
  FORMER_UNIT,
  openDesk,
  PROCEDURE,
  problem,
  submission,
  UNIT,
} from './fixtures/desk.ts'

const units = loadUnits('79', 'H29')
const MEANT_FOR = {
  listProcedures: 'everybody',
  configureProcedure: 'administrator',
  submitDossier: 'citizen officer',
  listDossiers: 'officer leader administrator',
  lookupOperations: 'administrator',
  importInFlight: 'administrator',
  getDossier: 'citizen officer leader clerk administrator',
  acceptDossier: 'officer',
  rejectDossier: 'officer',
  startProcessing: 'officer',
  requestSupplement: 'officer',
  supplyDossier: 'citizen officer',
  requestPayment: 'officer',
  confirmPayment: 'officer',
  withdrawDossier: 'citizen officer',
  stopDossier: 'officer leader',
  finishDossier: 'officer leader',
  handOverDossier: 'officer',
  getStatistics: 'officer leader administrator',
  receivePortalDossiers: 'exchange',
}
const CONTRACT = new URL('./contract.yaml', import.meta.url)
let bench: Bench
let desk: Desk

beforeAll(async () => {
  bench = await startBench('procedures', new URL('./server.ts', import.meta.url))
  desk = openDesk(bench)
})
afterAll(() => bench[Symbol.asyncDispose]())

const row = (more: object = {}) => ({
  code: '000.15.26.H29-250601-0007',
  formerUnit: FORMER_UNIT,
  procedure: PROCEDURE,
  channel: 'counter',
  applicant: { kind: 'citizen', name: 'Lê Văn Cũ', idNumber: '079300000456' },
  summary: 'Hồ sơ của đơn vị cũ',
  status: 4,
  submittedAt: '2025-06-01T08:00:00+07:00',
  dueAt: '2025-07-04T17:00:00+07:00',
  ...more,
})

describe('dossiers in flight', () => {
  test('kept under its code, with its former unit, and led to the end by the successor', async () => {
    expect(
      await bench.call('administrator', 'POST', '/dossiers/in-flight', { dossiers: [row()] }),
    ).toMatchObject({ status: 201, body: { imported: 1 } })
    const { body } = await desk.lead(row().code, 'completion', 'hand-over')
    expect(body).toMatchObject({
      code: row().code,
      formerUnit: FORMER_UNIT,
      unit: units.resolve(FORMER_UNIT)[0],
      status: 10,
      onTime: false,
    })
    expect(
      await bench.call('administrator', 'POST', '/dossiers/in-flight', { dossiers: [row()] }),
    ).toMatchObject(problem(409, 'code-taken'))
  })

  test('bad rows: every fault named, nothing taken over', async () => {
    const rows = [
      row({ code: '000.15.26.H29-250601-0008' }),
      row({ code: 'H29-20250601-12', formerUnit: '99999' }),
      row({
        code: '000.15.26.H29-250631-0009',
        formerUnit: DIVIDED_UNIT,
        procedure: '9.999999',
        dueAt: undefined,
      }),
      row({ code: '000.15.26.H29-250601-0011', dueAt: '2025-05-30T17:00:00+07:00' }),
      row({ code: '000.15.26.H29-250601-0012', status: 5 }),
      row({
        code: '000.15.26.H29-250601-0012',
        submittedAt: '2099-01-01T08:00:00+07:00',
        dueAt: '2099-01-09T17:00:00+07:00',
      }),
    ]
    const answer = await bench.call('administrator', 'POST', '/dossiers/in-flight', { dossiers: rows })
    expect(answer).toMatchObject(problem(422, 'in-flight-refused'))
    const faults = (answer.body['faults'] as { message: string }[]).map(
      ({ message }) => message.split(/[:;(]| \d/)[0],
    )
    expect(faults.sort()).toEqual(
      [
        'code',
        'code',
        'dueAt cannot be reckoned with',
        'dueAt is before the acceptance',
        'dueAt is missing',
        'former unit',
        'former unit',
        'named twice',
        'procedure',
        'stoppedAt is missing',
        'submittedAt, acceptedAt, stoppedAt and now are not in this order',
      ].sort(),
    )
    expect(await bench.call('officer', 'GET', '/dossiers/000.15.26.H29-250601-0008')).toMatchObject({
      status: 404,
    })
  })

  const beyond: [string, object][] = [
    ['due in a year whose days off nobody knows', { dueAt: '2031-06-30T17:00:00+07:00' }],
    [
      'stopped in a year before those that are known',
      { status: 5, submittedAt: '2024-12-02T08:00:00+07:00', stoppedAt: '2024-12-20T08:00:00+07:00' },
    ],
  ]
  test.each(beyond)('%s: refused, since no supplement could ever be reckoned', async (_name, more) => {
    const dossiers = [row({ code: '000.15.26.H29-250601-0013', ...more })]
    const answer = await bench.call('administrator', 'POST', '/dossiers/in-flight', { dossiers })
    expect(answer).toMatchObject(problem(422, 'in-flight-refused'))
    expect(JSON.stringify(answer.body['faults'])).toContain('cannot be reckoned with')
  })
  test('both years are tried', () => expect(beyond).toHaveLength(2))

  test('one that has come to such a date all the same: the officer is told why, and it stays as it was', async () => {
    const code = await desk.submit()
    const reckoned = `update dossier set status = 5, accepted_at = now(), stopped_at = now(), due_at = '2031-06-30' where code = $1`
    await bench.sql.query(reckoned, [code])
    expect(await bench.call('officer', 'POST', `/dossiers/${code}/supplement`, {})).toMatchObject(
      problem(422, 'calendar-year-unknown'),
    )
    expect(await bench.call('officer', 'GET', `/dossiers/${code}`)).toMatchObject({ body: { status: 5 } })
  })

  test('a divided former unit, with the successor named', async () => {
    const [successor] = units.resolve(DIVIDED_UNIT)
    const body = {
      dossiers: [
        row({
          code: '000.15.26.H29-250601-0010',
          formerUnit: DIVIDED_UNIT,
          unit: successor,
          status: 5,
          stoppedAt: '2025-06-10T09:00:00+07:00',
        }),
      ],
    }
    expect(await bench.call('administrator', 'POST', '/dossiers/in-flight', body)).toMatchObject({
      status: 201,
    })
    expect((await desk.lead('000.15.26.H29-250601-0010', 'supplement')).body).toMatchObject({
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
    bench.call(
      { client: 'exchange' },
      'POST',
      '/services/nhanhsdvcqg',
      { isUpdating: 'False', data },
      delivery(id),
    )

  test('taken once under the portal’s code; its status goes back', async () => {
    expect(await deliver('portal-1', [filed])).toMatchObject({ status: 200, body: { error_code: '0' } })
    expect(await deliver('portal-1', [filed])).toMatchObject({ status: 200, body: { error_code: '0' } })
    expect(await desk.lead(filed.MaHoSo, 'acceptance')).toMatchObject({
      body: { origin: 'portal', status: 2 },
    })
    await bench.delivered()
    expect(bench.exchange.messages.find((message) => message.stream === filed.MaHoSo)?.body).toMatchObject({
      isUpdating: 'True',
    })
  })

  test('a bad item is answered with the reason, and none of the message is stored', async () => {
    const good = { ...filed, MaHoSo: `${units.identifier(UNIT)}-20260701-0000778` }
    expect(await deliver('portal-2', [good, { ...filed, MaHoSo: 'H99.101-20260701-0000001' }])).toMatchObject(
      { body: { error_code: '-1', message: expect.stringContaining('H99.101') } },
    )
    expect(await bench.call('officer', 'GET', `/dossiers/${good.MaHoSo}`)).toMatchObject({
      status: 404,
    })
    expect(await deliver('portal-2', [good])).toMatchObject({ body: { error_code: '0' } })
  })

  const unfit: [string, object, RegExp][] = [
    ['a name the contract could not show', { ChuHoSo: 'Phạm\u0007Thị' }, /ChuHoSo/],
    ['a name that is too long', { ChuHoSo: 'x'.repeat(201) }, /ChuHoSo/],
    ['a procedure with a digit too many', { MaTTHC: `${PROCEDURE}1` }, /not a procedure/],
  ]
  test.each(unfit)('%s is refused, not taken as another', async (name, more, reason) => {
    const item = { ...filed, MaHoSo: `${units.identifier(UNIT)}-20260701-0000779`, ...more }
    expect(await deliver(name, [item])).toMatchObject({
      body: { error_code: '-1', message: expect.stringMatching(reason) },
    })
  })
  test('all three are tried', () => expect(unfit).toHaveLength(3))
})

describe('who may do what', () => {
  test('the contract opens each operation to whom it is meant for', async () => {
    const { operations } = await loadContract(CONTRACT)
    const found = operations.map(({ id, roles, clients }) => [
      id,
      (roles ?? clients ?? ['everybody']).join(' '),
    ])
    expect(Object.fromEntries(found)).toEqual(MEANT_FOR)
    expect(found).toHaveLength(20)
  })

  test('every operation with every caller: let in, 401 or 403 as the contract says', async () => {
    const trials = await tryEveryDoor(CONTRACT, bench.replicas[0].url, bench.identity)
    expect(trials).toHaveLength(20 * (1 + ROLES.length + 1))
    expect(trials.filter(({ expected, found }) => expected !== found)).toEqual([])
  })

  test('an administrator of one unit: neither the province’s limits nor another’s dossiers in flight', async () => {
    const elsewhere = { roles: ['administrator'], unit: '27154' } as const
    const limit = { limitWorkingDays: 1, feeVnd: 0 }
    expect(await bench.call(elsewhere, 'PUT', `/procedures/${PROCEDURE}/configuration`, limit)).toMatchObject(
      problem(403, 'other-unit'),
    )
    const dossiers = [row({ code: '000.15.26.H29-250601-0014' })]
    expect(await bench.call(elsewhere, 'POST', '/dossiers/in-flight', { dossiers })).toMatchObject(
      problem(403, 'other-unit'),
    )
  })

  test('an officer of one unit: not another’s dossier, list, count or submission', async () => {
    const code = await desk.submit()
    await desk.submit({ unit: '27154' })
    const elsewhere = { roles: ['officer'], unit: '27154', client: 'officer-elsewhere' } as const
    expect(await bench.call(elsewhere, 'GET', `/dossiers/${code}`)).toMatchObject(problem(403, 'other-unit'))
    expect(await bench.call(elsewhere, 'POST', `/dossiers/${code}/acceptance`, {})).toMatchObject(
      problem(403, 'other-unit'),
    )
    expect(await bench.call(elsewhere, 'GET', `/dossiers?unit=${UNIT}`)).toMatchObject(
      problem(403, 'other-unit'),
    )
    expect(await bench.call(elsewhere, 'POST', '/dossiers', submission(), withKey())).toMatchObject(
      problem(403, 'other-unit'),
    )
    const { body } = await bench.call(elsewhere, 'GET', '/dossiers')
    expect(new Set((body['dossiers'] as { unit: string }[]).map((one) => one.unit))).toEqual(
      new Set(['27154']),
    )
    const counts = (await bench.call(elsewhere, 'GET', '/statistics')).body['counts'] as {
      unit: string
    }[]
    expect(counts.every((row) => row.unit === '27154')).toBe(true)
  })

  test('a citizen: only what they submitted', async () => {
    const code = await desk.submit()
    const other = { roles: ['citizen'], client: 'another-citizen' } as const
    expect(await bench.call('citizen', 'GET', `/dossiers/${code}`)).toMatchObject({ status: 200 })
    expect(await bench.call(other, 'GET', `/dossiers/${code}`)).toMatchObject(
      problem(403, 'not-your-dossier'),
    )
    expect(await bench.call(other, 'POST', `/dossiers/${code}/withdrawal`, {})).toMatchObject(
      problem(403, 'not-your-dossier'),
    )
  })
})

describe('lists and counts', () => {
  test('pages end, hold every dossier once, and show no personal data', async () => {
    const seen: string[] = []
    for (let after: unknown = 0; after !== undefined; ) {
      const { body } = await bench.call(
        'leader',
        'GET',
        `/dossiers?limit=7&include=steps&after=${String(after)}`,
      )
      seen.push(...(body['dossiers'] as { code: string }[]).map((one) => one.code))
      expect(JSON.stringify(body)).not.toMatch(/idNumber|Trần Thị Thử/)
      after = body['next']
    }
    const { body } = await bench.call('leader', 'GET', '/statistics')
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
      baseUrl: bench.replicas[0].url,
      patience: PATIENCE,
      communes: units.units.map((unit) => unit.code),
      token: (role) => bench.identity.token({ roles: [role], client: `rehearsal-${role}` }),
    })

  test('passes the essential path in nine steps', async () => {
    const steps = await adapter().essentialPath()
    expect(steps.filter((step) => !step.ok)).toEqual([])
    expect(steps).toHaveLength(9)
  })

  test('names the step that fails, and stops there', async () => {
    const broken = createAdapter({
      baseUrl: bench.replicas[0].url,
      patience: PATIENCE,
      communes: ['99999'],
      token: (role) => bench.identity.token({ roles: [role] }),
    })
    const steps = await broken.essentialPath()
    expect(steps).toMatchObject([
      { name: 'submit', ok: false, detail: expect.stringContaining('unknown-unit') },
    ])
  })

  test('carries the 168 units, and counts what is stored', async () => {
    expect(await adapter().units()).toHaveLength(168)
    const code = await desk.submit()
    expect([...(await adapter().stored([code, 'H29.101-20260701-5555555']))]).toEqual([
      [code, 1],
      ['H29.101-20260701-5555555', 0],
    ])
  })
})
