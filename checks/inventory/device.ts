// checks/inventory/device.ts: one row becomes one device's record, or faults. Looks at no other row.
import type { Fault } from '../../types/error.ts'
import { type EvidenceKind, ORIGINS, type Origin } from '../../types/evidence.ts'
import type { Json, JsonObject } from '../../types/json.ts'
import type { Text } from '../../types/text.ts'
import { oneOf, readCell } from './cell.ts'
import { columnsOf, FIXED, OPTIONAL } from './columns.ts'
import { EMPTY, faultAt, isButExpected } from './fault.ts'
import { cellPlace, type Row } from './sheet.ts'

export type Device = {
  readonly line: number
  readonly device: string
  readonly kind: string
  readonly collectedAt: string
  readonly collector: string
  readonly origin: Origin
  readonly facts: JsonObject
}

const NAME = /^[\p{L}\d][\p{L}\d._-]{0,39}$/u

/** Reads one row of the file of `commune`. A device comes back only when nothing is wrong with it. */
export function readDevice(
  file: string,
  row: Row,
  { commune, kinds }: { readonly commune: string; readonly kinds: readonly EvidenceKind[] },
): { readonly device?: Device; readonly faults: readonly Fault[] } {
  const faults: Fault[] = []
  const refuse = (column: string, says: Text) => faults.push(faultAt(cellPlace(file, row.line, column), says))
  const cell = (column: string) => row.cells.get(column) ?? ''
  for (const column of FIXED)
    if (cell(column) === '' && !OPTIONAL.some((name) => name === column)) refuse(column, EMPTY)
  if (cell('commune') !== '' && cell('commune') !== commune)
    refuse('commune', {
      vi: `đang ghi ${cell('commune')}; tệp này là của xã ${commune}`,
      en: `is ${cell('commune')}; this file is of commune ${commune}`,
    })
  if (cell('device') !== '' && !NAME.test(cell('device')))
    refuse('device', {
      vi: 'cần tên ngắn không có dấu cách, ví dụ PC-07',
      en: 'expected a short name without spaces, like PC-07',
    })
  const time = readCell(cell('collectedAt'), { type: 'time' })
  if (cell('collectedAt') !== '' && 'expected' in time)
    refuse('collectedAt', isButExpected(cell('collectedAt'), time.expected))
  const origin = ORIGINS.find((name) => name === cell('origin'))
  if (cell('origin') !== '' && origin === undefined)
    refuse('origin', isButExpected(cell('origin'), oneOf(ORIGINS)))
  const kind = kinds.find(({ name }) => name === cell('kind'))
  if (cell('kind') !== '' && kind === undefined)
    refuse('kind', isButExpected(cell('kind'), oneOf(kinds.map(({ name }) => name))))
  if (kind === undefined) return { faults }
  const facts = readFacts(file, row, kind, faults)
  if (faults.length > 0 || origin === undefined || !('fact' in time)) return { faults }
  const [device, collectedAt, collector] = [cell('device'), String(time.fact), cell('collector')]
  return {
    faults,
    device: { line: row.line, device, kind: kind.name, collectedAt, collector, origin, facts },
  }
}

function readFacts(file: string, row: Row, kind: EvidenceKind, faults: Fault[]): JsonObject {
  const columns = columnsOf(kind)
  const facts: [string, Json][] = []
  for (const [column, text] of row.cells) {
    if (text === '') continue
    const field = columns.get(column)
    if (field === undefined) {
      if (!FIXED.some((name) => name === column && !OPTIONAL.some((optional) => optional === name)))
        faults.push(
          faultAt(cellPlace(file, row.line, column), {
            vi: `không phải cột của loại ${kind.name} (${kind.title.vi}); để trống ô này`,
            en: `is no column of kind ${kind.name}; leave it empty`,
          }),
        )
      continue
    }
    const read = readCell(text, field)
    if ('fact' in read) facts.push([column, read.fact])
    else faults.push(faultAt(cellPlace(file, row.line, column), isButExpected(text, read.expected)))
  }
  return nest(facts)
}

/** `[["os.name", "Windows"]]` → `{os: {name: "Windows"}}`. */
export function nest(facts: readonly (readonly [string, Json])[]): JsonObject {
  type Tree = { [name: string]: Json | Tree }
  const root: Tree = {}
  for (const [path, value] of facts) {
    const names = path.split('.')
    const last = names.pop() ?? path
    let branch: Tree = root
    for (const name of names) {
      const inner = branch[name]
      const next: Tree =
        typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Tree) : {}
      branch[name] = next
      branch = next
    }
    branch[last] = value
  }
  return root as JsonObject
}
