// infra/units.ts: the administrative units a stack is sized by. Reads data/; knows nothing of stacks.
import { readFileSync } from 'node:fs'

export type Province = {
  /** Two digits. */
  readonly code: string
  /** `Thành phố Hồ Chí Minh` */
  readonly name: string
  /** `ho-chi-minh`: the name without its type, in ASCII. */
  readonly slug: string
  /** Five-digit codes of the communes in force from 2025-07-01, sorted. */
  readonly communes: readonly string[]
  /** Two-digit codes of the former provinces it was made of, sorted. */
  readonly formerProvinces: readonly string[]
}

type UnitFile = {
  provinces: { code: string; name: string }[]
  communes: { code: string; provinceCode: string }[]
}
type CrosswalkFile = { provinces: [oldCode: string, newCode: string][] }

let provinces: readonly Province[] | undefined

/** The 34 provinces by code (Decision 19/2025/QĐ-TTg), read once per process. */
export function readProvinces(): readonly Province[] {
  provinces ??= combine(read<UnitFile>('admin-units.json'), read<CrosswalkFile>('unit-crosswalk.json'))
  return provinces
}

/** `Thành phố Hồ Chí Minh` → `ho-chi-minh`. */
export function provinceSlug(name: string): string {
  return name
    .replace(/^(Thành phố|Tỉnh) /, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
}

// The two files are the repository's own and held to their shape by the tests of data/, so no schema runs here.
function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8')) as T
}

function combine(units: UnitFile, crosswalk: CrosswalkFile): readonly Province[] {
  return units.provinces.map(({ code, name }) => ({
    code,
    name,
    slug: provinceSlug(name),
    communes: units.communes
      .filter((commune) => commune.provinceCode === code)
      .map((commune) => commune.code)
      .sort(),
    formerProvinces: crosswalk.provinces
      .filter(([, newCode]) => newCode === code)
      .map(([oldCode]) => oldCode)
      .sort(),
  }))
}
