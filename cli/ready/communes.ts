// cli/ready/communes.ts: the communes of a province with their names, as in force from 2025-07-01.
import { readFileSync } from 'node:fs'

type Unit = { readonly code: string; readonly name: string; readonly provinceCode: string }
type Units = {
  /** YYYY-MM-DD. */
  readonly effectiveFrom: string
  readonly provinces: readonly { readonly code: string; readonly name: string }[]
  readonly communes: readonly Unit[]
}

function units(): Units {
  return JSON.parse(readFileSync(new URL('../../data/admin-units.json', import.meta.url), 'utf8')) as Units
}

/** Communes of a province by code (Decision 19/2025/QĐ-TTg). */
export function communesOf(provinceCode: string): { readonly code: string; readonly name: string }[] {
  return units()
    .communes.filter((unit) => unit.provinceCode === provinceCode)
    .map(({ code, name }) => ({ code, name }))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** A province's name by its two-digit code, and the first day its communes exist. */
export function provinceOf(code: string): { readonly name: string | undefined; readonly unitsSince: string } {
  const { provinces, effectiveFrom } = units()
  return { name: provinces.find((province) => province.code === code)?.name, unitsSince: effectiveFrom }
}
