// systems/procedures/adapter.ts: how the harness speaks to a procedures system through its contract. Knows nothing of how it is built.
import { randomUUID } from 'node:crypto'
import type { Adapter, AdapterOptions } from '../../types/adapter.ts'
import type { Json } from '../../types/json.ts'
import type { Role } from '../../types/system.ts'
import { contractAdapter, expectSame, type PathWork, storedCounts } from '../kit/contract-adapter.ts'
import type { ContractCall, ContractClient } from '../kit/contract-client.ts'
import type { components } from './generated/contract.d.ts'

type Dossier = components['schemas']['Dossier']
type Procedure = components['schemas']['Procedure']

/** Path: a citizen's dossier is submitted, accepted, processed, supplemented, finished and handed over, each step on record. */
export function createAdapter(options: AdapterOptions): Adapter {
  return contractAdapter({ system: 'procedures', path: essentialPath, stored: storedCounts }, options)
}

function essentialPath({ call }: ContractClient, communes: readonly string[]): PathWork[] {
  const path = { code: '', key: randomUUID() }
  const step = (role: Role, action: string, status: number, body?: Json) => async () => {
    const dossier = await call({ role, method: 'POST', path: `/dossiers/${path.code}/${action}`, body })
    expectSame('status', (dossier as Dossier).status, status)
  }
  return [
    [
      'submit',
      async () => {
        path.code = await submit(call, communes, path.key)
      },
    ],
    [
      'repeat',
      async () => expectSame('dossier of the same key', await submit(call, communes, path.key), path.code),
    ],
    ['accept', step('officer', 'acceptance', 2)],
    ['start', step('officer', 'processing', 4)],
    [
      'request-supplement',
      step('officer', 'supplement-request', 5, { note: 'Diễn tập: đề nghị bổ sung bản sao' }),
    ],
    ['supply', step('citizen', 'supplement', 4)],
    ['finish', step('officer', 'completion', 9, { resultName: 'Kết quả diễn tập' })],
    ['hand-over', step('officer', 'hand-over', 10)],
    [
      'read',
      async () => {
        const dossier = await call({ role: 'citizen', method: 'GET', path: `/dossiers/${path.code}` })
        expectTrail(dossier as Dossier)
      },
    ],
  ]
}

async function submit(call: ContractCall, communes: readonly string[], key: string): Promise<string> {
  const answer = await call({ role: 'citizen', method: 'GET', path: '/procedures' })
  const procedure = (answer as { procedures: Procedure[] }).procedures.find(
    (one) => one.limitWorkingDays !== null,
  )
  const [unit] = communes
  if (procedure === undefined || unit === undefined)
    throw new Error('no procedure with a time limit, or no commune')
  // A made-up person who says so; the number has an identity number's form and a century nobody was born in.
  const applicant = { kind: 'citizen', name: 'Công dân diễn tập', idNumber: '079900000017' }
  const body = { procedure: procedure.code, unit, channel: 'online', applicant, summary: 'Hồ sơ diễn tập' }
  return ((await call({ role: 'citizen', method: 'POST', path: '/dossiers', body, key })) as Dossier).code
}

function expectTrail({ steps }: Dossier): void {
  expectSame(
    'statuses on record',
    steps.map((step) => step.to),
    [1, 2, 4, 5, 4, 9, 10],
  )
  const incomplete = steps.filter((step) => step.person === '' || Number.isNaN(Date.parse(step.at)))
  expectSame('steps without person or time', incomplete.length, 0)
}
