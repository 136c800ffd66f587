// checks/inventory/row.ts: one device becomes the cells of one row. The other way is device.ts.
import type { EvidenceKind, Origin } from '../../types/evidence.ts'
import type { Json, JsonObject } from '../../types/json.ts'
import { writeCell } from './cell.ts'
import { columnsOf } from './columns.ts'

export type DeviceRow = {
  readonly commune: string
  readonly device: string
  readonly kind: string
  readonly collectedAt: string
  readonly collector: string
  readonly origin: Origin
  /** By dotted column: `{ 'os.name': 'Windows' }`. */
  readonly facts: JsonObject
}

/** The row's cells in the order of the header; a fact that is absent is an empty cell. Throws `unwritable-fact`. */
export function rowCells(
  row: DeviceRow,
  header: readonly string[],
  kinds: readonly EvidenceKind[],
): string[] {
  const kind = kinds.find(({ name }) => name === row.kind)
  const columns = kind === undefined ? new Map() : columnsOf(kind)
  const { facts, ...given } = row
  const fixed: Readonly<Record<string, string>> = given
  const strange = Object.keys(facts).filter((path) => !columns.has(path) || !header.includes(path))
  if (strange.length > 0) throw new RangeError(`kind ${row.kind} has no column ${strange.join(', ')}`)
  return header.map((column) => fixed[column] ?? cellOf(facts[column], columns.get(column)))
}

function cellOf(fact: Json | undefined, field: Parameters<typeof writeCell>[1] | undefined): string {
  return fact === undefined || field === undefined ? '' : writeCell(fact, field)
}
