// incoming.ts: an incoming document as stored. Which step may follow which is progress.ts, who may take it the contract.
import { type Caller, requireUnit } from '../kit/auth.ts'
import type { Day } from '../kit/calendar.ts'
import { type Database, withoutNulls } from '../kit/database.ts'
import { Problem } from '../kit/problem.ts'
import type { Priority } from './edoc.ts'
import { afterIncoming, type IncomingState, type IncomingStep } from './progress.ts'
import type { Status } from './status.ts'

export type Incoming = {
  readonly id: string
  readonly unit: string
  readonly source: 'paper' | 'axis' | 'meetings'
  readonly state: IncomingState
  readonly number?: number
  readonly year?: number
  readonly from: string
  readonly fromOrgan?: string
  readonly documentId?: string
  readonly notation: string
  readonly date: Day
  readonly subject: string
  readonly priority: Priority
  readonly leader?: string
  readonly department?: string
  readonly instruction?: string
  readonly officer?: string
  readonly dueDate?: Day
  readonly addressedTo?: string
  readonly changeAsked?: 'recall' | 'revocation' | 'update' | 'replacement'
  readonly told?: Status
}

export type Arrival = Omit<
  Incoming,
  'told' | 'changeAsked' | 'leader' | 'department' | 'instruction' | 'officer'
> & {
  readonly operationKey: string
  readonly content?: string
  readonly receivedAt: Date
}

/** Column of each field that may be absent; an absent one is left out of the answer, not null. */
const COLUMNS = `id, unit, source, state, number, year, from_name as "from", from_organ as "fromOrgan", document_id as "documentId",
  notation, date, subject, priority, leader, department, instruction, officer, due_date as "dueDate", addressed_to as "addressedTo",
  change_asked as "changeAsked", told`

/** Stores a document; false when the same one from the axis is already there. */
export async function insertIncoming(tx: Database, arrival: Arrival): Promise<boolean> {
  const a = arrival
  const rows = await tx.query(
    `insert into incoming (id, unit, source, state, operation_key, number, year, from_name, from_organ, document_id, notation, date,
       subject, content, priority, due_date, addressed_to, received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     on conflict (unit, from_organ, document_id) where source = 'axis' do nothing returning id`,
    [
      ...[
        a.id,
        a.unit,
        a.source,
        a.state,
        a.operationKey,
        a.number,
        a.year,
        a.from,
        a.fromOrgan,
        a.documentId,
        a.notation,
      ],
      ...[a.date, a.subject, a.content ?? '', a.priority, a.dueDate, a.addressedTo, a.receivedAt],
    ],
  )
  return rows.length > 0
}

/** One document the caller may see, or Problem 404. `lock` keeps it until the transaction ends. */
export async function findIncoming(
  db: Database,
  caller: Caller,
  id: string,
  lock?: 'lock',
): Promise<Incoming> {
  const rows = await db.query<Incoming>(
    `select ${COLUMNS} from incoming where id = $1${lock === 'lock' ? ' for update' : ''}`,
    [id],
  )
  const found = rows[0]
  if (found === undefined) throw new Problem(404, 'unknown-document', `there is no incoming document ${id}`)
  requireUnit(caller, found.unit)
  return withoutNulls(found)
}

/** Newest first. */
export async function selectIncoming(
  db: Database,
  filter: {
    unit?: string | undefined
    state?: string | undefined
    documentId?: string | undefined
    limit: number
  },
): Promise<Incoming[]> {
  const rows = await db.query<Incoming>(
    `select ${COLUMNS} from incoming where ($1::text is null or unit = $1) and ($2::text is null or state = $2)
       and ($3::text is null or document_id = $3) order by received_at desc, id limit $4`,
    [filter.unit, filter.state, filter.documentId, filter.limit],
  )
  return rows.map(withoutNulls)
}

/** Moves a locked document on. Throws Problem 409 `wrong-state` when it is not where the step begins. */
export async function stepIncoming(
  tx: Database,
  document: Incoming,
  step: IncomingStep,
  change: Partial<
    Pick<Incoming, 'number' | 'year' | 'leader' | 'department' | 'instruction' | 'officer' | 'dueDate'>
  > = {},
): Promise<Incoming> {
  const next = { ...document, ...change, state: afterIncoming(document.state, step) }
  await tx.query(
    `update incoming set state = $2, number = $3, year = $4, leader = $5, department = $6, instruction = $7, officer = $8,
       due_date = $9 where id = $1`,
    [
      next.id,
      next.state,
      next.number,
      next.year,
      next.leader,
      next.department,
      next.instruction,
      next.officer,
      next.dueDate,
    ],
  )
  return next
}
