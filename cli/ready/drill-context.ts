// cli/ready/drill-context.ts: where a drill looks for acknowledged dossiers: at the exchange and at the national portal.
import { type List, readPages, type Source } from '../../checks/collectors/pages.ts'
import { numberAt, textAt } from '../../checks/collectors/plan-json.ts'
import { AT_PORTAL } from '../../checks/collectors/registers.ts'
import type { DrillContext } from '../../types/drill.ts'
import type { Live } from './live.ts'

/** Registrations and changes of dossiers for the portal; the stream is the dossier's code. */
const REGISTRATIONS: List = {
  service: 'exchange',
  path: '/messages?to=national-portal&service=DongBoHoSoMC&include=body',
  member: 'messages',
}

/** The context of a running province. */
export function drillContext({ target, adapters, token }: Live): DrillContext {
  const source: Source = { endpoints: target.endpoints, token }
  return {
    target,
    adapters,
    portalDossiers: () => portalDossiers(source),
    exchangeDossiers: async (codes) => {
      const all = await exchangeDossiers(source)
      return new Map(codes.map((code) => [code, all.get(code) ?? 0]))
    },
  }
}

/** How often the national portal says it has registered each dossier. */
async function portalDossiers(source: Source): Promise<ReadonlyMap<string, number>> {
  const dossiers = await readPages(source, AT_PORTAL)
  return new Map(
    dossiers.map((dossier) => [textAt(dossier, 'code') ?? '', numberAt(dossier, 'registrations') ?? 0]),
  )
}

/** How many first registrations (`isUpdating` "False") of each dossier the exchange has taken. */
async function exchangeDossiers(source: Source): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const message of await readPages(source, REGISTRATIONS)) {
    const code = textAt(message, 'stream')
    if (code !== undefined && textAt(message, 'body', 'isUpdating') === 'False')
      counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  return counts
}
