// systems/procedures/register.ts: dossiers and their steps in PostgreSQL. Checks no rule: the callers have.
import type { Database } from '../kit/database.ts'
import { Problem } from '../kit/problem.ts'
import type { Dossier, Step } from './dossier.ts'
import type { Status } from './status.ts'

const COLUMNS = `code, seq, procedure, case_code as "caseCode", unit, former_unit as "formerUnit", channel, origin,
  submitted_by as "submittedBy", applicant, summary, papers, status, submitted_at as "submittedAt", accepted_at as "acceptedAt",
  due_at as "dueAt", finished_at as "finishedAt", returned_at as "returnedAt", stopped_at as "stoppedAt",
  supplement_requests as "supplementRequests", result_name as "resultName"`

const STEP_COLUMNS = 'dossier, number, action, from_status as "from", to_status as "to", person, at, note'

export type NewDossier = Omit<
  Dossier,
  'seq' | 'finishedAt' | 'returnedAt' | 'supplementRequests' | 'resultName'
>

/** Throws Problem 409 `code-taken`. */
export async function insertDossier(tx: Database, dossier: NewDossier): Promise<Dossier> {
  const [stored] = await tx.query<Dossier>(
    `insert into dossier (code, procedure, case_code, unit, former_unit, channel, origin, submitted_by, applicant, summary, papers,
       status, submitted_at, accepted_at, due_at, stopped_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     on conflict (code) do nothing returning ${COLUMNS}`,
    [
      dossier.code,
      dossier.procedure,
      dossier.caseCode,
      dossier.unit,
      dossier.formerUnit,
      dossier.channel,
      dossier.origin,
      dossier.submittedBy,
      JSON.stringify(dossier.applicant),
      dossier.summary,
      JSON.stringify(dossier.papers),
      dossier.status,
      dossier.submittedAt,
      dossier.acceptedAt,
      dossier.dueAt,
      dossier.stoppedAt,
    ],
  )
  if (stored === undefined) throw new Problem(409, 'code-taken', `there is already a dossier ${dossier.code}`)
  return stored
}

/** Locks the dossier until the transaction ends. Throws Problem 404. */
export async function lockDossier(tx: Database, code: string): Promise<Dossier> {
  const [dossier] = await tx.query<Dossier>(`select ${COLUMNS} from dossier where code = $1 for update`, [
    code,
  ])
  if (dossier === undefined) throw unknown(code)
  return dossier
}

/** Throws Problem 404. */
export async function readDossier(db: Database, code: string): Promise<{ dossier: Dossier; steps: Step[] }> {
  const [dossier] = await db.query<Dossier>(`select ${COLUMNS} from dossier where code = $1`, [code])
  if (dossier === undefined) throw unknown(code)
  return { dossier, steps: await stepsOf(db, [code]) }
}

function unknown(code: string): Problem {
  return new Problem(404, 'unknown-dossier', `there is no dossier ${code}`)
}

/** The steps of these dossiers, by code and number. */
export function stepsOf(db: Database, codes: readonly string[]): Promise<Step[]> {
  return db.query<Step>(
    `select ${STEP_COLUMNS} from dossier_step where dossier = any($1) order by dossier, number`,
    [codes],
  )
}

/** What a step may change in a dossier besides its status. */
export type Change = Partial<
  Pick<
    Dossier,
    | 'caseCode'
    | 'acceptedAt'
    | 'dueAt'
    | 'finishedAt'
    | 'returnedAt'
    | 'stoppedAt'
    | 'supplementRequests'
    | 'resultName'
  >
>

/** Stores the new status and what changes with it; the dossier as it is then. It must be locked. */
export async function updateDossier(
  tx: Database,
  before: Dossier,
  status: Status,
  change: Change,
): Promise<Dossier> {
  const after = { ...before, ...change, status }
  await tx.query(
    `update dossier set status = $2, case_code = $3, accepted_at = $4, due_at = $5, finished_at = $6, returned_at = $7,
       stopped_at = $8, supplement_requests = $9, result_name = $10 where code = $1`,
    [
      after.code,
      status,
      after.caseCode,
      after.acceptedAt,
      after.dueAt,
      after.finishedAt,
      after.returnedAt,
      after.stoppedAt,
      after.supplementRequests,
      after.resultName,
    ],
  )
  return after
}

/** Numbers the step itself; the dossier must be locked or new. */
export async function insertStep(tx: Database, step: Omit<Step, 'number'>): Promise<void> {
  await tx.query(
    `insert into dossier_step (dossier, number, action, from_status, to_status, person, at, note)
     select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7 from dossier_step where dossier = $1`,
    [step.dossier, step.action, step.from, step.to, step.person, step.at, step.note],
  )
}

export type Selection = {
  readonly unit: string | undefined
  readonly status: Status | undefined
  /** As a moment: PostgreSQL does not read every offset RFC 3339 allows. */
  readonly since: Date | undefined
  readonly after: number
  readonly limit: number
}

/** In the order they were stored. */
export function listDossiers(db: Database, selection: Selection): Promise<Dossier[]> {
  return db.query<Dossier>(
    `select ${COLUMNS} from dossier
     where seq > $1 and ($2::text is null or unit = $2) and ($3::int is null or status = $3)
       and ($4::timestamptz is null or submitted_at >= $4)
     order by seq limit $5`,
    [
      selection.after,
      selection.unit ?? null,
      selection.status ?? null,
      selection.since ?? null,
      selection.limit,
    ],
  )
}

/** How many dossiers each id stands for; an id is a dossier's code or the Idempotency-Key it was submitted with. */
export async function countStored(db: Database, ids: readonly string[]): Promise<Record<string, number>> {
  const rows = await db.query<{ id: string; count: number }>(
    `select id, (select count(*) from dossier where code = id)
              + (select count(*) from submission where idempotency_key = id) as count
     from unnest($1::text[]) as id`,
    [ids],
  )
  return Object.fromEntries(rows.map(({ id, count }) => [id, count]))
}

/** Dossiers by unit in force and status. */
export function statistics(
  db: Database,
  unit: string | undefined,
): Promise<{ unit: string; status: Status; count: number }[]> {
  return db.query(
    'select unit, status, count(*) as count from dossier where $1::text is null or unit = $1 group by unit, status order by unit, status',
    [unit ?? null],
  )
}
