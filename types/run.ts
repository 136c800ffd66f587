// types/run.ts: everything one run's verdict depends on, as stored line by line in evidence.jsonl.
import type { Criterion } from './criterion.ts'
import type { Evidence, EvidenceKind, Population } from './evidence.ts'
import type { Waiver } from './finding.ts'
import type { JsonObject } from './json.ts'

/** First line: what was asked. Never the clock of the evaluation: `startedAt` is when collecting began. */
export type RunHeader = {
  readonly schema: 'sansang.run/1'
  readonly runId: string
  readonly tool: { readonly name: 'sansang'; readonly version: string; readonly revision: string }
  readonly province: { readonly slug: string; readonly code: string; readonly name: string }
  readonly asOf: string
  readonly target: 'embedded' | 'containers' | 'cluster' | 'external'
  /** True when the systems judged are sansang's own reference systems. */
  readonly referenceSystems: boolean
  readonly profile: 'quick' | 'full'
  /** Catalogues and criterion ids the run was narrowed to; empty: every criterion there is. */
  readonly only: readonly string[]
  /** Tiers and parts that were not run, each with its reason. */
  readonly notRun: readonly { readonly part: string; readonly reason: string }[]
  readonly startedAt: string
}

/** One step of the run, for the reader: what happened when and how long it took. */
export type JournalEntry = {
  readonly at: string
  readonly phase: string
  readonly event: string
  readonly seconds?: number
  readonly data?: JsonObject
}

/** One line of evidence.jsonl. Lines are canonical JSON (RFC 8785) in the order of this union, then as collected. */
export type RunRecord =
  | { readonly type: 'run'; readonly value: RunHeader }
  | { readonly type: 'kind'; readonly value: EvidenceKind }
  | { readonly type: 'criterion'; readonly value: Criterion }
  | { readonly type: 'population'; readonly value: Population }
  | { readonly type: 'waiver'; readonly value: Waiver }
  | { readonly type: 'evidence'; readonly value: Evidence }
  | { readonly type: 'journal'; readonly value: JournalEntry }

/** A run's records, sorted by type. What evaluation, report and seal all start from. */
export type Run = {
  readonly header: RunHeader
  /** Declared kinds of evidence: without them a stored rule could not be typed years later. */
  readonly kinds: readonly EvidenceKind[]
  readonly criteria: readonly Criterion[]
  readonly populations: readonly Population[]
  readonly waivers: readonly Waiver[]
  readonly evidence: readonly Evidence[]
  readonly journal: readonly JournalEntry[]
}
