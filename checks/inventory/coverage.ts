// checks/inventory/coverage.ts: the province's form of its online services, one row a service, both ways. Judges none of them.
import { existsSync } from 'node:fs'
import { type Fault, SansangError } from '../../types/error.ts'
import { type Evidence, type EvidenceKind, ORIGINS, type Population } from '../../types/evidence.ts'
import type { Text } from '../../types/text.ts'
import { oneOf, readCell } from './cell.ts'
import { type CellField, columnsOf } from './columns.ts'
import { EMPTY, faultAt, isButExpected, NOT_IN_HEADER } from './fault.ts'
import { readPlainFile } from './plain-file.ts'
import { cellPlace, type Row, readSheet, type Sheet } from './sheet.ts'
import { csvText } from './write.ts'

/** The form's name in the inventory folder, beside the communes' files. */
export const SERVICES_FILE = 'services.csv'

export const COVERAGE_COLUMNS = [
  'service',
  'name',
  'state',
  'ministry',
  'owner',
  'due',
  'collectedAt',
  'collector',
  'origin',
] as const

export type ServiceAnswer = Readonly<Record<(typeof COVERAGE_COLUMNS)[number], string>>

export type Coverage = {
  readonly evidence: Evidence[]
  /** The population `services`: whoever is listed must be heard from, and a list without services is refused. */
  readonly population: Population
}

/** The form's file with these answers. */
export function coverageText(answers: readonly ServiceAnswer[]): string {
  return csvText(
    COVERAGE_COLUMNS,
    answers.map((answer) => COVERAGE_COLUMNS.map((column) => answer[column])),
  )
}

/**
 * Reads the form; undefined when there is no such file, which is silence. Throws `bad-coverage` (exit 64) with every fault by
 * line and column.
 */
export function readCoverage(path: string, kinds: readonly EvidenceKind[]): Coverage | undefined {
  return existsSync(path) ? coverageFrom(path, readPlainFile(path), kinds) : undefined
}

/** The same from bytes already read. `file` is named in faults. */
export function coverageFrom(file: string, bytes: Uint8Array, kinds: readonly EvidenceKind[]): Coverage {
  const { sheet, faults } = readSheet(file, bytes)
  const kind = kinds.find(({ name }) => name === 'service-coverage')
  if (kind === undefined) throw new RangeError('the kind service-coverage is not declared')
  const header = sheet === undefined ? [] : headerFaults(file, sheet)
  const rows = header.length > 0 ? [] : (sheet?.rows ?? []).map((row) => readRow(file, row, columnsOf(kind)))
  const all = [
    ...faults,
    ...header,
    ...rows.flatMap((row) => row.faults),
    ...(sheet === undefined ? [] : repeats(file, sheet)),
  ]
  if (sheet !== undefined && sheet.rows.length === 0)
    all.push(
      faultAt(cellPlace(file, 1), {
        vi: 'không có dòng nào; mỗi dịch vụ một dòng',
        en: 'has no row; expected one a service',
      }),
    )
  if (all.length > 0)
    throw new SansangError('bad-coverage', {
      message: `the form of online services has ${all.length} ${all.length === 1 ? 'fault' : 'faults'}; nothing was taken from it`,
      hint: 'sửa các ô nêu trên / correct the cells named above; docs/inventory.md, "Online services", says what each column holds',
      where: file,
      faults: all,
    })
  const evidence = rows.flatMap((row) => row.record ?? [])
  const members = evidence
    .map(({ subject, facts }) => ({ id: subject, label: String(facts['name']) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  return { evidence, population: { name: 'services', members } }
}

function headerFaults(file: string, { header }: Sheet): Fault[] {
  const wanted: readonly string[] = COVERAGE_COLUMNS
  return [
    ...wanted
      .filter((column) => !header.includes(column))
      .map((column) => faultAt(cellPlace(file, 1, column), NOT_IN_HEADER)),
    ...header
      .filter((column) => column !== '' && !wanted.includes(column))
      .map((column) =>
        faultAt(cellPlace(file, 1, column), {
          vi: 'không phải cột của biểu này',
          en: 'is no column of this form',
        }),
      ),
  ]
}

function readRow(file: string, row: Row, columns: ReadonlyMap<string, CellField>) {
  const faults: Fault[] = []
  const refuse = (column: string, says: Text) => faults.push(faultAt(cellPlace(file, row.line, column), says))
  const cell = (column: string) => row.cells.get(column) ?? ''
  const facts: Record<string, string> = {}
  for (const [column, field] of columns) {
    const text = cell(column)
    // An empty answer is missing evidence; only a name cannot be missing, since nobody could say which service it is.
    if (text === '') {
      if (column === 'name') refuse(column, EMPTY)
      continue
    }
    const read = readCell(text, field)
    if ('fact' in read) facts[column] = String(read.fact)
    else refuse(column, isButExpected(text, read.expected))
  }
  const service = cell('service')
  if (!/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/.test(service))
    refuse('service', {
      vi: 'cần mã ngắn không có dấu cách, ví dụ 1.004194',
      en: 'expected a short key without spaces, like 1.004194',
    })
  const time = readCell(cell('collectedAt'), { type: 'time' })
  if (cell('collectedAt') === '') refuse('collectedAt', EMPTY)
  else if ('expected' in time) refuse('collectedAt', isButExpected(cell('collectedAt'), time.expected))
  if (cell('collector') === '') refuse('collector', EMPTY)
  const origin = ORIGINS.find((name) => name === cell('origin'))
  if (cell('origin') === '') refuse('origin', EMPTY)
  else if (origin === undefined) refuse('origin', isButExpected(cell('origin'), oneOf(ORIGINS)))
  if (faults.length > 0 || origin === undefined || !('fact' in time)) return { faults }
  const record: Evidence = {
    schema: 'sansang.evidence/1',
    id: `service-coverage/${service}`,
    kind: 'service-coverage',
    subject: service,
    collectedAt: String(time.fact),
    collector: cell('collector'),
    origin,
    facts,
  }
  return { faults, record }
}

function repeats(file: string, { rows }: Sheet): Fault[] {
  const seen = new Map<string, number>()
  return rows.flatMap(({ line, cells }) => {
    const service = cells.get('service') ?? ''
    const first = seen.get(service)
    if (first === undefined || service === '') {
      seen.set(service, line)
      return []
    }
    return [
      {
        ...faultAt(cellPlace(file, line, 'service'), {
          vi: `dịch vụ ${service} đã có ở dòng ${first}`,
          en: `service ${service} is already in line ${first}`,
        }),
      },
    ]
  })
}
