// cli/ready/registers.ts: the registers of the running systems, held against each other after load and drills, as evidence.
import { rehearseInFlight } from '../../checks/collectors/in-flight.ts'
import { collectRegisters } from '../../checks/collectors/registers.ts'
import type { Evidence } from '../../types/evidence.ts'
import { timestamp } from './clock.ts'
import { endpoint, type Live } from './live.ts'

/** Dossiers of former units, handed over before anything else is filed: without them DQ-12 would judge nothing. */
export async function handOverInFlight(live: Live): Promise<void> {
  const { communes, member } = live.facts
  await rehearseInFlight({ baseUrl: endpoint(live, 'procedures'), token: live.token, communes, member })
}

/** Records of the registers and of the synchronisation with the national portal. */
export function gatherRegisters(live: Live): Promise<Evidence[]> {
  const { slug, code, communes } = live.facts
  return collectRegisters({
    endpoints: live.target.endpoints,
    token: live.token,
    province: { slug, code },
    communes,
    now: timestamp,
  })
}
