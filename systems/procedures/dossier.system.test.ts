// systems/procedures/dossier.system.test.ts: submission, the steps that follow, and who is told; over HTTP, two replicas on a real PostgreSQL.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bench, startBench, withKey } from '../kit/fixtures/bench.ts'
import type { ReceivedMessage } from '../kit/fixtures/testbed.ts'
import { loadUnits } from '../kit/units.ts'
import { parseCode } from './dossier-code.ts'
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
let bench: Bench
let desk: Desk

beforeAll(async () => {
  bench = await startBench('procedures', new URL('./server.ts', import.meta.url))
  desk = openDesk(bench)
})
afterAll(() => bench[Symbol.asyncDispose]())

describe('submission', () => {
  test('a dossier gets a code of its day, status 1, and its submitter on record', async () => {
    const { status, body } = await bench.call('citizen', 'POST', '/dossiers', submission(), withKey())
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
    const key = randomUUID()
    const tries = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        bench.call('citizen', 'POST', '/dossiers', submission(), {
          ...withKey(key),
          replica: index % 2 === 0 ? 0 : 1,
        }),
      ),
    )
    expect(new Set(tries.map((answer) => answer.body['code'])).size).toBe(1)
    expect(tries.map((answer) => answer.status).sort()).toEqual([
      ...Array.from({ length: 9 }, () => 200),
      201,
    ])
    const code = String(tries[0]?.body['code'])
    const lookup = await bench.call('administrator', 'POST', '/operations/lookup', {
      ids: [key, 'never-sent', code],
    })
    expect(lookup.body).toEqual({ counts: { [key]: 1, 'never-sent': 0, [code]: 1 } })
    expect(
      await bench.call('citizen', 'POST', '/dossiers', submission({ summary: 'khác' }), withKey(key)),
    ).toMatchObject(problem(422, 'idempotency-key-reused'))
  })

  const refused: [string, object, string][] = [
    ['a procedure communes do not handle', { procedure: '9.999999' }, 'unknown-procedure'],
    ['a case the procedure does not have', { caseCode: '1.004873.99' }, 'unknown-case'],
    ['a unit of another province', { unit: '00004' }, 'unknown-unit'],
    ['a unit that never was', { unit: '99999' }, 'unknown-unit'],
    ['a former unit that was divided', { unit: DIVIDED_UNIT }, 'former-unit-split'],
  ]
  test.each(refused)('%s is refused', async (_name, more, type) => {
    expect(await bench.call('citizen', 'POST', '/dossiers', submission(more), withKey())).toMatchObject(
      problem(422, type),
    )
  })
  test('all five refusals are tried', () => expect(refused).toHaveLength(5))

  const numbers: [string, string, string][] = [
    ['citizen', '000000001', 'placeholder'],
    ['citizen', '111111111111', 'placeholder'],
    ['citizen', '0793000001', '9 or 12'],
    ['enterprise', '0000000000001', 'placeholder'],
  ]
  test.each(numbers)(
    'a %s with the number %s is refused: the portal would refuse it for ever',
    async (kind, idNumber, reason) => {
      const applicant = { kind, name: 'Ai đó', idNumber }
      const answer = await bench.call('citizen', 'POST', '/dossiers', submission({ applicant }), withKey())
      expect(answer).toMatchObject(problem(422, 'bad-applicant'))
      expect(answer.body['detail']).toContain(reason)
    },
  )
  test('all four numbers are tried', () => expect(numbers).toHaveLength(4))

  test('without an Idempotency-Key: 400', async () => {
    expect(await bench.call('citizen', 'POST', '/dossiers', submission())).toMatchObject({
      status: 400,
    })
  })

  test('a former unit with one successor: the dossier is the successor’s and remembers it; so does a unit’s procedure code', async () => {
    const former = FORMER_UNIT
    expect(units.find(former)).toBeUndefined()
    const [successor] = units.resolve(former)
    const code = await desk.submit({ unit: former, procedure: '1.004873.000.00.00.H29' })
    const { body } = await bench.call('officer', 'GET', `/dossiers/${code}`)
    expect(body).toMatchObject({ unit: successor, formerUnit: former, procedure: PROCEDURE })
  })

  test('two replicas at once: no number skipped, none given twice', async () => {
    const unit = '27154'
    const each = 30
    const answers = await Promise.all(
      Array.from({ length: 2 * each }, (_, index) => {
        // Every fifth is refused after its turn has come: its number must not be lost.
        const body = index % 5 === 4 ? submission({ unit, caseCode: '1.004873.99' }) : submission({ unit })
        return bench.call('citizen', 'POST', '/dossiers', body, {
          ...withKey(),
          replica: index % 2 === 0 ? 0 : 1,
        })
      }),
    )
    const codes = answers
      .filter((answer) => answer.status === 201)
      .map((answer) => String(answer.body['code']))
    const parsed = codes.map((code) => parseCode(code, '2099-01-01')).filter((one) => typeof one !== 'string')
    expect(parsed).toHaveLength(48)
    // Each day counts anew, and midnight may have come meanwhile.
    for (const day of new Set(parsed.map((one) => one.day))) {
      const numbers = parsed.filter((one) => one.day === day).map(({ sequence }) => sequence)
      expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1))
    }
  })
})

describe('the way of a dossier', () => {
  test('accepted: due after three working days at closing time', async () => {
    const code = await desk.submit()
    const { body } = await desk.lead(code, 'acceptance')
    expect(body).toMatchObject({ status: 2 })
    const local = new Date(Date.parse(String(body['dueAt'])) + 7 * 3_600_000).toISOString()
    expect(local).toMatch(/T17:00:00\.000Z$/)
    expect(Date.parse(String(body['dueAt']))).toBeGreaterThan(
      Date.parse(String(body['acceptedAt'])) + 2 * 86_400_000,
    )
  })

  test('to the end, every step with person and time, and on time', async () => {
    const code = await desk.submit()
    const { body } = await desk.lead(
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
    const code = await desk.submit()
    const ways = ['supplement-request', 'supplement']
    const { body } = await desk.lead(code, 'acceptance', 'processing', ...ways, ...ways, 'completion')
    expect(body).toMatchObject({ status: 9, onTime: false, supplementRequests: 2 })
  })

  test('what the status does not allow: 409, and nothing on record', async () => {
    const code = await desk.submit()
    expect(await bench.call('officer', 'POST', `/dossiers/${code}/completion`, {})).toMatchObject(
      problem(409, 'transition-not-allowed'),
    )
    expect((await bench.call('officer', 'GET', `/dossiers/${code}`)).body['steps']).toHaveLength(1)
  })

  test('two officers accept at the same moment: one does', async () => {
    const code = await desk.submit()
    const both = await Promise.all(
      [0, 1].map((replica) =>
        bench.call('officer', 'POST', `/dossiers/${code}/acceptance`, {}, { replica: replica === 0 ? 0 : 1 }),
      ),
    )
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409])
  })

  test('a limit no source gives must be stated; one that is given cannot be', async () => {
    const { body } = await bench.call('citizen', 'GET', '/procedures')
    const procedures = body['procedures'] as {
      code: string
      limitWorkingDays: number | null
      cases: unknown[]
    }[]
    expect(procedures).toHaveLength(114)
    const open = procedures.find((one) => one.limitWorkingDays === null && one.cases.length === 0)?.code ?? ''
    const code = await desk.submit({ procedure: open })
    const accept = (limit: object) => bench.call('officer', 'POST', `/dossiers/${code}/acceptance`, limit)
    expect(await accept({})).toMatchObject(problem(422, 'limit-unknown'))
    const configuration = { limitWorkingDays: 4, feeVnd: 8_000 }
    expect(
      await bench.call('administrator', 'PUT', `/procedures/${open}/configuration`, configuration),
    ).toMatchObject({ status: 200, body: configuration })
    expect(await accept({ limitWorkingDays: 9 })).toMatchObject(problem(422, 'limit-fixed'))
    expect(await accept({})).toMatchObject({ status: 200 })
  })
})

describe('who is told', () => {
  const of = (code: string): ReceivedMessage[] =>
    bench.exchange.messages.filter((message) => message.stream === code)
  const item = (message: ReceivedMessage | undefined) =>
    (message?.body as { data: Record<string, unknown>[] } | undefined)?.data[0] ?? {}

  test('the portal, in order: first False with status 1, then True and the progress; reporting, when finished', async () => {
    const code = await desk.submit()
    await desk.lead(code, 'acceptance', 'processing', 'completion', 'hand-over')
    await bench.delivered()
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
    const code = await desk.submit()
    const { body } = await desk.lead(code, 'acceptance')
    await bench.delivered()
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
