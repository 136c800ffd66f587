// readiness/criterion-faults.ts: what is wrong with the meaning of one criterion. Its form is shape.ts's affair.
import type { Catalogue, Criterion } from '../types/criterion.ts'
import type { EvidenceKind } from '../types/evidence.ts'
import { compileRule } from './cel.ts'
import { fieldAt, unknownField } from './rule-reads.ts'
import { sentenceFaults } from './sentence.ts'
import type { Path } from './yaml-source.ts'

export type CriterionFault = {
  readonly at: Path
  readonly key?: boolean
  /** Characters into the value. */
  readonly offset?: number
  readonly message: string
}

type Place = { readonly file: string; readonly catalogue: Catalogue; readonly kinds: readonly EvidenceKind[] }

/** All faults of a criterion whose present keys have the right form; a key that is absent is not asked about. */
export function criterionFaults(criterion: Partial<Criterion>, place: Place): CriterionFault[] {
  const { evidence, population } = criterion
  const faults = [...identityFaults(criterion, place), ...dateFaults(criterion)]
  if (evidence === undefined) return faults
  const kind = place.kinds.find(({ name }) => name === evidence)
  if (kind === undefined) {
    const known = place.kinds.map(({ name }) => name).join(', ')
    return [
      ...faults,
      { at: ['evidence'], message: `no evidence kind "${evidence}" is declared; known: ${known}` },
    ]
  }
  if (population !== undefined && population !== kind.population)
    faults.push({
      at: ['population'],
      message: `evidence of kind ${kind.name} is about ${kind.population}, not ${population}`,
    })
  return [
    ...faults,
    ...needFaults(criterion, kind),
    ...ruleFaultsOf(criterion, kind),
    ...textFaults(criterion, kind),
  ]
}

function identityFaults(
  { id, catalogue, basis, severity }: Partial<Criterion>,
  place: Place,
): CriterionFault[] {
  const faults: CriterionFault[] = []
  if (id !== undefined && `${id}.yaml` !== place.file)
    faults.push({ at: ['id'], message: `id ${id} must stand in a file ${id}.yaml, not ${place.file}` })
  if (catalogue !== undefined && catalogue !== place.catalogue)
    faults.push({
      at: ['catalogue'],
      message: `a file in ${place.catalogue}/ cannot be of catalogue ${catalogue}`,
    })
  const due = basis?.startsWith('B') ? 'blocking' : 'advisory'
  if (basis !== undefined && severity !== undefined && severity !== due)
    faults.push({ at: ['severity'], message: `basis ${basis} makes a criterion ${due}` })
  return faults
}

function dateFaults({ from, to }: Partial<Criterion>): CriterionFault[] {
  if (from === undefined || to === undefined || from <= to) return []
  return [{ at: ['to'], message: `in force until ${to}, before its first day ${from}` }]
}

function needFaults({ needs, manual }: Partial<Criterion>, kind: EvidenceKind): CriterionFault[] {
  const faults: CriterionFault[] = []
  for (const [index, path] of (needs ?? []).entries())
    if (fieldAt(kind, path) === undefined)
      faults.push({ at: ['needs', index], message: unknownField(kind, path) })
  if (manual !== undefined && fieldAt(kind, manual.field) === undefined)
    faults.push({ at: ['manual', 'field'], message: unknownField(kind, manual.field) })
  return faults
}

function ruleFaultsOf(criterion: Partial<Criterion>, kind: EvidenceKind): CriterionFault[] {
  const { rule, applies, otherwise, needs, manual } = criterion
  const faults: CriterionFault[] = []
  if (applies !== undefined && otherwise === undefined)
    faults.push({
      at: ['applies'],
      key: true,
      message: '"applies" wants "otherwise": why a record is outside',
    })
  if (otherwise !== undefined && applies === undefined)
    faults.push({ at: ['otherwise'], key: true, message: '"otherwise" without "applies" is never said' })
  for (const [key, source] of Object.entries({ rule, applies })) {
    if (source === undefined) continue
    const compiled = compileRule(source, kind)
    if ('faults' in compiled) {
      for (const { message, offset } of compiled.faults) faults.push({ at: [key], offset, message })
      continue
    }
    // `applies` is guarded by the engine itself; a rule only by what `needs` lists.
    const covered = new Set([...(needs ?? []), ...(manual ? [manual.field] : [])])
    const open =
      key === 'rule' && needs !== undefined ? compiled.rule.reads.filter((path) => !covered.has(path)) : []
    for (const path of open)
      faults.push({ at: ['needs'], message: `the rule reads ${path}, which is not listed` })
  }
  return faults
}

function textFaults(criterion: Partial<Criterion>, kind: EvidenceKind): CriterionFault[] {
  const { says, otherwise, manual } = criterion
  const texts = [
    { at: ['says', 'pass'], text: says?.pass },
    { at: ['says', 'fail'], text: says?.fail },
    { at: ['otherwise'], text: otherwise },
    { at: ['manual', 'question'], text: manual?.question },
  ]
  return texts.flatMap(({ at, text }) =>
    Object.entries(text ?? {}).flatMap(([language, sentence]) =>
      sentenceFaults(sentence, kind).map((message) => ({ at: [...at, language], message })),
    ),
  )
}
