// readiness/kinds.ts: the kinds of evidence checks/evidence-kinds.yaml declares. Collects none.
import type { Fault } from '../types/error.ts'
import type { EvidenceKind, Field } from '../types/evidence.ts'
import type { Text } from '../types/text.ts'
import { sortedBy } from './order.ts'
import { refuseFaults, sourceFaults } from './shape.ts'
import { readYamlSource, type YamlSource } from './yaml-source.ts'

/** Names a rule can use that are no facts; a kind may not have a field so called. */
export const GIVEN_NAMES = ['asOf', 'collectedAt', 'subject', 'label'] as const

type KindsFile = {
  readonly kinds: Readonly<
    Record<string, { population: string; title: Text; fields: Readonly<Record<string, Field>> }>
  >
}

/** Reads and checks the file. Throws `bad-kinds` with every fault by file, line and column. */
export function loadKinds(path: string): EvidenceKind[] {
  return kindsFrom(readYamlSource(path))
}

/** The same from text already read. */
export function kindsFrom(source: YamlSource): EvidenceKind[] {
  const hint = 'docs/criteria.md, "Kinds of evidence", says the form'
  refuseFaults(sourceFaults('kinds-file', source), 'bad-kinds', source.path, hint)
  const { kinds } = source.value as KindsFile
  const faults: Fault[] = []
  for (const [name, { fields }] of Object.entries(kinds))
    for (const [path, field] of Object.entries(fields))
      for (const message of fieldFaults(path, field, fields))
        faults.push({ where: source.where(['kinds', name, 'fields', path], { key: true }), message })
  refuseFaults(faults, 'bad-kinds', source.path, hint)
  return sortedBy(
    Object.entries(kinds).map(([name, body]) => ({ name, ...body })),
    ({ name }) => [name],
  )
}

function fieldFaults(path: string, field: Field, fields: Readonly<Record<string, Field>>): string[] {
  const faults: string[] = []
  const [top = ''] = path.split('.')
  if (GIVEN_NAMES.some((name) => name === top))
    faults.push(`"${top}" is the name of something every rule is given`)
  const inside = Object.keys(fields).filter((other) => other.startsWith(`${path}.`))
  if (inside.length > 0) faults.push(`"${path}" cannot be a field and hold ${inside.join(', ')}`)
  if (field.values !== undefined && field.type !== 'string' && field.type !== 'strings')
    faults.push(`"values" fits type string or strings, not ${field.type}`)
  if (field.unit !== undefined && field.type !== 'integer' && field.type !== 'number')
    faults.push(`"unit" fits type integer or number, not ${field.type}`)
  return faults
}
