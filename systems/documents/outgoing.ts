// outgoing.ts: an outgoing document as stored, from draft to issue. Which step may follow which is progress.ts, who may take it the contract.
import { type Caller, requireUnit } from '../kit/auth.ts'
import type { Day } from '../kit/calendar.ts'
import { type Database, withoutNulls } from '../kit/database.ts'
import { Problem } from '../kit/problem.ts'
import type { DocumentType } from './document-type.ts'
import type { Priority } from './edoc.ts'
import { sha256 } from './history.ts'
import { afterOutgoing, type OutgoingState, type OutgoingStep } from './progress.ts'

export type Receiver = {
  readonly organId: string
  readonly name: string
  readonly status?: string
  readonly statusAt?: Date
}

export type Outgoing = {
  readonly id: string
  readonly unit: string
  readonly state: OutgoingState
  readonly type: DocumentType
  readonly subject: string
  readonly content: string
  readonly department: string
  readonly priority: Priority
  readonly responseTo?: string
  readonly contentSha256?: string
  readonly competence?: string
  readonly position?: string
  readonly signer?: string
  readonly signedAt?: Date
  readonly dispatchBy?: Date
  readonly number?: number
  readonly year?: number
  /** Number and notation: `05/QĐ-UBND`. */
  readonly notation?: string
  readonly issuedOn?: Day
  readonly issuedAt?: Date
  readonly documentId?: string
  readonly stampSha256?: string
}

type Draft = Pick<
  Outgoing,
  'id' | 'unit' | 'type' | 'subject' | 'content' | 'department' | 'priority' | 'responseTo'
> & {
  readonly receivers: readonly Receiver[]
  readonly operationKey: string
  readonly draftedBy: string
  readonly draftedAt: Date
}

const COLUMNS = `id, unit, state, type, subject, content, department, priority, response_to as "responseTo",
  content_sha256 as "contentSha256", competence, position, signer, signed_at as "signedAt", dispatch_by as "dispatchBy", number, year,
  notation, issued_on as "issuedOn", issued_at as "issuedAt", document_id as "documentId", stamp_sha256 as "stampSha256"`

/** Stores a draft with its receivers. */
export async function insertDraft(tx: Database, draft: Draft): Promise<void> {
  const d = draft
  await tx.query(
    `insert into outgoing (id, unit, state, operation_key, type, subject, content, department, priority, response_to, drafted_by, drafted_at)
     values ($1, $2, 'draft', $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      d.id,
      d.unit,
      d.operationKey,
      d.type,
      d.subject,
      d.content,
      d.department,
      d.priority,
      d.responseTo,
      d.draftedBy,
      d.draftedAt,
    ],
  )
  for (const [place, { organId, name }] of draft.receivers.entries())
    await tx.query('insert into receiver (outgoing_id, place, organ_id, name) values ($1, $2, $3, $4)', [
      d.id,
      place,
      organId,
      name,
    ])
}

/** One document the caller may see, or Problem 404. `lock` keeps it until the transaction ends. */
export async function findOutgoing(
  db: Database,
  caller: Caller,
  id: string,
  lock?: 'lock',
): Promise<Outgoing> {
  const rows = await db.query<Outgoing>(
    `select ${COLUMNS} from outgoing where id = $1${lock === 'lock' ? ' for update' : ''}`,
    [id],
  )
  const found = rows[0]
  if (found === undefined) throw new Problem(404, 'unknown-document', `there is no outgoing document ${id}`)
  requireUnit(caller, found.unit)
  return withoutNulls(found)
}

/** What waits for its number comes in the order it must leave, urgent first; anything else newest first. */
export async function selectOutgoing(
  db: Database,
  filter: { unit?: string | undefined; state?: string | undefined; limit: number },
): Promise<Outgoing[]> {
  const order =
    filter.state === 'signed'
      ? `priority <> 'normal' desc, dispatch_by, signed_at, id`
      : 'drafted_at desc, id'
  const rows = await db.query<Outgoing>(
    `select ${COLUMNS} from outgoing where ($1::text is null or unit = $1) and ($2::text is null or state = $2) order by ${order} limit $3`,
    [filter.unit, filter.state, filter.limit],
  )
  return rows.map(withoutNulls)
}

/** Receivers in the order the draft named them, with what each last told. */
export async function receiversOf(db: Database, id: string): Promise<Receiver[]> {
  const rows = await db.query<{
    organId: string
    name: string
    status: string | null
    statusAt: Date | null
  }>(
    'select organ_id as "organId", name, status, status_at as "statusAt" from receiver where outgoing_id = $1 order by place',
    [id],
  )
  return rows.map(({ organId, name, status, statusAt }) =>
    status === null || statusAt === null ? { organId, name } : { organId, name, status, statusAt },
  )
}

type Change = Partial<Omit<Outgoing, 'id' | 'unit' | 'state'>>

/** Moves a locked document on. Throws Problem 409 `wrong-state` when it is not where the step begins. */
export async function stepOutgoing(
  tx: Database,
  document: Outgoing,
  step: OutgoingStep,
  change: Change = {},
): Promise<Outgoing> {
  const next = { ...document, ...change, state: afterOutgoing(document.state, step) }
  await tx.query(
    `update outgoing set state = $2, content_sha256 = $3, competence = $4, position = $5, signer = $6, signed_at = $7, dispatch_by = $8,
       number = $9, year = $10, notation = $11, issued_on = $12, issued_at = $13, document_id = $14, stamp_sha256 = $15 where id = $1`,
    [
      ...[
        next.id,
        next.state,
        next.contentSha256,
        next.competence,
        next.position,
        next.signer,
        next.signedAt,
        next.dispatchBy,
      ],
      ...[
        next.number,
        next.year,
        next.notation,
        next.issuedOn,
        next.issuedAt,
        next.documentId,
        next.stampSha256,
      ],
    ],
  )
  return next
}

/** SHA-256, hex, of everything a signer puts a name to: text, receivers, files. */
export function contentSha256(
  document: Outgoing,
  receivers: readonly Receiver[],
  files: readonly { readonly name: string; readonly sha256: string }[],
): string {
  const { unit, type, subject, content, department, priority, responseTo } = document
  const signed = [unit, type, subject, content, department, priority, responseTo ?? null]
  return sha256(
    JSON.stringify([signed, receivers.map((r) => [r.organId, r.name]), files.map((f) => [f.name, f.sha256])]),
  )
}
