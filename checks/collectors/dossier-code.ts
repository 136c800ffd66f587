// checks/collectors/dossier-code.ts: the forms a dossier's code may have on the day it bears. Knows no system's own rules.

type Form = {
  /** First day a code of this form may bear. */
  readonly from: string
  readonly pattern: RegExp
}

// Right to left (Circular 10/2016, `000.15.26.H29`) or left to right (Decision 20/2020/QĐ-TTg, `H29.101`).
const UNIT = String.raw`(?:\d{3}(?:\.\d{2}){2}\.[A-Y]\d{2}|[A-Y]\d{2}(?:\.\d{2,3})*)`

/**
 * Circular 01/2018/TT-VPCP art. 19: unit, YYMMDD, four digits (one vendor writes five); and the form of the one code seen in
 * 2026, `G09.20-20260609-0092637`. Kept by date, since the first stays valid for dossiers in flight.
 */
const FORMS: readonly Form[] = [
  { from: '2019-01-06', pattern: new RegExp(`^${UNIT}-(?<day>\\d{6})-(?<sequence>\\d{4,5})$`) },
  { from: '2026-06-09', pattern: new RegExp(`^${UNIT}-(?<day>\\d{8})-(?<sequence>\\d{7})$`) },
]

/** True when the code has a form that was in use on the day it bears, and that day is not after `today` (YYYY-MM-DD). */
export function isDossierCode(code: string, today: string): boolean {
  return FORMS.some(({ from, pattern }) => {
    const { day: digits = '', sequence = '' } = pattern.exec(code)?.groups ?? {}
    if (digits === '' || Number(sequence) === 0) return false
    const day = `${digits.length === 6 ? '20' : ''}${digits}`.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
    const date = new Date(`${day}T00:00:00Z`)
    const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
    return real && day >= from && day <= today
  })
}
