// readiness/load/rehearsal.ts: who took part in the joint rehearsal, from what the systems acknowledged. Pure.
import type { Evidence } from '../../types/evidence.ts'
import type { LoadResult } from '../../types/load.ts'
import type { ProvinceFacts } from '../../types/province.ts'
import { SYSTEMS } from '../../types/system.ts'

/**
 * Record of kind `rehearsal`: a commune, bridge point or system of which no operation was acknowledged in the
 * joint script was absent (plan 02-KH/BCĐTW: unified, synchronous; HCMC's joint operation of 25 June 2025).
 */
export function rehearsalEvidence(joint: LoadResult, facts: ProvinceFacts, collectedAt: string): Evidence {
  const units = new Set(joint.ledger.flatMap((entry) => entry.unit ?? []))
  const systems = new Set(joint.ledger.map((entry) => entry.system))
  const absentCommunes = facts.communes.filter((code) => !units.has(code))
  const absentPoints = facts.bridgePoints
    .filter((code) => !units.has(code))
    .map((code) => `bridge point ${code}`)
  const absentSystems = SYSTEMS.filter((system) => !systems.has(system))
  return {
    schema: 'sansang.evidence/1',
    id: `rehearsal/${facts.slug}`,
    kind: 'rehearsal',
    subject: facts.slug,
    collectedAt,
    collector: 'k6/1',
    origin: 'measured',
    facts: {
      communesExpected: facts.communes.length,
      communesPresent: facts.communes.length - absentCommunes.length,
      systemsExpected: SYSTEMS.length,
      systemsPresent: SYSTEMS.length - absentSystems.length,
      absent: [...absentCommunes, ...absentPoints, ...absentSystems],
    },
  }
}
