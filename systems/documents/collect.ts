// collect.ts: the receiving loop of the axis: list, fetch, store, then acknowledge. Reads no edXML and knows no HTTP server.
import { Problem } from '../kit/problem.ts'

/** A synchronous service of the axis, through the exchange. Throws Problem 502 `axis-unavailable`. */
export type AxisCall = (
  service: 'getReceivedEdocList' | 'getEdoc' | 'updateStatus',
  body: Readonly<Record<string, string>>,
) => Promise<unknown>

/** The Government Office runs the axis. */
const AXIS_MEMBER = 'G22'
const TIMEOUT_MS = 20_000

export type Collected = { readonly listed: number; readonly taken: number; readonly failed: number }

/**
 * Takes what waits in an organ's inbox. `store` has resolved, and so committed, before the axis is told `done`: a message that
 * is acknowledged first and lost then would be lost for good (deviation D6). What cannot be read is told `fail`.
 */
export async function collect(
  organId: string,
  call: AxisCall,
  store: (text: string, messageId: string) => Promise<'taken' | 'rejected'>,
): Promise<Collected> {
  const ids = idsOf(await call('getReceivedEdocList', { organId }))
  let taken = 0
  for (const docId of ids) {
    const text = fieldOf(await call('getEdoc', { organId, docId }), 'data')
    if (typeof text !== 'string')
      throw new Problem(502, 'axis-unavailable', `the axis gave no document ${docId}`)
    const outcome = await store(text, `axis-${docId}`)
    if (outcome === 'taken') taken += 1
    await call('updateStatus', { organId, docId, status: outcome === 'taken' ? 'done' : 'fail' })
  }
  return { listed: ids.length, taken, failed: ids.length - taken }
}

/** Calls the axis as `documents` of the province, over the X-Road REST interface of the exchange. */
export function createAxisCall(options: {
  exchangeUrl: string | undefined
  member: string
  token: () => Promise<string>
  fetch?: typeof fetch
}): AxisCall {
  const send = options.fetch ?? fetch
  return async (service, body) => {
    const unavailable = (detail: string, cause?: unknown) =>
      new Problem(502, 'axis-unavailable', detail, { cause })
    if (options.exchangeUrl === undefined) throw unavailable('this process knows no exchange')
    const headers = {
      authorization: `Bearer ${await options.token()}`,
      'content-type': 'application/json',
      'x-road-client': `VN/GOV/${options.member}/documents`,
    }
    let response: Response
    try {
      response = await send(`${options.exchangeUrl}/r1/VN/GOV/${AXIS_MEMBER}/national-axis/${service}`, {
        ...{ method: 'POST', headers, body: JSON.stringify(body) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
    } catch (cause) {
      throw unavailable('the exchange cannot be reached', cause)
    }
    const answer: unknown = await response.json().catch(() => undefined)
    if (!response.ok || fieldOf(answer, 'status') !== 'OK')
      throw unavailable(
        `${service} was answered ${response.status} ${JSON.stringify(answer) ?? ''}`.slice(0, 300),
      )
    return answer
  }
}

function idsOf(answer: unknown): string[] {
  const data = fieldOf(answer, 'data')
  if (!Array.isArray(data)) throw new Problem(502, 'axis-unavailable', 'the axis gave no list')
  return data.map((item) => String(fieldOf(item, 'docId')))
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}
