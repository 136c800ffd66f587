// cli/ready/probes.ts: what each of the five systems can do and whom it refuses, as evidence.
import { collectSystems } from '../../checks/collectors/systems.ts'
import type { Evidence } from '../../types/evidence.ts'
import { timestamp } from './clock.ts'
import { communesOf } from './communes.ts'
import type { Live } from './live.ts'

/** Records of kind `system`, one for each of the five. */
export function gatherProbes(live: Live): Promise<Evidence[]> {
  return collectSystems({
    endpoints: live.target.endpoints,
    adapters: live.adapters,
    token: live.token,
    communes: communesOf(live.facts.code),
    now: timestamp,
  })
}
