// systems/procedures/progress.ts: one step of a dossier: allowed, recorded, told. Creates no dossiers.
import { type Caller, requireUnit } from '../kit/auth.ts'
import type { Database } from '../kit/database.ts'
import { Problem } from '../kit/problem.ts'
import { dueAt, limitOf, resumedDueAt } from './deadline.ts'
import type { Dossier } from './dossier.ts'
import { type Change, insertStep, lockDossier, updateDossier } from './register.ts'
import { type Action, nextStatus, STATUS_NAMES, TRANSITIONS } from './status.ts'
import { type Desk, knownProcedure } from './submission.ts'

export type Step = {
  readonly code: string
  readonly action: Action
  readonly caller: Caller
  readonly note?: string | undefined
  /** Only for `accept`. */
  readonly caseCode?: string | undefined
  readonly limitWorkingDays?: number | undefined
  /** Only for `finish`. */
  readonly resultName?: string | undefined
}

/**
 * Takes the step in one transaction with its record and its messages. Throws Problem 404, 403 for another unit's or another
 * citizen's dossier, 409 `transition-not-allowed`, 422 `limit-unknown` or `limit-fixed`.
 */
export async function takeStep(desk: Desk, step: Step): Promise<void> {
  const { code, action, caller } = step
  await desk.db.transaction(async (tx) => {
    const before = await lockDossier(tx, code)
    requireOwn(caller, before)
    const status = nextStatus(before.status, action)
    if (status === undefined)
      throw new Problem(
        409,
        'transition-not-allowed',
        `"${TRANSITIONS[action].name.en}" is not possible for dossier ${code}: its status is ${before.status}, ${STATUS_NAMES[before.status].en}`,
      )
    const at = desk.now()
    const after = await updateDossier(tx, before, status, await changeOf({ desk, tx, before, step, at }))
    const record = {
      dossier: code,
      action,
      from: before.status,
      to: status,
      person: caller.subject,
      at,
      note: step.note ?? null,
    }
    await insertStep(tx, record)
    await desk.telling.progressed(tx, after, record)
  })
}

/** A unit's people deal with its dossiers; a citizen with those they submitted. Throws Problem 403. */
export function requireOwn(caller: Caller, dossier: Dossier): void {
  requireUnit(caller, dossier.unit)
  const citizenOnly = caller.roles.every((role) => role === 'citizen')
  if (citizenOnly && dossier.submittedBy !== caller.subject)
    throw new Problem(403, 'not-your-dossier', 'the dossier was submitted by somebody else')
}

type Taken = {
  readonly desk: Desk
  readonly tx: Database
  /** As it was found, locked. */
  readonly before: Dossier
  readonly step: Step
  readonly at: Date
}

async function changeOf(taken: Taken): Promise<Change> {
  const { step, at } = taken
  switch (step.action) {
    case 'accept':
      return acceptance(taken)
    case 'requestSupplement':
      return requestSupplement(taken)
    case 'supply':
      return supply(taken)
    case 'withdraw':
    case 'stop':
      return { stoppedAt: null }
    case 'finish':
      return { finishedAt: at, resultName: step.resultName ?? null }
    case 'handOver':
      return { returnedAt: at }
    default:
      return {}
  }
}

async function acceptance({ desk, tx, before, step, at }: Taken): Promise<Change> {
  const caseCode = step.caseCode ?? before.caseCode ?? undefined
  const procedure = desk.names.catalogue.find(knownProcedure(desk, before.procedure, caseCode))
  if (procedure === undefined) throw new Error(`procedure ${before.procedure} was known a moment ago`)
  const [configuration] = await tx.query<{ days: number }>(
    'select limit_working_days as days from procedure_configuration where procedure = $1',
    [procedure.code],
  )
  const known = limitOf({ procedure, caseCode, configured: configuration?.days })
  const stated = step.limitWorkingDays
  if (known === undefined && stated === undefined)
    throw new Problem(
      422,
      'limit-unknown',
      `no time limit is known for ${procedure.code}; name its case, or give limitWorkingDays`,
    )
  if (known !== undefined && stated !== undefined)
    throw new Problem(
      422,
      'limit-fixed',
      `the time limit of ${procedure.code} is ${known.quantity} ${known.unit}(s)`,
    )
  const limit = known ?? { quantity: stated ?? 0, unit: 'working-day' as const }
  return { acceptedAt: at, dueAt: dueAt(desk.calendar, at, limit), caseCode: caseCode ?? null }
}

async function requestSupplement({ tx, before, step, at }: Taken): Promise<Change> {
  const number = before.supplementRequests + 1
  await tx.query(
    `insert into supplement (dossier, number, requested_by, content, requested_at, due_before) values ($1, $2, $3, $4, $5, $6)`,
    [before.code, number, step.caller.subject, step.note ?? '', at, dueOf(before)],
  )
  return { stoppedAt: at, supplementRequests: number }
}

async function supply({ desk, tx, before, at }: Taken): Promise<Change> {
  const due = resumedDueAt(desk.calendar, dueOf(before), before.stoppedAt ?? at, at)
  await tx.query(
    'update supplement set supplied_at = $3, due_after = $4 where dossier = $1 and number = $2',
    [before.code, before.supplementRequests, at, due],
  )
  return { stoppedAt: null, dueAt: due }
}

function dueOf(dossier: Dossier): Date {
  if (dossier.dueAt === null) throw new Error(`dossier ${dossier.code} was accepted without a due date`)
  return dossier.dueAt
}
