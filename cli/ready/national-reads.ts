// cli/ready/national-reads.ts: the dossiers the national portal holds, as it says itself.
import type { Live } from './live.ts'
import { readPages } from './pages.ts'

export type PortalDossier = {
  readonly code: string
  /** TrangThaiHoSo as last told, "1" to "10". */
  readonly status: string
  /** How often it was registered; 1 is right. */
  readonly registrations: number
}

/** All dossiers at the portal. */
export async function portalDossiers(live: Live): Promise<readonly PortalDossier[]> {
  type Page = { readonly dossiers: readonly PortalDossier[]; readonly next?: number }
  return readPages<Page, PortalDossier>(live, {
    service: 'national',
    path: '/portal/dossiers?limit=1000',
    items: (page) => page.dossiers,
    anonymous: true,
  })
}
