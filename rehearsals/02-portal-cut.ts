// rehearsals/02-portal-cut.ts: the exchange cannot reach the national portal for a while; dossiers are stored and catch up.
import type { Drill } from '../types/drill.ts'
import { allAtPortal, DOSSIER_HOPS } from './dossier-path.ts'

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
  hops: DOSSIER_HOPS,
  recoveryFrom: 'heal',
  recoveredAtMs: async (state) => ((await allAtPortal(state)) ? Date.now() : undefined),
  meanwhile: {
    says: {
      vi: 'Người dân vẫn nộp được hồ sơ trong lúc mất kết nối',
      en: 'Citizens can still file while the connection is down',
    },
    shows: ({ ledger, inPlaceAtMs, healedAtMs }) =>
      ledger.some(
        (entry) => entry.operation === 'submit' && entry.atMs > inPlaceAtMs && entry.atMs <= healedAtMs,
      ),
  },
}
