// cli/ready/pages.ts: reads a paged list of a running service to its end. Bounded.
import { SansangError } from '../../types/error.ts'
import { endpoint, type Live } from './live.ts'

type PagedRead<Page, Item> = {
  readonly service: string
  /** With its query; `after` is added. */
  readonly path: string
  readonly items: (page: Page) => readonly Item[]
  /** Without token: the national peers know none. */
  readonly anonymous?: boolean
}

const PAGES_MAX = 500

/** All items of all pages; each page names the `after` of the following one as `next`. Throws `read-failed`. */
export async function readPages<Page extends { readonly next?: number }, Item>(
  live: Pick<Live, 'target' | 'token'>,
  { service, path, items, anonymous = false }: PagedRead<Page, Item>,
): Promise<Item[]> {
  const all: Item[] = []
  let after = 0
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const url = `${endpoint(live, service)}${path}${path.includes('?') ? '&' : '?'}after=${after}`
    const headers = anonymous ? {} : { authorization: `Bearer ${await live.token('administrator')}` }
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) })
    if (!response.ok)
      throw new SansangError('read-failed', {
        message: `${service} answered ${response.status} to ${path}`,
        hint: 'read its log: ./sansang up <province> names the folder of logs',
        exit: 'internal',
        where: url,
      })
    const body = (await response.json()) as Page
    all.push(...items(body))
    if (body.next === undefined) return all
    after = body.next
  }
  throw new SansangError('read-failed', {
    message: `${service} has more than ${PAGES_MAX} pages of ${path}`,
    hint: 'narrow the list, or start the province afresh',
    exit: 'internal',
  })
}
