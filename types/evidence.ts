// types/evidence.ts: one observation about one subject. Everything a criterion may judge has this shape.
import type { JsonObject } from './json.ts'

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
