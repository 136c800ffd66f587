// systems/kit/units.ts: the province's unit list of 1 July 2025 and where its former communes went. Changes nothing in it.
import { readFileSync } from 'node:fs'
import { SansangError } from '../../types/error.ts'

export type Unit = { readonly code: string; readonly name: string; readonly type: string }

export type UnitList = {
  readonly effectiveFrom: string
  readonly provinceCode: string
  /** Communes of the province, by code. */
  readonly units: readonly Unit[]
  /** The unit in force with this code; undefined for a former or foreign one. */
  find(code: string): Unit | undefined
  /** Units in force that took over a former commune's land or people, sorted; empty when the code is unknown here. */
  resolve(formerCode: string): readonly string[]
  /**
   * Identifier of a commune at level 2 (Decision 20/2020/QĐ-TTg), `H29.101`. The real ones are not published for every
   * commune: this is the reference systems' own convention, 101 upward in the order of the five-digit codes.
   */
  identifier(code: string): string | undefined
}

type UnitsFile = {
  effectiveFrom: string
  codeAliases: Record<string, string>
  communes: (Unit & { provinceCode: string })[]
}

const FIRST_IDENTIFIER = 101

/** Reads `data/admin-units.json` and, when first asked, `data/unit-crosswalk.json`. Throws `unknown-province`. */
export function loadUnits(provinceCode: string, member: string): UnitList {
  const file = readData<UnitsFile>('admin-units.json')
  const units = file.communes
    .filter((unit) => unit.provinceCode === provinceCode)
    .map(({ code, name, type }) => ({ code, name, type }))
  if (units.length === 0)
    throw new SansangError('unknown-province', {
      message: `no commune of 1 July 2025 belongs to province ${provinceCode}`,
      hint: 'set SANSANG_PROVINCE to a code of data/admin-units.json, like 79',
    })
  const byCode = new Map(units.map((unit) => [unit.code, unit]))
  const identifiers = new Map(
    units.map((unit, index) => [unit.code, `${member}.${FIRST_IDENTIFIER + index}`]),
  )
  const current = (code: string) => file.codeAliases[code] ?? code
  let successors: ReadonlyMap<string, readonly string[]> | undefined
  return {
    effectiveFrom: file.effectiveFrom,
    provinceCode,
    units,
    find: (code) => byCode.get(current(code)),
    resolve: (formerCode) => {
      successors ??= loadSuccessors(byCode)
      return successors.get(formerCode) ?? []
    },
    identifier: (code) => identifiers.get(current(code)),
  }
}

function loadSuccessors(byCode: ReadonlyMap<string, Unit>): ReadonlyMap<string, readonly string[]> {
  const successors = new Map<string, string[]>()
  for (const [formerCode, code] of readData<{ rows: [string, string, string][] }>('unit-crosswalk.json')
    .rows) {
    if (!byCode.has(code)) continue
    const codes = successors.get(formerCode) ?? []
    successors.set(formerCode, [...codes, code].sort())
  }
  return successors
}

function readData<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../data/${name}`, import.meta.url), 'utf8')) as T
}
