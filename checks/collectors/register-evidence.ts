// checks/collectors/register-evidence.ts: what the systems' own registers say, as evidence. Pure; judges nothing.
import type { Evidence } from '../../types/evidence.ts'
import type { Json, JsonObject } from '../../types/json.ts'
import { isDossierCode } from './dossier-code.ts'
import { listAt, numberAt, textAt } from './plan-json.ts'

/** Whom the record is about and when it was read. */
export type Frame = {
  /** The province's slug. */
  readonly province: string
  /** RFC 3339 with offset. */
  readonly collectedAt: string
}

const COLLECTOR = 'register/1'

/** A record of the province about one register. */
export function registerRecord(kind: string, { province, collectedAt }: Frame, facts: JsonObject): Evidence {
  return {
    schema: 'sansang.evidence/1',
    id: `${kind}/${province}`,
    kind,
    subject: province,
    collectedAt,
    collector: COLLECTOR,
    origin: 'measured',
    facts,
  }
}

/** Record of kind `dossier-register`. `dossiers` are as the procedures system lists them, with their steps. */
export function dossierRegister(
  dossiers: readonly Json[],
  communes: readonly string[],
  frame: Frame,
): Evidence {
  const codes = dossiers.map((dossier) => textAt(dossier, 'code') ?? '')
  const today = frame.collectedAt.slice(0, 10)
  const inFlight = dossiers.filter((dossier) => textAt(dossier, 'formerUnit') !== undefined)
  const steps = dossiers.flatMap((dossier) =>
    listAt(dossier, 'steps').map((step) => ({ step, code: textAt(dossier, 'code') ?? '' })),
  )
  const stepless = dossiers
    .filter((dossier) => listAt(dossier, 'steps').length === 0)
    .map((dossier) => `${textAt(dossier, 'code')}: 0`)
  return registerRecord('dossier-register', frame, {
    dossiers: dossiers.length,
    invalidCodes: codes.filter((code) => !isDossierCode(code, today)),
    duplicateCodes: codes.filter((code, index) => codes.indexOf(code) !== index),
    inFlight: inFlight.length,
    unresolved: inFlight
      .filter((dossier) => !isResolved(dossier, communes))
      .map((dossier) => textAt(dossier, 'code') ?? ''),
    steps: steps.length,
    incompleteSteps: [
      ...stepless,
      ...steps
        .filter(({ step }) => !isSigned(step))
        .map(({ step, code }) => `${code}: ${numberAt(step, 'number') ?? '?'}`),
    ],
  })
}

/** A newly registered dossier has no due date yet; every other one in flight must have kept its own. */
function isResolved(dossier: Json, communes: readonly string[]): boolean {
  const due = Date.parse(textAt(dossier, 'dueAt') ?? '')
  const isNew = numberAt(dossier, 'status') === 1
  return communes.includes(textAt(dossier, 'unit') ?? '') && (isNew || !Number.isNaN(due))
}

function isSigned(step: Json): boolean {
  return (textAt(step, 'person') ?? '') !== '' && !Number.isNaN(Date.parse(textAt(step, 'at') ?? ''))
}

/** Record of kind `procedure-catalogue`. `listed` is as the procedures system lists them, `expected` the published codes. */
export function procedureCatalogue(
  listed: readonly Json[],
  expected: readonly string[],
  frame: Frame,
): Evidence {
  const byCode = new Map(listed.map((procedure) => [textAt(procedure, 'code') ?? '', procedure]))
  const known = expected.filter((code) => byCode.has(code))
  const without = (lacks: (procedure: Json | undefined) => boolean) =>
    known.filter((code) => lacks(byCode.get(code)))
  return registerRecord('procedure-catalogue', frame, {
    expected: expected.length,
    configured: known.length,
    missing: expected.filter((code) => !byCode.has(code)),
    withoutSteps: without((procedure) => listAt(procedure, 'steps').length === 0),
    withoutLimit: without(
      (procedure) =>
        numberAt(procedure, 'limitWorkingDays') === undefined && listAt(procedure, 'cases').length === 0,
    ),
    withoutFee: without((procedure) => numberAt(procedure, 'feeVnd') === undefined),
  })
}

/** Record of kind `document-register`, from the number books of outgoing documents, one a unit and year. */
export function documentRegister(books: readonly Json[], frame: Frame): Evidence {
  const named = (member: string) =>
    books.flatMap((book) =>
      listAt(book, member).map(
        (number) => `${textAt(book, 'unit')}/${numberAt(book, 'year')}: ${String(number)}`,
      ),
    )
  const late = books
    .filter(startsLate)
    .map(
      (book) => `${textAt(book, 'unit')}/${numberAt(book, 'year')}: 1–${(numberAt(book, 'first') ?? 0) - 1}`,
    )
  return registerRecord('document-register', frame, {
    issued: books.reduce((sum: number, book) => sum + (numberAt(book, 'count') ?? 0), 0),
    gaps: [...late, ...named('gaps')],
    duplicates: named('doubles'),
  })
}

/** Numbers run from 01 on 1 January (Decree 30/2020/NĐ-CP art. 15): a book that begins later lacks its beginning. */
function startsLate(book: Json): boolean {
  const says = listAt(book, 'gaps').includes(1)
  return (numberAt(book, 'count') ?? 0) > 0 && numberAt(book, 'first') !== 1 && !says
}
