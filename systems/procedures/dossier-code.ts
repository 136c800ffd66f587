// systems/procedures/dossier-code.ts: the forms of a dossier's code by date, and whether a code has the form of its day. Issues no numbers.
import type { Day } from '../kit/calendar.ts'

type Form = {
  readonly name: 'circular-01-2018' | 'sample-2026'
  /** First day codes of this form may bear. */
  readonly from: Day
  /** First day sansang issues the form; it goes on until the next form's. */
  readonly issuedFrom: Day
  readonly pattern: RegExp
  readonly dayDigits: 6 | 8
  readonly sequenceDigits: number
}

// A unit's identifier: right to left (Circular 01/2018, `000.15.26.H29`) or left to right (Decision 20/2020/QĐ-TTg, `H29.101`).
const UNIT = String.raw`(\d{3}(?:\.\d{2}){2}\.[A-Y]\d{2}|[A-Y]\d{2}(?:\.\d{2,3})*)`

/**
 * Circular 01/2018/TT-VPCP art. 19: unit, YYMMDD, four digits counted per unit and day; in force since 2019-01-06. The circular
 * that followed it (03/2025/TT-VPCP) could not be read, so the second form is that of the one code seen in use,
 * `G09.20-20260609-0092637`, taken from that day on; systems in use go on with the first, so it stays valid.
 */
const FORMS: readonly Form[] = [
  {
    name: 'circular-01-2018',
    from: '2019-01-06',
    issuedFrom: '2019-01-06',
    pattern: new RegExp(`^${UNIT}-(\\d{6})-(\\d{4,5})$`),
    dayDigits: 6,
    sequenceDigits: 4,
  },
  {
    name: 'sample-2026',
    from: '2026-06-09',
    issuedFrom: '2026-06-09',
    pattern: new RegExp(`^${UNIT}-(\\d{8})-(\\d{7})$`),
    dayDigits: 8,
    sequenceDigits: 7,
  },
]

export type CodeFault =
  | 'no-known-form'
  | 'no-such-day'
  | 'before-its-form'
  | 'in-the-future'
  | 'sequence-zero'

export type ParsedCode = {
  readonly unit: string
  readonly day: Day
  readonly sequence: number
  readonly form: Form['name']
}

/** Reads a code as of a day; a fault where it has no form, or not that of the day it bears. */
export function parseCode(code: string, asOf: Day): ParsedCode | CodeFault {
  for (const form of FORMS) {
    const [, unit, digits, sequence] = form.pattern.exec(code) ?? []
    if (unit === undefined || digits === undefined || sequence === undefined) continue
    const day = readDay(digits)
    if (day === undefined) return 'no-such-day'
    if (day < form.from) return 'before-its-form'
    if (day > asOf) return 'in-the-future'
    if (Number(sequence) === 0) return 'sequence-zero'
    return { unit, day, sequence: Number(sequence), form: form.name }
  }
  return 'no-known-form'
}

/** The code of the n-th dossier of a unit on a day; undefined once the day's sequence has run out of digits (9,999 in the first form). */
export function formatCode(unit: string, day: Day, sequence: number): string | undefined {
  const form = FORMS.findLast((candidate) => candidate.issuedFrom <= day)
  if (form === undefined || sequence >= 10 ** form.sequenceDigits) return undefined
  const digits = day.replaceAll('-', '').slice(-form.dayDigits)
  return `${unit}-${digits}-${String(sequence).padStart(form.sequenceDigits, '0')}`
}

function readDay(digits: string): Day | undefined {
  const [, year, month, date] = /^(\d{2}|\d{4})(\d{2})(\d{2})$/.exec(digits) ?? []
  const day = `${year?.length === 2 ? `20${year}` : year}-${month}-${date}`
  const parsed = new Date(`${day}T00:00:00Z`)
  // Date accepts 31 June and makes it 1 July.
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === day ? day : undefined
}
