// systems/documents/adapter.ts: how the harness speaks to a documents system through its contract. Knows nothing of how it is built.
import { randomUUID } from 'node:crypto'
import type { Adapter, AdapterOptions } from '../../types/adapter.ts'
import type { Json } from '../../types/json.ts'
import type { Role } from '../../types/system.ts'
import { dayOf } from '../kit/calendar.ts'
import { contractAdapter, expectSame, type PathWork, storedCounts } from '../kit/contract-adapter.ts'
import type { ContractCall, ContractClient } from '../kit/contract-client.ts'
import type { components } from './generated/contract.d.ts'

type Incoming = components['schemas']['Incoming']
type Outgoing = components['schemas']['Outgoing']
type Book = components['schemas']['Book']

/** Path: a document is registered and routed to an officer who finishes it; another is drafted, signed, numbered and issued; the books have no gap. */
export function createAdapter(options: AdapterOptions): Adapter {
  return contractAdapter({ system: 'documents', path: essentialPath, stored: storedCounts }, options)
}

function essentialPath({ call }: ContractClient, communes: readonly string[]): PathWork[] {
  const [unit = ''] = communes
  const path = { incoming: '', outgoing: '', number: 0, keys: [randomUUID(), randomUUID()] as const }
  const step =
    (kind: 'incoming' | 'outgoing', role: Role, action: string, state: string, body?: Json) => async () => {
      const answer = await call({ role, method: 'POST', path: `/${kind}/${path[kind]}/${action}`, body })
      const document = answer as Incoming | Outgoing
      expectSame('state', document.state, state)
      return document
    }
  const create = async (role: Role, kind: 'incoming' | 'outgoing', body: Json, key: string) =>
    ((await call({ role, method: 'POST', path: `/${kind}`, body, key })) as Incoming | Outgoing).id
  const register = () => create('clerk', 'incoming', entry(unit), path.keys[0])
  const draft = () => create('officer', 'outgoing', draftOf(unit), path.keys[1])
  return [
    [
      'register',
      async () => {
        path.incoming = await register()
      },
    ],
    [
      'register-again',
      async () => expectSame('id for the same Idempotency-Key', await register(), path.incoming),
    ],
    [
      'forward',
      step('incoming', 'leader', 'forwarding', 'forwarded', { leader: 'Chủ tịch Ủy ban nhân dân' }),
    ],
    [
      'direct',
      step('incoming', 'leader', 'direction', 'directed', {
        department: 'Văn phòng',
        instruction: 'Tham mưu thực hiện',
      }),
    ],
    ['assign', step('incoming', 'leader', 'assignment', 'assigned', { officer: 'Cán bộ diễn tập' })],
    ['process', step('incoming', 'officer', 'processing', 'processing')],
    ['finish', step('incoming', 'officer', 'completion', 'finished', { result: 'Đã hoàn thành' })],
    [
      'draft',
      async () => {
        path.outgoing = await draft()
      },
    ],
    ['submit', step('outgoing', 'officer', 'submission', 'submitted')],
    [
      'sign',
      step('outgoing', 'leader', 'signature', 'signed', {
        fullName: 'Lãnh đạo diễn tập',
        position: 'Chủ tịch',
      }),
    ],
    [
      'issue',
      async () => {
        path.number = numberOf(await step('outgoing', 'clerk', 'issue', 'issued')())
      },
    ],
    [
      'issue-again',
      async () =>
        expectSame('number', numberOf(await step('outgoing', 'clerk', 'issue', 'issued')()), path.number),
    ],
    ['books', () => expectWholeBooks(call, unit, path)],
  ]
}

/** The year is the document's own: the books of the turn of the year are two. */
async function expectWholeBooks(
  call: ContractCall,
  unit: string,
  path: { incoming: string; outgoing: string },
): Promise<void> {
  for (const kind of ['incoming', 'outgoing'] as const) {
    const document = (await call({ role: 'clerk', method: 'GET', path: `/${kind}/${path[kind]}` })) as
      | Incoming
      | Outgoing
    const book = (await call({
      role: 'clerk',
      method: 'GET',
      path: `/books/${unit}/${document.year}/${kind}`,
    })) as Book
    expectSame(`gaps in the ${kind} book`, book.gaps, [])
    expectSame(`doubles in the ${kind} book`, book.doubles, [])
    expectSame(`first number of the ${kind} book`, book.first, 1)
    if (numberOf(document) > book.last)
      throw new Error(`number ${document.number} is beyond the ${kind} book, which ends at ${book.last}`)
  }
}

function numberOf(document: Incoming | Outgoing): number {
  if (document.number === undefined) throw new Error(`document ${document.id} has no number`)
  return document.number
}

function entry(unit: string): Json {
  const date = dayOf(new Date())
  return { unit, from: 'Sở Nội vụ', notation: '01/SNV-VP', date, subject: 'Văn bản đến dùng cho diễn tập' }
}

/** Without receivers: a rehearsal must not send a document to a body that would act on it. */
function draftOf(unit: string): Json {
  return {
    unit,
    type: 'letter',
    department: 'VP',
    subject: 'Văn bản đi dùng cho diễn tập',
    content: 'Nội dung diễn tập',
  }
}
