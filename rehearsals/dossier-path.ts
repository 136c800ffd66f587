// rehearsals/dossier-path.ts: the way of a filed dossier, and when all of them have gone it. Injects no fault.
import type { Hop, RecoveryState } from '../types/drill.ts'

/** Where every acknowledged dossier must be found exactly once. */
export const DOSSIER_HOPS: readonly Hop[] = [
  { name: 'procedures', count: (context, ids) => context.adapters.procedures.stored(ids) },
  { name: 'exchange', count: (context, ids) => context.exchangeDossiers(ids) },
  { name: 'portal', count: (context) => context.portalDossiers() },
]

/** True once the national portal holds every dossier in the ledger. */
export async function allAtPortal({ context, ledger }: RecoveryState): Promise<boolean> {
  const portal = await context.portalDossiers()
  return ledger.filter((entry) => entry.operation === 'submit').every((entry) => portal.has(entry.id))
}
