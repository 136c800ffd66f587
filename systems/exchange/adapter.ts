// systems/exchange/adapter.ts: how the harness speaks to an exchange through its contract. Knows nothing of how it is built.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Adapter, AdapterOptions, PathStep } from '../../types/adapter.ts'
import type { Json } from '../../types/json.ts'
import type { components } from './generated/contract.d.ts'
import { verifyLog } from './log.ts'

type StoredMessage = components['schemas']['StoredMessage']
type LogEntry = components['schemas']['LogEntry']
type Call = (method: string, path: string, body?: Json) => Promise<{ status: number; body: unknown }>

const DELIVERY_LIMIT_MS = 10_000
const IDS_PER_PAGE = 100
const PAGE = 1_000

/**
 * Path: a probe is stored, delivered, taken into effect once, and both passages stand in a log that verifies.
 * `stored` counts the effects of probes, and of other messages whether they are held.
 */
export function createAdapter(options: AdapterOptions): Adapter {
  const call = caller(options)
  return {
    system: 'exchange',
    units: async () => {
      const { body } = await call('GET', '/units')
      return (body as { units: { code: string; name: string }[] }).units
    },
    essentialPath: () => essentialPath(call),
    stored: (ids) => stored(call, ids),
  }
}

async function essentialPath(call: Call): Promise<readonly PathStep[]> {
  const id = randomUUID()
  const steps: PathStep[] = []
  const step = async (name: string, work: () => Promise<string | undefined>): Promise<void> => {
    if (steps.some(({ ok }) => !ok)) return
    const startedAtMs = performance.now()
    const detail = await work().catch((error: unknown) => String(error))
    const ms = Math.round(performance.now() - startedAtMs)
    steps.push({ name, ok: detail === undefined, ms, ...(detail !== undefined && { detail }) })
  }
  await step('store', async () => {
    const { status } = await call('POST', '/messages', probe(id))
    return status === 202 ? undefined : `POST /messages answered ${status}`
  })
  await step('deliver', () => untilDelivered(call, id))
  await step('repeat', async () => {
    const { status } = await call('POST', '/messages', probe(id))
    return status === 200 ? undefined : `the same message again was answered ${status}, not 200`
  })
  await step('refuse-other-body', async () => {
    const { status } = await call('POST', '/messages', { ...probe(id), body: { note: 'another' } })
    return status === 409 ? undefined : `the id with another body was answered ${status}, not 409`
  })
  await step('verify-log', () => verifyPassages(call, id))
  return steps
}

function probe(id: string) {
  return { id, to: 'exchange', service: 'probe', body: { note: 'essential path' } }
}

async function untilDelivered(call: Call, id: string): Promise<string | undefined> {
  const giveUpAtMs = performance.now() + DELIVERY_LIMIT_MS
  for (;;) {
    const message = (await call('GET', `/messages/${id}`)).body as StoredMessage
    if (message.state === 'delivered')
      return message.effects === 1 ? undefined : `it took effect ${message.effects} times`
    if (performance.now() > giveUpAtMs)
      return `not delivered after ${message.attempts} attempts: ${message.lastError}`
    await sleep(50)
  }
}

async function verifyPassages(call: Call, id: string): Promise<string | undefined> {
  const own = (await call('GET', `/log?id=${id}`)).body as { entries: LogEntry[] }
  const [first] = own.entries
  const last = own.entries.at(-1)
  const directions = own.entries.map(({ direction }) => direction).join(', ')
  if (first === undefined || last === undefined || directions !== 'message-stored, message-delivered')
    return `the log holds: ${directions || 'nothing'}`
  const run: LogEntry[] = []
  for (let after = first.seq - 1; after < last.seq; after = run.at(-1)?.seq ?? last.seq) {
    const page = (await call('GET', `/log?after=${after}&limit=${PAGE}`)).body as { entries: LogEntry[] }
    if (page.entries.length === 0) return `the log ends before entry ${last.seq}`
    run.push(...page.entries)
  }
  const { publicKey } = (await call('GET', '/log/proof')).body as { publicKey: string }
  const verdict = verifyLog(run, publicKey, { from: { seq: first.seq - 1, hash: first.prev } })
  return verdict.ok ? undefined : `entry ${verdict.seq}: ${verdict.reason}`
}

async function stored(call: Call, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map(ids.map((id) => [id, 0]))
  for (let at = 0; at < ids.length; at += IDS_PER_PAGE) {
    const query = ids
      .slice(at, at + IDS_PER_PAGE)
      .map((id) => `id=${id}`)
      .join('&')
    const { body } = await call('GET', `/messages?limit=${IDS_PER_PAGE}&${query}`)
    for (const { id, effects } of (body as { messages: StoredMessage[] }).messages)
      counts.set(id, Math.max(1, effects ?? 1))
  }
  return counts
}

function caller({ baseUrl, token, fetch: ask = fetch }: AdapterOptions): Call {
  return async (method, path, body) => {
    const response = await ask(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token('administrator')}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (method === 'GET' && !response.ok) throw new Error(`GET ${path} answered ${response.status}: ${text}`)
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) }
  }
}
