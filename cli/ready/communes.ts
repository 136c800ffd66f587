// cli/ready/communes.ts: the communes of a province with their names, as in force from 2025-07-01.
import { readFileSync } from 'node:fs'

type Unit = { readonly code: string; readonly name: string; readonly provinceCode: string }

/** Communes of a province by code (Decision 19/2025/QĐ-TTg). */
export function communesOf(provinceCode: string): { readonly code: string; readonly name: string }[] {
  const file = new URL('../../data/admin-units.json', import.meta.url)
  const { communes } = JSON.parse(readFileSync(file, 'utf8')) as { communes: Unit[] }
  return communes
    .filter((unit) => unit.provinceCode === provinceCode)
    .map(({ code, name }) => ({ code, name }))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}
