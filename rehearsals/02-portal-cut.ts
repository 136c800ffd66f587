// rehearsals/02-portal-cut.ts: the exchange cannot reach the national portal for a while; dossiers are stored and catch up.
import type { Drill, RecoveryState } from '../types/drill.ts'

/** When the portal held every acknowledged dossier, as seen by a poll; undefined while some are missing. */
async function caughtUp({ context, ledger }: RecoveryState): Promise<number | undefined> {
  const portal = await context.portalDossiers()
  const submitted = ledger.filter((entry) => entry.operation === 'submit')
  return submitted.every((entry) => portal.has(entry.id)) ? Date.now() : undefined
}

export const drill: Drill = {
  name: 'portal-cut',
  title: {
    vi: 'Trục tích hợp mất kết nối với Cổng Dịch vụ công quốc gia',
    en: 'The exchange cannot reach the national portal',
  },
  script: 'procedures',
  fault: { kind: 'cut-route', route: 'national' },
  heal: { kind: 'open-route', route: 'national' },
  beforeSeconds: 3,
  faultSeconds: 6,
  afterSeconds: 3,
  operation: 'submit',
  hops: [
    { name: 'procedures', count: (context, ids) => context.adapters.procedures.stored(ids) },
    { name: 'exchange', count: (context, ids) => context.exchangeDossiers(ids) },
    { name: 'portal', count: (context) => context.portalDossiers() },
  ],
  recoveryFrom: 'heal',
  recoveredAtMs: caughtUp,
  meanwhile: {
    says: {
      vi: 'Người dân vẫn nộp được hồ sơ trong lúc mất kết nối',
      en: 'Citizens can still file while the connection is down',
    },
    holds: async ({ ledger, injectedAtMs, healedAtMs }) =>
      ledger.some(
        (entry) => entry.operation === 'submit' && entry.atMs > injectedAtMs && entry.atMs <= healedAtMs,
      ),
  },
}
