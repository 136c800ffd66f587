// cli/ready/selection.ts: which criteria a run judges, and which parts of the run those need. Pure.
import { CATALOGUES, type Criterion } from '../../types/criterion.ts'
import { requireKnown } from './options.ts'

/** Parts of a run, and the kinds of evidence each gathers. */
const PARTS = {
  plan: ['workload', 'platform'],
  load: ['load', 'rehearsal'],
  drills: ['drill'],
  probe: ['system', 'portal', 'dossier-register', 'procedure-catalogue', 'document-register'],
} as const

export type Part = keyof typeof PARTS

/** Criteria of the named catalogues and ids; all when none is named. Throws `misuse` for a name nobody has. */
export function selectCriteria(
  criteria: readonly Criterion[],
  only: readonly string[],
): readonly Criterion[] {
  if (only.length === 0) return criteria
  requireKnown(
    'catalogue or criterion',
    only,
    [...CATALOGUES, ...criteria.map(({ id }) => id)],
    // Well over a hundred ids would bury the answer.
    `${CATALOGUES.join(', ')}, and the ${criteria.length} criteria, a file each in checks/<catalogue>/`,
  )
  return criteria.filter(({ id, catalogue }) => only.includes(id) || only.includes(catalogue))
}

/** The parts that gather what these criteria read. The inventory is always read: it costs nothing to start. */
export function partsFor(criteria: readonly Criterion[]): ReadonlySet<Part> {
  const kinds = new Set(criteria.map(({ evidence }) => evidence))
  const parts = Object.entries(PARTS).filter(([, gathers]) => gathers.some((kind) => kinds.has(kind)))
  return new Set(parts.map(([part]) => part as Part))
}
