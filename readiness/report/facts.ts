// readiness/report/facts.ts: reads single facts of evidence records for the report's tables. Pure.
import type { Evidence } from '../../types/evidence.ts'
import type { Json, JsonObject } from '../../types/json.ts'
import type { Run } from '../../types/run.ts'

/** Records of one kind, by subject. */
export function ofKind(run: Run, kind: string): Evidence[] {
  return run.evidence
    .filter((record) => record.kind === kind)
    .sort((a, b) => (a.subject < b.subject ? -1 : 1))
}

/** The value at a dotted path, or undefined. */
export function factAt(facts: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = facts
  for (const key of path.split('.')) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
    value = (value as JsonObject)[key]
  }
  return value
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
