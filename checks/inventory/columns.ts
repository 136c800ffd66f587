// checks/inventory/columns.ts: which columns an inventory file has and which kinds fill them. Reads no file.
import type { EvidenceKind, Field } from '../../types/evidence.ts'
import type { CellType } from './cell.ts'

/** Say who and when; every row fills those that are not in OPTIONAL. */
export const FIXED = [
  'commune',
  'device',
  'kind',
  'serial',
  'place',
  'keeper',
  'collectedAt',
  'collector',
  'origin',
] as const

/** May stay empty: what is missing here is found by EQ-01, not by the reader. */
export const OPTIONAL = ['serial', 'place', 'keeper'] as const

/** Facts the reader works out itself; nobody types them. */
const DERIVED = /^(inventory\.|cipher\.received$|subjectUnitMatches$)/

export type CellField = Field & { readonly type: CellType }

/** What a person fills in first stands first; kinds not named here follow. */
const ORDER = [
  'commune',
  'host',
  'edge',
  'switch',
  'wifi',
  'cipher',
  'token',
  'scanner',
  'printer',
  'counter',
]

/** Kinds a commune reports itself, in the order of the columns they bring. */
export function communeKinds(kinds: readonly EvidenceKind[]): EvidenceKind[] {
  const rank = ({ name }: EvidenceKind) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length)
  return kinds
    .filter(({ population }) => population === 'communes')
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
}

/** Asked for once a row, so worked out once a kind. */
const known = new WeakMap<EvidenceKind, ReadonlyMap<string, CellField>>()

/** Columns one kind fills, with their types, as dotted field names. */
export function columnsOf(kind: EvidenceKind): ReadonlyMap<string, CellField> {
  const columns =
    known.get(kind) ??
    new Map(
      Object.entries(kind.fields).filter(
        (entry): entry is [string, CellField] => isCellField(entry[1]) && !DERIVED.test(entry[0]),
      ),
    )
  known.set(kind, columns)
  return columns
}

function isCellField(field: Field): field is CellField {
  return field.type !== 'object' && field.type !== 'objects'
}

/** The header: fixed columns, then every field of every kind once. */
export function headerOf(kinds: readonly EvidenceKind[]): string[] {
  return [...new Set([...FIXED, ...communeKinds(kinds).flatMap((kind) => [...columnsOf(kind).keys()])])]
}
