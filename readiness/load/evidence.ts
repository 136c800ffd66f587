// readiness/load/evidence.ts: one script's result becomes one evidence record. Pure.
import type { Evidence } from '../../types/evidence.ts'
import type { JsonObject } from '../../types/json.ts'
import type { LoadResult, Objectives, ScriptName } from '../../types/load.ts'
import { SYSTEMS, type SystemName } from '../../types/system.ts'

/** The joint script is held to the loosest latency and the sum of the operations of its parts. */
function jointObjectives(all: Readonly<Record<SystemName, Objectives>>): Objectives {
  const parts = SYSTEMS.map((system) => all[system])
  return {
    p95Ms: Math.max(...parts.map((part) => part.p95Ms)),
    p99Ms: Math.max(...parts.map((part) => part.p99Ms)),
    failedShareMax: Math.min(...parts.map((part) => part.failedShareMax)),
    operationsMin: parts.reduce((sum, part) => sum + part.operationsMin, 0),
  }
}

/** The limits a script is held to, as its record carries them. */
export function objectiveFacts(
  script: ScriptName,
  objectives: Readonly<Record<SystemName, Objectives>>,
): JsonObject {
  const { p95Ms, p99Ms, failedShareMax, operationsMin } =
    script === 'joint' ? jointObjectives(objectives) : objectives[script]
  return { p95Ms, p99Ms, failedShare: failedShareMax, minRequests: operationsMin }
}

/** Record of kind `load`; latencies in whole milliseconds, counted from when each operation was due. */
export function loadEvidence(
  result: LoadResult,
  objectives: Readonly<Record<SystemName, Objectives>>,
  collectedAt: string,
): Evidence {
  return {
    schema: 'sansang.evidence/1',
    id: `load/${result.script}`,
    kind: 'load',
    subject: result.script,
    collectedAt,
    collector: 'k6/1',
    origin: 'measured',
    facts: {
      requests: result.requests,
      failedShare: result.failedShare,
      droppedIterations: result.droppedIterations,
      p50Ms: Math.round(result.p50Ms),
      p95Ms: Math.round(result.p95Ms),
      p99Ms: Math.round(result.p99Ms),
      ratePerSecond: result.ratePerSecond,
      thresholdsFailed: result.thresholdsFailed,
      objectives: objectiveFacts(result.script, objectives),
    },
  }
}
