// loadtests/04-reporting.ts: a commune submits its monthly report; the province reads the sum and who is late.
import exec from 'k6/execution'
import { today } from './shared/day.ts'
import { acknowledge, call, dueAtMs, operationKey } from './shared/operation.ts'
import { optionsFor } from './shared/options.ts'
import { pick, profile } from './shared/profile.ts'
import { fetchTokens, type Tokens } from './shared/tokens.ts'

export const options = optionsFor('reporting')

const system = 'reporting'
const DOSSIERS = 'hồ sơ'
/** The province's sum is read once for so many submissions. */
const SUBMISSIONS_PER_SUM = 5

/** The template everybody reports on. Throws when it cannot be made. */
export function openTemplate(tokens: Tokens): string {
  const code = `TAI-${Date.now().toString(36).toUpperCase()}`
  const template = {
    code,
    name: 'Báo cáo tình hình giải quyết thủ tục hành chính',
    every: 'month',
    window: 'cut-off-14',
    indicators: [
      { code: 'received', name: 'Hồ sơ tiếp nhận', unit: DOSSIERS },
      { code: 'finished', name: 'Hồ sơ đã giải quyết', unit: DOSSIERS },
      { code: 'finishedOnTime', name: 'Hồ sơ giải quyết đúng hạn', unit: DOSSIERS },
      {
        code: 'onTimeShare',
        name: 'Tỷ lệ đúng hạn',
        unit: '%',
        decimals: 1,
        formula: 'finishedOnTime / finished * 100',
      },
    ],
  }
  const made = call({
    system,
    operation: 'template',
    method: 'POST',
    path: '/templates',
    token: tokens.administrator,
    body: template,
    expect: [201],
    idempotencyKey: `${profile.runId}-${code}`,
  })
  if (made === undefined) throw new Error('the reporting system made no template: nobody can report')
  return code
}

export function setup() {
  const tokens = fetchTokens()
  return { tokens, template: openTemplate(tokens) }
}

export default function reporting({ tokens, template }: { tokens: Tokens; template: string }): void {
  const n = exec.scenario.iterationInTest
  const unit = pick(profile.communes, n)
  const period = today().slice(0, 7).replace('-', '')
  const path = `/templates/${template}/periods/${period}`
  const values = [
    { indicator: 'received', unit: DOSSIERS, value: 40 + (n % 20) },
    { indicator: 'finished', unit: DOSSIERS, value: 36 },
    { indicator: 'finishedOnTime', unit: DOSSIERS, value: 35 },
  ]
  const report = call(
    {
      system,
      operation: 'submit-report',
      method: 'POST',
      path: `${path}/reports`,
      token: tokens.leader,
      body: { unit, signed: true, signedBy: 'Chủ tịch Ủy ban nhân dân', values },
      expect: [201],
      idempotencyKey: operationKey('report'),
    },
    dueAtMs(profile.ratesPerSecond.reporting),
  )
  if (report !== undefined) acknowledge(system, 'submit-report', report.id, unit)
  if (n % SUBMISSIONS_PER_SUM !== 0) return
  call({
    system,
    operation: 'total',
    method: 'GET',
    path: `${path}/total`,
    token: tokens.leader,
    expect: [200],
  })
  call({
    system,
    operation: 'late',
    method: 'GET',
    path: `${path}/late`,
    token: tokens.leader,
    expect: [200],
  })
}
