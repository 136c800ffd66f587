// loadtests/01-procedures.ts: a citizen files a dossier, an officer accepts it and looks it up; some go on to their result.
import exec from 'k6/execution'
import { acknowledge, call, dueAtMs, operationKey } from './shared/operation.ts'
import { optionsFor } from './shared/options.ts'
import { pick, profile } from './shared/profile.ts'
import { fetchTokens, type Tokens } from './shared/tokens.ts'

export const options = optionsFor('procedures')
export const setup = () => ({ tokens: fetchTokens() })

const system = 'procedures'
/** Commune-level procedures whose published limit is one figure in working days (data/procedures.json). */
const PROCEDURES = ['1.004873', '1.004837', '1.001193']
/** At the morning peak most work is filing; one dossier in so many is finished and handed over as well. */
const FINISHED_ONE_IN = 5

function submission(n: number) {
  return {
    procedure: pick(PROCEDURES, n),
    unit: pick(profile.communes, n),
    channel: n % 3 === 0 ? 'counter' : 'online',
    applicant: { kind: 'citizen', name: `Nguyễn Văn Thử ${n + 1}`, idNumber: `079${100_000_000 + n}` },
    summary: 'Hồ sơ diễn tập trước khi vận hành',
    papers: [{ name: 'Tờ khai', digitised: true }],
  }
}

export default function procedures({ tokens }: { tokens: Tokens }): void {
  const n = exec.scenario.iterationInTest
  const body = submission(n)
  const filed = call(
    {
      system,
      operation: 'submit',
      method: 'POST',
      path: '/dossiers',
      token: body.channel === 'counter' ? tokens.officer : tokens.citizen,
      body,
      expect: [201],
      idempotencyKey: operationKey('submit'),
    },
    dueAtMs(profile.ratesPerSecond.procedures),
  )
  if (filed === undefined) return
  acknowledge(system, 'submit', filed.code, body.unit)
  const path = `/dossiers/${filed.code}`
  const step = (operation: string, suffix: string) =>
    call({
      system,
      operation,
      method: 'POST',
      path: `${path}/${suffix}`,
      token: tokens.officer,
      body: {},
      expect: [200],
    })
  if (step('accept', 'acceptance') === undefined) return
  call({ system, operation: 'look-up', method: 'GET', path, token: tokens.officer, expect: [200] })
  if (n % FINISHED_ONE_IN !== 0) return
  if (step('process', 'processing') === undefined) return
  if (step('finish', 'completion') === undefined) return
  step('hand-over', 'hand-over')
}
