// readiness/drill/evidence.ts: one drill's report becomes one evidence record. Pure.
import type { DrillReport } from '../../types/drill.ts'
import type { Evidence } from '../../types/evidence.ts'
import type { DrillObjectives } from '../load/profile.ts'

const seconds = (value: number) => Math.round(value * 1000) / 1000

/** Record of kind `drill`. A lost or doubled operation is named with the hop it was missed or doubled at. */
export function drillEvidence(
  report: DrillReport,
  objectives: DrillObjectives,
  collectedAt: string,
): Evidence {
  return {
    schema: 'sansang.evidence/1',
    id: `drill/${report.drill}`,
    kind: 'drill',
    subject: report.drill,
    collectedAt,
    collector: 'drill/1',
    origin: 'measured',
    facts: {
      acknowledged: report.acknowledged,
      lost: report.hops.flatMap(({ hop, lost }) => lost.map((id) => `${hop}: ${id}`)),
      doubled: report.hops.flatMap(({ hop, doubled }) => doubled.map((id) => `${hop}: ${id}`)),
      rtoSeconds: seconds(report.rtoSeconds),
      rpoSeconds: seconds(report.rpoSeconds),
      objectives: { rtoSeconds: objectives.rtoSeconds, rpoSeconds: objectives.rpoSeconds },
      meanwhileHeld: report.meanwhileHeld,
      meanwhileMissed: report.meanwhileMissed,
      failedShare: report.load.failedShare,
      p95Ms: Math.round(report.load.p95Ms),
      twin: { failedShare: report.twin.failedShare, p95Ms: Math.round(report.twin.p95Ms) },
      steadyBefore: report.steadyBefore,
      steadyAfter: report.steadyAfter,
      healed: report.healed,
      residue: report.residue,
    },
  }
}
