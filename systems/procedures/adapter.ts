// systems/procedures/adapter.ts: how the harness speaks to a procedures system through its contract. Knows nothing of how it is built.
import { randomUUID } from 'node:crypto'
import type { Adapter, AdapterOptions, PathStep } from '../../types/adapter.ts'
import type { Json } from '../../types/json.ts'
import type { Role } from '../../types/system.ts'
import type { components } from './generated/contract.d.ts'

type Dossier = components['schemas']['Dossier']
type Procedure = components['schemas']['Procedure']
type Request = {
  readonly role: Role
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: Json
  readonly key?: string
}
type Call = (request: Request) => Promise<unknown>

const TIMEOUT_MS = 10_000
const IDS_PER_LOOKUP = 1_000

/** Path: a citizen's dossier is submitted, accepted, processed, supplemented, finished and handed over, each step on record. */
export function createAdapter(options: AdapterOptions): Adapter {
  const call = caller(options)
  return {
    system: 'procedures',
    units: async () => {
      const body = await call({ role: 'administrator', method: 'GET', path: '/units' })
      return (body as { units: { code: string; name: string }[] }).units
    },
    essentialPath: () => essentialPath(call, options.communes),
    stored: (ids) => stored(call, ids),
  }
}

async function essentialPath(call: Call, communes: readonly string[]): Promise<PathStep[]> {
  const steps: PathStep[] = []
  const path = { code: '', key: randomUUID() }
  const at = (action: string) => `/dossiers/${path.code}/${action}`
  const take = (role: Role, action: string, status: number, body?: Json) => async () => {
    const request = { role, method: 'POST', path: at(action), ...(body !== undefined && { body }) } as const
    expectStatus((await call(request)) as Dossier, status)
  }
  const works: [string, () => Promise<void>][] = [
    [
      'submit',
      async () => {
        path.code = await submit(call, communes, path.key)
      },
    ],
    ['submit-again', async () => expectSame(await submit(call, communes, path.key), path.code)],
    ['accept', take('officer', 'acceptance', 2)],
    ['start', take('officer', 'processing', 4)],
    [
      'request-supplement',
      take('officer', 'supplement-request', 5, { note: 'Diễn tập: đề nghị bổ sung bản sao' }),
    ],
    ['supply', take('citizen', 'supplement', 4)],
    ['finish', take('officer', 'completion', 9, { resultName: 'Kết quả diễn tập' })],
    ['hand-over', take('officer', 'hand-over', 10)],
    [
      'read',
      async () =>
        expectTrail(
          (await call({ role: 'citizen', method: 'GET', path: `/dossiers/${path.code}` })) as Dossier,
        ),
    ],
  ]
  for (const [name, work] of works) {
    const startedMs = performance.now()
    try {
      await work()
      steps.push({ name, ok: true, ms: Math.round(performance.now() - startedMs) })
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      return [...steps, { name, ok: false, ms: Math.round(performance.now() - startedMs), detail }]
    }
  }
  return steps
}

async function submit(call: Call, communes: readonly string[], key: string): Promise<string> {
  const { procedures } = (await call({ role: 'citizen', method: 'GET', path: '/procedures' })) as {
    procedures: Procedure[]
  }
  const procedure = procedures.find((one) => one.limitWorkingDays !== null)
  const [unit] = communes
  if (procedure === undefined || unit === undefined)
    throw new Error('no procedure with a time limit, or no commune')
  // The person is made up and says so; the number has the form of an identity number and belongs to the year 2090.
  const applicant = { kind: 'citizen', name: 'Công dân diễn tập', idNumber: '079390000001' }
  const body = { procedure: procedure.code, unit, channel: 'online', applicant, summary: 'Hồ sơ diễn tập' }
  return ((await call({ role: 'citizen', method: 'POST', path: '/dossiers', body, key })) as Dossier).code
}

function expectStatus(dossier: Dossier, status: number): void {
  if (dossier.status !== status) throw new Error(`status ${dossier.status} instead of ${status}`)
}

function expectSame(again: string, first: string): void {
  if (again !== first)
    throw new Error(`the same Idempotency-Key gave a second dossier, ${again} after ${first}`)
}

function expectTrail(dossier: Dossier): void {
  const trail = dossier.steps.map((step) => step.to).join(' ')
  if (trail !== '1 2 4 5 4 9 10') throw new Error(`the steps on record lead through ${trail}`)
  const nameless = dossier.steps.filter((step) => step.person === '' || Number.isNaN(Date.parse(step.at)))
  if (nameless.length > 0) throw new Error(`${nameless.length} step(s) without person or time`)
}

async function stored(call: Call, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (let start = 0; start < ids.length; start += IDS_PER_LOOKUP) {
    const body = { ids: ids.slice(start, start + IDS_PER_LOOKUP) }
    const answer = await call({ role: 'administrator', method: 'POST', path: '/dossiers/lookup', body })
    for (const { id, count } of (answer as { stored: { id: string; count: number }[] }).stored)
      counts.set(id, count)
  }
  return counts
}

function caller({ baseUrl, token, fetch: send = fetch }: AdapterOptions): Call {
  return async ({ role, method, path, body, key }) => {
    const response = await send(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token(role)}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const answer: unknown = await response.json()
    if (response.ok) return answer
    const { type, detail } = answer as { type?: string; detail?: string }
    throw new Error(`${method} ${path} answered ${response.status} ${type ?? ''}: ${detail ?? ''}`)
  }
}
