// organ.ts: which organ code on the document axis is which unit of the province. Does not ask the axis.
import type { UnitList } from '../kit/units.ts'

export type OrganEntry = {
  readonly organId: string
  /** Five-digit commune code, or the province's two digits for its own office. */
  readonly unit: string
  readonly name: string
  /** Other spellings of the same organ, such as the form of Circular 10/2016: `000.00.00.H29`. */
  readonly aliases: readonly string[]
  /** `assumed`: the kit's convention for rehearsals. The real list comes from the axis and does not follow the commune codes (protocols 7.3). */
  readonly source: 'assumed' | 'axis'
}

/** The province's office by its member code, attested, and every commune by its assumed level-2 code. */
export function organsOf(member: string, list: UnitList): OrganEntry[] {
  const office: OrganEntry = {
    organId: member,
    unit: list.provinceCode,
    name: 'Ủy ban nhân dân cấp tỉnh',
    aliases: [`000.00.00.${member}`],
    source: 'axis',
  }
  const communes = list.units.flatMap((unit): OrganEntry[] => {
    const organId = list.identifier(unit.code)
    if (organId === undefined) return []
    return [
      { organId, unit: unit.code, name: `Ủy ban nhân dân ${unit.name}`, aliases: [], source: 'assumed' },
    ]
  })
  return [office, ...communes]
}

/** The organ a message addresses, by code or alias; undefined: none of ours. Codes are never rewritten to be matched. */
export function organAddressed(organs: readonly OrganEntry[], organId: string): OrganEntry | undefined {
  return organs.find((organ) => organ.organId === organId || organ.aliases.includes(organId))
}

/** The organ that speaks for a unit of ours. Throws for a unit that is not in the list. */
export function organOf(
  organs: readonly OrganEntry[],
  unit: string,
): { readonly organId: string; readonly name: string } {
  const organ = organs.find((candidate) => candidate.unit === unit)
  if (organ === undefined) throw new Error(`unit ${unit} passed the check and has no organ`)
  return { organId: organ.organId, name: organ.name }
}
