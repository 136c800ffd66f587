// types/load.ts: what one k6 run is given and what it leaves, as drills, collectors and the report see it.
import type { SystemName } from './system.ts'

export type ScriptName = SystemName | 'joint'

/** Limits one script is held to; the same figures feed k6 thresholds, drill steady states and criteria. */
export type Objectives = {
  readonly p95Ms: number
  readonly p99Ms: number
  /** Share (0–1) of requests that may fail. */
  readonly failedShareMax: number
  /** Fewer completed operations than this is an error: nothing was tested. */
  readonly operationsMin: number
}

/** Written to a file for k6 (`SANSANG_LOAD`), so that the same script runs under bare `k6 run`. */
export type LoadProfile = {
  readonly schema: 'sansang.load-profile/1'
  /** Base URL per system and `identity`. */
  readonly endpoints: Readonly<Record<string, string>>
  /** Client secret of the `rehearsal-<role>` clients. */
  readonly rehearsalSecret: string
  readonly member: string
  /** Two-digit code of the province. */
  readonly province: string
  readonly communes: readonly string[]
  readonly bridgePoints: readonly string[]
  /** Iterations started per second, per system, at the peak the province's facts give. */
  readonly ratesPerSecond: Readonly<Record<SystemName, number>>
  readonly durationSeconds: number
  readonly objectives: Readonly<Record<SystemName, Objectives>>
  /** Distinguishes the operations of one run from another's: part of every idempotency key. */
  readonly runId: string
  /** True in a drill: failures during the fault are expected, so only no-request stays an error. */
  readonly faultExpected: boolean
}

/** One operation a system acknowledged, as the client wrote it down at once. */
export type LedgerEntry = {
  readonly system: SystemName
  /** Id under which the system says it stored the operation. */
  readonly id: string
  readonly operation: string
  /** Commune or bridge point that took part by it. */
  readonly unit?: string
  /** Epoch milliseconds of the acknowledgement, client's clock. */
  readonly atMs: number
}

/** Figures of one script, from k6's end-of-test summary. */
export type LoadResult = {
  readonly script: ScriptName
  readonly requests: number
  readonly operations: number
  readonly failedShare: number
  readonly droppedIterations: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly ratePerSecond: number
  readonly durationSeconds: number
  readonly thresholdsFailed: readonly string[]
  readonly ledger: readonly LedgerEntry[]
}
