// checks/collectors/http.ts: one bounded request of a collector. Repeats nothing: what is measured is measured once.

export type Http = typeof fetch

/** A system that has not answered by then has not answered. How quickly it answers is the load's to measure. */
export const TIMEOUT_MS = 30_000

/** Requests at one time: enough to be quick, too few to be a load test. */
const AT_ONCE = 4

export type Ask = {
  readonly http: Http
  readonly url: string
  readonly method?: string
  readonly token?: string
  readonly body?: unknown
}

/** The answer's status, its body read and thrown away. Throws when there is no answer in time. */
export async function askStatus(ask: Ask): Promise<number> {
  const answer = await send(ask)
  await answer.arrayBuffer()
  return answer.status
}

/** The JSON of a 2xx answer. Throws otherwise. */
export async function askJson(ask: Ask): Promise<unknown> {
  const answer = await send(ask)
  if (!answer.ok) {
    await answer.arrayBuffer()
    throw new Error(`${ask.method ?? 'GET'} ${new URL(ask.url).pathname} answered ${answer.status}`)
  }
  return answer.json()
}

function send({ http, url, method = 'GET', token, body }: Ask): Promise<Response> {
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return http(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      accept: 'application/json',
      ...(hasBody && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(hasBody && { body: JSON.stringify(body ?? {}) }),
  })
}

/** Maps all items, a few at a time, in order. */
export async function inTurns<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const results: B[] = []
  for (let start = 0; start < items.length; start += AT_ONCE)
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))))
  return results
}
