// systems/procedures/in-flight.ts: dossiers a former unit had not finished on 1 July 2025, taken over whole. Changes no code.
import { type Fault, SansangError } from '../../types/error.ts'
import { type Caller, requireUnit } from '../kit/auth.ts'
import { dayOf } from '../kit/calendar.ts'
import { Problem } from '../kit/problem.ts'
import { applicantFault } from './applicant.ts'
import { parseCode } from './dossier-code.ts'
import type { components } from './generated/contract.d.ts'
import { insertDossier, insertStep, type NewDossier } from './register.ts'
import type { Status } from './status.ts'
import type { Desk } from './submission.ts'

type InFlight = components['schemas']['InFlightDossier']

/**
 * Takes all of them or none. Throws Problem 422 `in-flight-refused` with every fault of every row: code of no form, former unit
 * unknown or divided without saying which successor, procedure unknown, due date missing. 403 for a unit the caller is not of.
 */
export async function importInFlight(
  desk: Desk,
  rows: readonly InFlight[],
  caller: Caller,
): Promise<{ imported: number }> {
  const person = caller.subject
  const faults: Fault[] = []
  const dossiers = rows.map((row, index) =>
    readRow(
      desk,
      row,
      person,
      (message) => void faults.push({ where: `dossiers/${index} ${row.code}`, message }),
    ),
  )
  const repeated = rows.map((row) => row.code).filter((code, index, codes) => codes.indexOf(code) !== index)
  for (const code of repeated) faults.push({ where: code, message: 'named twice' })
  if (faults.length > 0)
    throw new Problem(422, 'in-flight-refused', `${faults.length} fault(s); nothing was imported`, { faults })
  for (const { unit } of dossiers) requireUnit(caller, unit)
  await desk.db.transaction(async (tx) => {
    for (const dossier of dossiers) {
      const stored = await insertDossier(tx, dossier)
      const { code, status: to } = stored
      const note = `Chuyển từ đơn vị cũ ${stored.formerUnit}`
      await insertStep(tx, { dossier: code, action: 'import', from: null, to, person, at: desk.now(), note })
      if (to === 5) await awaitSupplement(tx, stored)
      await desk.telling.registered(tx, stored)
    }
  })
  return { imported: dossiers.length }
}

function readRow(desk: Desk, row: InFlight, person: string, fault: (message: string) => void): NewDossier {
  const parsed = parseCode(row.code, dayOf(desk.now()))
  if (typeof parsed === 'string') fault(`code: ${parsed}`)
  const procedure = desk.names.catalogue.find(row.procedure)
  if (procedure === undefined) fault(`procedure ${row.procedure} is not one communes handle`)
  const status: Status = row.status
  if (status !== 1 && row.dueAt === undefined) fault('dueAt is missing: an accepted dossier has a due date')
  if (status === 5 && row.stoppedAt === undefined)
    fault('stoppedAt is missing: a supplement is awaited since then')
  if (status !== 5 && row.stoppedAt !== undefined) fault('stoppedAt is given, but no supplement is awaited')
  const applicant = applicantFault(row.applicant)
  if (applicant !== undefined) fault(applicant)
  const acceptedAt = row.acceptedAt ?? row.submittedAt
  if (!inOrder([row.submittedAt, acceptedAt, row.stoppedAt, desk.now().toISOString()]))
    fault('submittedAt, acceptedAt, stoppedAt and now are not in this order')
  if (!inOrder([acceptedAt, row.dueAt])) fault('dueAt is before the acceptance')
  const unknownYear = reckoningFault(desk, row)
  if (unknownYear !== undefined) fault(unknownYear)
  return {
    code: row.code,
    procedure: procedure?.code ?? row.procedure,
    caseCode: null,
    unit: successor(desk, row, fault),
    formerUnit: row.formerUnit,
    channel: row.channel,
    origin: 'former-system',
    submittedBy: person,
    applicant: row.applicant,
    summary: row.summary,
    papers: [],
    status,
    submittedAt: new Date(row.submittedAt),
    acceptedAt: status === 1 ? null : new Date(acceptedAt),
    dueAt: row.dueAt === undefined ? null : new Date(row.dueAt),
    stoppedAt: row.stoppedAt === undefined ? null : new Date(row.stoppedAt),
  }
}

/**
 * A supplement moves the due date by office hours, so the days from the stop (at the earliest: now) to that date must be ones the
 * calendar knows: better refused here than a dossier nobody can ever supply.
 */
function reckoningFault({ calendar, now }: Desk, row: InFlight): string | undefined {
  if (row.dueAt === undefined) return undefined
  const from = row.stoppedAt === undefined ? now() : new Date(row.stoppedAt)
  const due = new Date(row.dueAt)
  // What was late when it stopped stays late: nothing is reckoned.
  if (from >= due) return undefined
  try {
    calendar.workingHoursBetween(from, due)
    return undefined
  } catch (error) {
    if (error instanceof SansangError) return `dueAt cannot be reckoned with: ${error.message}`
    throw error
  }
}

function inOrder(times: readonly (string | undefined)[]): boolean {
  const given = times.filter((time) => time !== undefined).map((time) => Date.parse(time))
  return given.every((time, index) => index === 0 || time >= (given[index - 1] ?? time))
}

function successor({ units }: Desk, row: InFlight, fault: (message: string) => void): string {
  const successors = units.resolve(row.formerUnit)
  const named = row.unit ?? (successors.length === 1 ? successors[0] : undefined)
  if (successors.length === 0) fault(`former unit ${row.formerUnit} has no successor in this province`)
  else if (named === undefined)
    fault(`former unit ${row.formerUnit} was divided; name one of ${successors.join(', ')}`)
  else if (!successors.includes(named))
    fault(`${named} is not a successor of ${row.formerUnit}: ${successors.join(', ')}`)
  return named ?? row.formerUnit
}

/** The former system asked for the supplement; what it asked is in its own records. */
async function awaitSupplement(
  tx: Desk['db'],
  dossier: { code: string; stoppedAt: Date | null; dueAt: Date | null },
): Promise<void> {
  await tx.query(
    `insert into supplement (dossier, number, requested_by, content, requested_at, due_before) values ($1, 1, $2, $3, $4, $5)`,
    [dossier.code, 'former-system', 'Yêu cầu từ hệ thống cũ', dossier.stoppedAt, dossier.dueAt],
  )
  await tx.query('update dossier set supplement_requests = 1 where code = $1', [dossier.code])
}
