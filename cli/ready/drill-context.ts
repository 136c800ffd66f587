// cli/ready/drill-context.ts: where a drill looks for acknowledged dossiers: at the exchange and at the national portal.
import type { DrillContext } from '../../types/drill.ts'
import { exchangeRegistrations } from './exchange-reads.ts'
import type { Live } from './live.ts'
import { portalDossiers } from './national-reads.ts'

/** The context of a running province. */
export function drillContext(live: Live): DrillContext {
  return {
    target: live.target,
    adapters: live.adapters,
    portalDossiers: async () =>
      new Map((await portalDossiers(live)).map(({ code, registrations }) => [code, registrations])),
    exchangeDossiers: async (codes) => {
      const all = await exchangeRegistrations(live)
      return new Map(codes.map((code) => [code, all.get(code) ?? 0]))
    },
  }
}
