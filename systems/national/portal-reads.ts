// systems/national/portal-reads.ts: the portal's side of a reconciliation, page by page. Compares nothing.
import type { components, operations } from './generated/contract.d.ts'

export type PortalDossier = components['schemas']['PortalDossier']
export type PortalStatistics =
  operations['getPortalStatistics']['responses']['200']['content']['application/json']

type Page = { readonly dossiers: readonly PortalDossier[]; readonly next?: number }

const PAGE = 1_000

/** Every dossier the portal holds; `since` keeps those updated at or after it. Throws when the portal does not answer 200. */
export async function listPortalDossiers(baseUrl: string, since?: Date): Promise<readonly PortalDossier[]> {
  const dossiers: PortalDossier[] = []
  for (let after: number | undefined = 0; after !== undefined; ) {
    const query: string = since === undefined ? '' : `&since=${encodeURIComponent(since.toISOString())}`
    const page: Page = await read<Page>(`${baseUrl}/portal/dossiers?after=${after}&limit=${PAGE}${query}`)
    dossiers.push(...page.dossiers)
    after = page.next
  }
  return dossiers
}

/** By dossier code: how many different messages registered it. 1 is right. */
export async function countPortalDossiers(baseUrl: string): Promise<ReadonlyMap<string, number>> {
  const dossiers = await listPortalDossiers(baseUrl)
  return new Map(dossiers.map(({ code, registrations }) => [code, registrations]))
}

export function readPortalStatistics(baseUrl: string): Promise<PortalStatistics> {
  return read<PortalStatistics>(`${baseUrl}/portal/statistics`)
}

async function read<T>(url: string): Promise<T> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`GET ${url} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}
