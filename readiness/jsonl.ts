// readiness/jsonl.ts: a run as evidence.jsonl and back, one spelling only. Judges nothing.
import type { Fault } from '../types/error.ts'
import type { Run, RunRecord } from '../types/run.ts'
import { canonical } from './canonical.ts'
import { byCodeUnit, sortedBy } from './order.ts'
import { refuseFaults, shapeFaults } from './shape.ts'

export const EVIDENCE_FILE = 'evidence.jsonl'

const TYPES = ['run', 'kind', 'criterion', 'population', 'waiver', 'evidence', 'journal'] as const
type RecordType = (typeof TYPES)[number]

/** The run's lines, canonical (RFC 8785) and in the order of docs/architecture.md, without their newlines. */
export function runLines(run: Run): string[] {
  const line = (type: RecordType, value: unknown): string => canonical({ type, value })
  const lines = (type: RecordType, values: readonly unknown[]): string[] =>
    values.map((value) => line(type, value))
  return [
    line('run', run.header),
    ...lines(
      'kind',
      sortedBy(run.kinds, ({ name }) => [name]),
    ),
    ...lines(
      'criterion',
      sortedBy(run.criteria, ({ id }) => [id]),
    ),
    ...lines(
      'population',
      sortedBy(run.populations, ({ name }) => [name]),
    ),
    ...lines(
      'waiver',
      sortedBy(run.waivers, ({ id }) => [id]),
    ),
    ...lines(
      'evidence',
      sortedBy(run.evidence, (record) => [record.id, canonical(record)]),
    ),
    ...lines(
      'journal',
      [...run.journal].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    ),
  ]
}

/** evidence.jsonl of a run: its lines, each ended by a newline, UTF-8. */
export function evidenceFile(run: Run): Uint8Array {
  return new TextEncoder().encode(
    runLines(run)
      .map((line) => `${line}\n`)
      .join(''),
  )
}

/** The lines of the file's bytes, as the Merkle tree's leaves. Throws `bad-evidence-file`. */
export function linesOf(bytes: Uint8Array): string[] {
  const text = decode(bytes)
  if (text === undefined) return refuse([{ where: EVIDENCE_FILE, message: 'is not UTF-8' }])
  if (!text.endsWith('\n'))
    return refuse([{ where: EVIDENCE_FILE, message: 'does not end with a newline: cut off' }])
  return text.slice(0, -1).split('\n')
}

/**
 * The run a file holds. Throws `bad-evidence-file` with every fault by line number: no JSON, not in canonical form, a wrong shape,
 * out of order, an id twice (but for evidence, which `evaluate` reports as a finding), no run record first.
 */
export function parseRun(bytes: Uint8Array): Run {
  const faults: Fault[] = []
  const records: RunRecord[] = []
  for (const [index, line] of linesOf(bytes).entries()) {
    const parsed = parseLine(line)
    const message = 'fault' in parsed ? parsed.fault : orderFault(records.at(-1), parsed.record)
    const where = `${EVIDENCE_FILE}:${index + 1}`
    if (message !== undefined) faults.push({ where, message })
    if (faults.length === FAULTS_MAX) {
      faults.push({ where, message: `is where reading stopped, after ${FAULTS_MAX} faults` })
      break
    }
    if ('record' in parsed) records.push(parsed.record)
  }
  refuseFaults(faults, 'bad-evidence-file', EVIDENCE_FILE, HINT)
  const [first] = records
  if (first?.type !== 'run')
    return refuse([{ where: `${EVIDENCE_FILE}:1`, message: 'the first record must be of type run' }])
  return {
    header: first.value,
    kinds: records.flatMap((one) => (one.type === 'kind' ? [one.value] : [])),
    criteria: records.flatMap((one) => (one.type === 'criterion' ? [one.value] : [])),
    populations: records.flatMap((one) => (one.type === 'population' ? [one.value] : [])),
    waivers: records.flatMap((one) => (one.type === 'waiver' ? [one.value] : [])),
    evidence: records.flatMap((one) => (one.type === 'evidence' ? [one.value] : [])),
    journal: records.flatMap((one) => (one.type === 'journal' ? [one.value] : [])),
  }
}

/** A file with more is not a run with faults but another file. */
const FAULTS_MAX = 100

const HINT = 'the file is not as it was written; ask for the run folder again'

function refuse(faults: readonly Fault[]): never {
  refuseFaults(faults, 'bad-evidence-file', EVIDENCE_FILE, HINT)
  throw new Error('refused without a fault')
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    // A byte order mark would be swallowed silently, and then two files would read alike.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function parseLine(line: string): { record: RunRecord } | { fault: string } {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return { fault: 'is no JSON document' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { fault: 'is no record' }
  if (isDeeper(value, DEPTH_MAX)) return { fault: `is nested deeper than ${DEPTH_MAX}` }
  const { type, value: body, ...rest }: { type?: unknown; value?: unknown } = value
  const known = TYPES.find((name) => name === type)
  if (known === undefined)
    return { fault: `has the unknown type ${JSON.stringify(type)}; known: ${TYPES.join(', ')}` }
  if (Object.keys(rest).length > 0)
    return { fault: `has keys besides type and value: ${Object.keys(rest).join(', ')}` }
  if (!isCanonical(value, line)) return { fault: 'is not in canonical form (RFC 8785)' }
  const [fault] = shapeFaults(known, body)
  if (fault !== undefined) return { fault: `${[known, ...fault.path].join('.')}: ${fault.message}` }
  return { record: value as RunRecord }
}

/** No record comes near; deeper ones end whatever walks them, each at another depth. */
const DEPTH_MAX = 100

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}

function isCanonical(value: unknown, line: string): boolean {
  try {
    return canonical(value) === line
  } catch {
    return false
  }
}

function orderFault(before: RunRecord | undefined, record: RunRecord): string | undefined {
  if (before === undefined) return record.type === 'run' ? undefined : 'comes before the run record'
  const step = TYPES.indexOf(record.type) - TYPES.indexOf(before.type)
  if (step < 0) return `a record of type ${record.type} cannot follow one of type ${before.type}`
  if (step > 0) return undefined
  if (record.type === 'run') return 'is a second run record'
  if (record.type === 'journal' && before.type === 'journal')
    return Date.parse(record.value.at) < Date.parse(before.value.at)
      ? 'is earlier than the entry before it'
      : undefined
  const order = byCodeUnit(keyOf(before), keyOf(record))
  if (order < 0) return undefined
  if (record.type !== 'evidence') return order === 0 ? `repeats ${keyOf(record)}` : 'is not in order'
  return order === 0 && byCodeUnit(canonical(before), canonical(record)) <= 0 ? undefined : 'is not in order'
}

function keyOf(record: RunRecord): string {
  switch (record.type) {
    case 'kind':
    case 'population':
      return record.value.name
    case 'criterion':
    case 'waiver':
    case 'evidence':
      return record.value.id
    default:
      return ''
  }
}
