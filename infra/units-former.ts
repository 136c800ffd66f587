// infra/units-former.ts: the 63 provinces of before 1 July 2025, with the communes now in force in their area. Reads data/.
import { readFileSync } from 'node:fs'

export type FormerProvince = {
  /** Two digits, as until 2025-06-30. */
  readonly code: string
  readonly name: string
  /** Five-digit codes in force from 2025-07-01, sorted; each commune belongs to one former province. */
  readonly communes: readonly string[]
}

type Before = {
  provinces: [code: string, name: string, type: string][]
  districts: [code: string, name: string, type: string, provinceCode: string][]
  communes: [code: string, name: string, type: string, districtCode: string][]
}
type Crosswalk = {
  rows: [oldCode: string, newCode: string, relation: string][]
  fromDistricts: [oldDistrict: string, newCode: string, relation: string, area: string | null][]
}

let former: ReadonlyMap<string, FormerProvince> | undefined

/** By code, read once per process. A commune made of several provinces' land goes to the one most of its predecessors lay in. */
export function formerProvinces(): ReadonlyMap<string, FormerProvince> {
  former ??= combine(read<Before>('admin-units-before.json'), read<Crosswalk>('unit-crosswalk.json'))
  return former
}

// Both are the repository's own files, held to their shape by the tests of data/.
function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8')) as T
}

function combine(before: Before, crosswalk: Crosswalk): ReadonlyMap<string, FormerProvince> {
  const provinceOfDistrict = new Map(before.districts.map(([code, , , province]) => [code, province]))
  const provinceOfCommune = new Map(
    before.communes.map(([code, , , district]) => [code, provinceOfDistrict.get(district)]),
  )
  const votes = new Map<string, Map<string, number>>()
  const vote = (commune: string, province: string | undefined, weight: number) => {
    if (province === undefined) throw new TypeError(`${commune} has a predecessor that was nowhere`)
    const counts = votes.get(commune) ?? new Map<string, number>()
    votes.set(commune, counts.set(province, (counts.get(province) ?? 0) + weight))
  }
  for (const [old, now] of crosswalk.rows) vote(now, provinceOfCommune.get(old), 1)
  // Land of a district without communes decides only where nothing else does.
  for (const [old, now] of crosswalk.fromDistricts) vote(now, provinceOfDistrict.get(old), 0.1)
  const home = new Map([...votes].map(([commune, counts]) => [commune, most(counts)]))
  return new Map(
    before.provinces.map(([code, name]) => {
      const communes = [...home].filter(([, province]) => province === code).map(([commune]) => commune)
      return [code, { code, name, communes: communes.sort() }]
    }),
  )
}

function most(counts: ReadonlyMap<string, number>): string {
  const ranked = [...counts].sort(([a, left], [b, right]) => right - left || a.localeCompare(b))
  return ranked[0]?.[0] ?? ''
}
