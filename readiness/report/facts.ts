// readiness/report/facts.ts: reads single facts of evidence records for the report's tables. Pure.
import type { Evidence } from '../../types/evidence.ts'
import type { Run } from '../../types/run.ts'
import { factAt } from '../fact.ts'

/** Records of one kind, by subject. */
export function ofKind(run: Run, kind: string): Evidence[] {
  return run.evidence
    .filter((record) => record.kind === kind)
    .sort((a, b) => (a.subject < b.subject ? -1 : 1))
}

/** A number at a path; undefined when it is missing or something else. */
export function numberAt(record: Evidence, path: string): number | undefined {
  const value = factAt(record.facts, path)
  return typeof value === 'number' ? value : undefined
}

/** How many items a list at a path has; undefined when it is missing or no list. */
export function lengthAt(record: Evidence, path: string): number | undefined {
  const value = factAt(record.facts, path)
  return Array.isArray(value) ? value.length : undefined
}

/** A text at a path, or an empty string. */
export function textAt(record: Evidence, path: string): string {
  const value = factAt(record.facts, path)
  return typeof value === 'string' ? value : ''
}
