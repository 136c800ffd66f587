// systems/procedures/submission.ts: a new dossier, from a counter, a citizen or the portal. Leads none further.
import { dayOf } from '../kit/calendar.ts'
import type { Database } from '../kit/database.ts'
import { Problem } from '../kit/problem.ts'
import type { Context } from '../kit/server.ts'
import { applicantFault } from './applicant.ts'
import { nextCode } from './code-counter.ts'
import type { Applicant, Dossier, Names } from './dossier.ts'
import type { components } from './generated/contract.d.ts'
import { insertDossier, insertStep } from './register.ts'
import type { Telling } from './telling.ts'

export type Submission = components['schemas']['Submission']
export type Desk = Context & { readonly names: Names; readonly telling: Telling }

/**
 * The unit in force a dossier belongs to: a current code, or a former one with exactly one successor. A code that is both counts
 * as current. Throws Problem 422 `unknown-unit`, or `former-unit-split` naming the successors.
 */
export function unitInForce({ units }: Desk, code: string): { unit: string; formerUnit: string | null } {
  const current = units.find(code)
  if (current !== undefined) return { unit: current.code, formerUnit: null }
  const successors = units.resolve(code)
  const [only] = successors
  if (only === undefined)
    throw new Problem(
      422,
      'unknown-unit',
      `${code} is neither a commune of province ${units.provinceCode} nor a former one`,
    )
  if (successors.length > 1)
    throw new Problem(
      422,
      'former-unit-split',
      `former unit ${code} was divided; name one of ${successors.join(', ')}`,
    )
  return { unit: only, formerUnit: code }
}

/** The national part of the procedure's code. Throws Problem 422 `unknown-procedure`, `unknown-case`. */
export function knownProcedure({ names }: Desk, code: string, caseCode?: string): string {
  const procedure = names.catalogue.find(code)
  if (procedure === undefined)
    throw new Problem(422, 'unknown-procedure', `${code} is not a procedure communes handle`)
  if (caseCode !== undefined && !procedure.cases.some((one) => one.code === caseCode))
    throw new Problem(422, 'unknown-case', `procedure ${procedure.code} has no case ${caseCode}`)
  return procedure.code
}

/** Throws Problem 422 `bad-applicant`. */
export function soundApplicant(applicant: Applicant): Applicant {
  const fault = applicantFault(applicant)
  if (fault !== undefined) throw new Problem(422, 'bad-applicant', fault)
  return applicant
}

/** Stores a dossier with status 1 under a code of its own and tells the portal. */
export async function submit(
  desk: Desk,
  tx: Database,
  submission: Submission,
  person: string,
): Promise<Dossier> {
  const procedure = knownProcedure(desk, submission.procedure, submission.caseCode)
  const { unit, formerUnit } = unitInForce(desk, submission.unit)
  const identifier = desk.units.identifier(unit)
  if (identifier === undefined) throw new Error(`unit ${unit} is in force and has no identifier`)
  const at = desk.now()
  const dossier = await insertDossier(tx, {
    code: await nextCode(tx, { code: unit, identifier }, dayOf(at)),
    procedure,
    caseCode: submission.caseCode ?? null,
    unit,
    formerUnit,
    channel: submission.channel,
    origin: 'here',
    submittedBy: person,
    applicant: soundApplicant(submission.applicant),
    summary: submission.summary,
    papers: submission.papers ?? [],
    status: 1,
    submittedAt: at,
    acceptedAt: null,
    dueAt: null,
    stoppedAt: null,
  })
  await insertStep(tx, { dossier: dossier.code, action: 'submit', from: null, to: 1, person, at, note: null })
  await desk.telling.registered(tx, dossier)
  return dossier
}
