// rehearsals/01-procedures-killed.ts: the procedures system is killed at the Monday peak and must come back without losing a dossier.
import type { Drill, RecoveryState } from '../types/drill.ts'
import { allAtPortal, DOSSIER_HOPS } from './dossier-path.ts'

/** The first dossier acknowledged after the kill: from here citizens could file again. */
async function firstSubmitAfter({ ledger, inPlaceAtMs }: RecoveryState): Promise<number | undefined> {
  return ledger.find((entry) => entry.operation === 'submit' && entry.atMs > inPlaceAtMs)?.atMs
}

const OTHERS = ['documents', 'meetings', 'reporting', 'exchange'] as const

export const drill: Drill = {
  name: 'procedures-killed',
  title: {
    vi: 'Hệ thống thủ tục hành chính bị dừng đột ngột vào giờ cao điểm',
    en: 'The procedures system is killed at peak',
  },
  script: 'procedures',
  fault: { kind: 'kill-workload', workload: 'procedures' },
  heal: { kind: 'ensure-running', workload: 'procedures' },
  beforeSeconds: 4,
  faultSeconds: 3,
  afterSeconds: 5,
  operation: 'submit',
  hops: DOSSIER_HOPS,
  recoveryFrom: 'fault',
  recoveredAtMs: async (state) => {
    const backAtMs = await firstSubmitAfter(state)
    if (backAtMs === undefined) return undefined
    // Recovered only when what was acknowledged has also reached the portal; the time counted is the citizens'.
    return (await allAtPortal(state)) ? backAtMs : undefined
  },
  meanwhile: {
    says: {
      vi: 'Các hệ thống khác vẫn trả lời trong lúc hệ thống thủ tục hành chính dừng',
      en: 'The other systems keep answering while procedures is down',
    },
    asks: Object.fromEntries(
      OTHERS.map((name) => [name, async ({ adapters }) => (await adapters[name].units()).length > 0]),
    ),
  },
}
