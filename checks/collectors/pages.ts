// checks/collectors/pages.ts: reads a running service's JSON and its paged lists to their end. Bounded; judges nothing.
import { SansangError } from '../../types/error.ts'
import type { Json } from '../../types/json.ts'
import type { Role } from '../../types/system.ts'
import { askJson, type Http } from './http.ts'
import { listAt, numberAt } from './plan-json.ts'

/** A running province whose registers may be read. */
export type Source = {
  /** Base URL by service name. */
  readonly endpoints: Readonly<Record<string, string>>
  readonly token: (role: Role) => Promise<string>
  readonly http?: Http
}

export type List = {
  readonly service: string
  /** With its query; `limit` and `after` are added. */
  readonly path: string
  /** The member of each page that holds the items. */
  readonly member: string
}

const PAGE = 1_000
const PAGES_MAX = 500

/** All items of all pages; each page names the `after` of the following one as `next`. Throws `read-failed`. */
export async function readPages(source: Source, { service, path, member }: List): Promise<Json[]> {
  const all: Json[] = []
  let after = 0
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const query = `${path.includes('?') ? '&' : '?'}limit=${PAGE}&after=${after}`
    const answer = await readJson(source, service, `${path}${query}`)
    all.push(...listAt(answer, member))
    const next = numberAt(answer, 'next')
    if (next === undefined) return all
    after = next
  }
  throw failed(service, path, `more than ${PAGES_MAX} pages`)
}

/** One answer, read as administrator; the national peers know no token of the province. Throws `read-failed`. */
export async function readJson(
  { endpoints, token, http = fetch }: Source,
  service: string,
  path: string,
): Promise<Json> {
  const baseUrl = endpoints[service]
  if (baseUrl === undefined) throw failed(service, path, `there is no endpoint of ${service}`)
  const bearer = service === 'national' ? {} : { token: await token('administrator') }
  try {
    return (await askJson({ http, url: `${baseUrl}${path}`, ...bearer })) as Json
  } catch (cause) {
    throw failed(service, path, cause instanceof Error ? cause.message : String(cause), cause)
  }
}

function failed(service: string, path: string, why: string, cause?: unknown): SansangError {
  return new SansangError('read-failed', {
    message: `${service} could not be read: ${why}`,
    hint: './sansang up <province> names the folder of its log',
    exit: 'internal',
    where: `${service}${path}`,
    cause,
  })
}
