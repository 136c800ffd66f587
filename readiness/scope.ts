// readiness/scope.ts: what a run was judged by, beside what this version would judge it by. Says differences, judges none.
import type { Criterion } from '../types/criterion.ts'
import type { EvidenceKind, Population } from '../types/evidence.ts'
import type { JsonObject } from '../types/json.ts'
import type { Run } from '../types/run.ts'
import { canonical } from './canonical.ts'
import type { Problem } from './opened-seal.ts'
import { isKnownCode } from './tool.ts'

/** What this version judges the run's province by. */
export type Scope = {
  readonly criteria: readonly Criterion[]
  readonly kinds: readonly EvidenceKind[]
  /** Populations that do not depend on what was collected: the province's communes, the systems, the drills … */
  readonly populations: readonly Population[]
  /** The province's name by its code; undefined when this version has no such province. */
  readonly provinceName: string | undefined
  /** The same of its stack: `ho-chi-minh`. */
  readonly provinceSlug: string | undefined
  /** Limits of each load test and drill as its record carries them, by the record's id. */
  readonly objectives: ReadonlyMap<string, JsonObject>
  /** First day (YYYY-MM-DD) on which these communes exist. */
  readonly unitsSince: string
}

/** A list of names longer than this is cut, with the number left out. */
const NAMES_MAX = 8

/**
 * Every way in which a run asked for less, or for something else, than this version asks of the same province on the same
 * selection. A seal cannot show this: whoever seals chooses the criteria too. Empty when there is none.
 */
export function scopeDifferences(run: Run, own: Scope): Problem[] {
  const { only, province, asOf } = run.header
  const selected = (criterion: Criterion): boolean =>
    only.length === 0 || only.includes(criterion.id) || only.includes(criterion.catalogue)
  const notes = [
    ...compare('criteria', run.criteria, own.criteria.filter(selected), ({ id }) => id),
    ...compare('kinds of evidence', run.kinds, own.kinds, ({ name }) => name),
    ...own.populations.flatMap((population) => {
      const sealed = run.populations.find(({ name }) => name === population.name)?.members ?? []
      return compare(`population ${population.name}`, sealed, population.members, ({ id }) => id)
    }),
    ...objectiveDifferences(run, own.objectives),
  ]
  if (only.length > 0)
    notes.push({
      where: 'selection',
      message: `only ${only.slice(0, NAMES_MAX).join(', ')} was asked: ${own.criteria.filter(selected).length} of this version's ${own.criteria.length} criteria`,
    })
  if (!isKnownCode(run.header.tool))
    notes.push({
      where: 'tool',
      message: `sealed by revision "${run.header.tool.revision}": no commit, so nobody can look up the code that collected the evidence`,
    })
  if (own.provinceSlug !== province.slug)
    notes.push({
      where: 'province',
      message: `${province.code} is called ${province.slug}; this version calls it ${own.provinceSlug ?? 'no province'}`,
    })
  if (own.provinceName !== province.name)
    notes.push({
      where: 'province',
      message: `${province.code} is named ${province.name}; this version knows it as ${own.provinceName ?? 'no province'}`,
    })
  if (asOf < own.unitsSince)
    notes.push({
      where: 'as-of date',
      message: `${asOf} lies before ${own.unitsSince}, when these communes came into being; what binds since then was not asked`,
    })
  return notes
}

/** Limits are facts of the record they judge: whoever loosens them passes by unchanged criteria. */
function objectiveDifferences({ evidence }: Run, own: Scope['objectives']): Problem[] {
  const loosened = evidence.flatMap(({ id, facts }) => {
    const ours = own.get(id)
    const theirs = facts['objectives']
    return ours === undefined || canonical(theirs ?? null) === canonical(ours) ? [] : [id]
  })
  const message = count(loosened, "judged by limits that are not this version's").join('')
  return message === '' ? [] : [{ where: 'objectives', message }]
}

function compare<T>(
  where: string,
  sealed: readonly T[],
  own: readonly T[],
  idOf: (one: T) => string,
): Problem[] {
  const ours = new Map(own.map((one) => [idOf(one), one]))
  const theirs = new Map(sealed.map((one) => [idOf(one), one]))
  const missing = [...ours.keys()].filter((id) => !theirs.has(id))
  const added = [...theirs.keys()].filter((id) => !ours.has(id))
  const changed = [...theirs].flatMap(([id, one]) => {
    const mine = ours.get(id)
    return mine === undefined || canonical(mine) === canonical(one) ? [] : [id]
  })
  const message = [
    ...count(missing, `of this version's ${ours.size} missing`),
    ...count(changed, 'changed'),
    ...count(added, 'not known to this version'),
    ...(sealed.length === theirs.size ? [] : [`${sealed.length - theirs.size} repeated`]),
  ].join('; ')
  return message === '' ? [] : [{ where, message }]
}

function count(ids: readonly string[], what: string): string[] {
  if (ids.length === 0) return []
  const more = ids.length - NAMES_MAX
  return [
    `${ids.length} ${what} (${ids.slice(0, NAMES_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''})`,
  ]
}
