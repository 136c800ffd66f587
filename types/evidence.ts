// types/evidence.ts: one observation about one subject. Everything a criterion may judge has this shape.
import type { JsonObject } from './json.ts'
import type { Text } from './text.ts'

/** How the observation came to be known; a verdict names the weakest origin it rests on. */
export const ORIGINS = ['measured', 'declared', 'synthetic'] as const
export type Origin = (typeof ORIGINS)[number]

export type Evidence = {
  readonly schema: 'sansang.evidence/1'
  /** Unique within a run: `<kind>/<subject>`. */
  readonly id: string
  /** What is observed: `host`, `edge`, `workload`, `load`, `drill` … (checks/evidence-kinds.yaml). */
  readonly kind: string
  /** Whom it is about, slash-separated, a population member first: `26740/PC-07`, `procedures`, `ho-chi-minh`. */
  readonly subject: string
  /** RFC 3339 with offset, +07:00 for what people enter. */
  readonly collectedAt: string
  /** Who collected it, with version: `inventory-csv/1`. */
  readonly collector: string
  readonly origin: Origin
  /** The fields of the kind; a field that is absent is missing evidence, never false. */
  readonly facts: JsonObject
}

/** Who must be heard from: the whole expected population of one name, whether or not evidence arrived. */
export type Population = {
  /** `communes`, `systems`, `province`, `workloads`, `drills` … */
  readonly name: string
  /** Sorted, unique. `label` is shown to readers: "Phường Sài Gòn". */
  readonly members: readonly { readonly id: string; readonly label: string }[]
}

export const FIELD_TYPES = [
  'string',
  'boolean',
  'integer',
  'number',
  'date',
  'time',
  'strings',
  'object',
  'objects',
] as const
/** date: YYYY-MM-DD; time: RFC 3339 with offset; strings, objects: lists. */
export type FieldType = (typeof FIELD_TYPES)[number]

export type Field = {
  readonly type: FieldType
  /** What a number counts: `day`, `ms`, `%`. */
  readonly unit?: string
  /** The only strings allowed. */
  readonly values?: readonly string[]
}

/** A kind of evidence as checks/evidence-kinds.yaml declares it; `fields` by dotted path. */
export type EvidenceKind = {
  readonly name: string
  readonly population: string
  readonly title: Text
  readonly fields: Readonly<Record<string, Field>>
}
