// cli/ready/exchange-reads.ts: what the exchange has taken for the national portal, read page by page.
import type { Live } from './live.ts'
import { readPages } from './pages.ts'

type Stored = {
  readonly stream: string | null
  readonly state: string
  readonly body?: { readonly isUpdating?: string }
}
type Page = { readonly messages: readonly Stored[]; readonly next?: number }

/** First registrations (DongBoHoSoMC with isUpdating "False") the exchange holds, by dossier code: how many each. */
export async function exchangeRegistrations(live: Live): Promise<ReadonlyMap<string, number>> {
  const messages = await readPages<Page, Stored>(live, {
    service: 'exchange',
    path: '/messages?to=national-portal&service=DongBoHoSoMC&include=body&limit=1000',
    items: (page) => page.messages,
  })
  const counts = new Map<string, number>()
  for (const { stream, body } of messages)
    if (stream !== null && body?.isUpdating === 'False') counts.set(stream, (counts.get(stream) ?? 0) + 1)
  return counts
}

/** Messages stored for the national portal, and those not delivered yet. */
export async function portalBacklog(
  live: Live,
): Promise<{ readonly sent: number; readonly waiting: number }> {
  const read = (state: string) =>
    readPages<Page, Stored>(live, {
      service: 'exchange',
      path: `/messages?to=national-portal&state=${state}&limit=1000`,
      items: (page) => page.messages,
    })
  const [stored, delivered] = [await read('stored'), await read('delivered')]
  return { sent: stored.length + delivered.length, waiting: stored.length }
}
