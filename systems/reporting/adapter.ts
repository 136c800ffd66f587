// systems/reporting/adapter.ts: how the harness speaks to a reporting system through its contract. Knows nothing of how it is built.
import { randomUUID } from 'node:crypto'
import type { Adapter, AdapterOptions } from '../../types/adapter.ts'
import type { Json } from '../../types/json.ts'
import { dayOf } from '../kit/calendar.ts'
import { contractAdapter, expectSame, type PathWork, storedCounts } from '../kit/contract-adapter.ts'
import type { ContractCall, ContractClient } from '../kit/contract-client.ts'
import type { components } from './generated/contract.d.ts'

type Schemas = components['schemas']

const AT_ONCE = 8
/** Figures of every commune; the correction makes the first one's ten more. */
const RECEIVED = 40
const ON_TIME = 30
const CORRECTION = 10

/** Path: a template, reports of all communes but one who is named, then hers, a correction that replaces, the total, and who was late. */
export function createAdapter(options: AdapterOptions): Adapter {
  return contractAdapter({ system: 'reporting', path: essentialPath, stored: storedCounts }, options)
}

function essentialPath({ call }: ContractClient, communes: readonly string[]): PathWork[] {
  const code = `DIEN-TAP-${randomUUID().slice(0, 8).toUpperCase()}`
  const period = `/templates/${code}/periods/${lastMonth(new Date())}`
  const [first = '', ...others] = communes
  const last = others.at(-1) ?? first
  const submit = async (unit: string, received: number, key: string) =>
    (await call({
      role: 'officer',
      method: 'POST',
      path: `${period}/reports`,
      body: reportOf(unit, received),
      key,
    })) as Schemas['Report']
  const total = async () =>
    (await call({ role: 'leader', method: 'GET', path: `${period}/total` })) as Schemas['Total']
  const key = randomUUID()
  return [
    [
      'template',
      () =>
        call({
          role: 'administrator',
          method: 'POST',
          path: '/templates',
          body: templateOf(code),
          key: randomUUID(),
        }),
    ],
    [
      'silence-is-not-zero',
      async () =>
        expectSame(
          'values',
          (await total()).values.map(({ value }) => value),
          [null, null, null],
        ),
    ],
    [
      'submit-all-but-one',
      () =>
        eachOf(
          communes.filter((unit) => unit !== last),
          (unit) => submit(unit, RECEIVED, randomUUID()),
        ),
    ],
    ['name-the-missing', async () => expectSame('missing', (await total()).missing, [last])],
    ['submit-last', async () => expectSame('version', (await submit(last, RECEIVED, key)).version, 1)],
    [
      'submit-again',
      async () =>
        expectSame('version for the same Idempotency-Key', (await submit(last, RECEIVED, key)).version, 1),
    ],
    ['correct', () => submit(first, RECEIVED + CORRECTION, randomUUID())],
    ['total', async () => expectTotal(await total(), communes.length)],
    ['standing', () => expectStanding(call, period, communes.length)],
  ]
}

/** A ratio from the sums: averaging the communes' own would give another. */
function expectTotal(total: Schemas['Total'], communes: number): void {
  const received = communes * RECEIVED + CORRECTION
  const onTime = communes * ON_TIME
  expectSame('missing', total.missing, [])
  expectSame('reported', total.reported, communes)
  const share = Number(((onTime / received) * 100).toFixed(2))
  expectSame(
    'values',
    total.values.map(({ value }) => value),
    [received, onTime, share],
  )
}

async function expectStanding(call: ContractCall, period: string, communes: number): Promise<void> {
  const standing = (await call({
    role: 'leader',
    method: 'GET',
    path: `${period}/late`,
  })) as Schemas['Standing']
  expectSame('missing', standing.missing, [])
  expectSame('on time and late together', standing.onTime.length + standing.late.length, communes)
}

async function eachOf(units: readonly string[], work: (unit: string) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < units.length; start += AT_ONCE)
    await Promise.all(units.slice(start, start + AT_ONCE).map(work))
}

function templateOf(code: string): Json {
  const unit = 'hồ sơ'
  return {
    ...{ code, name: 'Báo cáo diễn tập', every: 'month', window: 'cut-off-14' },
    indicators: [
      { code: 'received', name: 'Hồ sơ tiếp nhận', unit },
      { code: 'onTime', name: 'Hồ sơ giải quyết đúng hạn', unit },
      {
        code: 'onTimeShare',
        name: 'Tỷ lệ đúng hạn',
        unit: '%',
        decimals: 2,
        formula: 'onTime / received * 100',
      },
    ],
  }
}

function reportOf(unit: string, received: number): Json {
  const values = [
    { indicator: 'received', value: received, unit: 'hồ sơ' },
    { indicator: 'onTime', value: ON_TIME, unit: 'hồ sơ' },
  ]
  return { unit, signed: true, signedBy: 'Lãnh đạo diễn tập', values }
}

/** `YYYYMM` of the month before, Vietnamese time: its period is over whatever the day. */
function lastMonth(now: Date): string {
  const [year = 0, month = 0] = dayOf(now).split('-').map(Number)
  const before = new Date(Date.UTC(year, month - 2, 1))
  return before.toISOString().slice(0, 7).replace('-', '')
}
