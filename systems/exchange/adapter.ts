// systems/exchange/adapter.ts: how the harness speaks to an exchange through its contract. Knows nothing of how it is built.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Adapter, AdapterOptions } from '../../types/adapter.ts'
import { contractAdapter, expectSame, type PathWork } from '../kit/contract-adapter.ts'
import type { ContractCall, ContractClient } from '../kit/contract-client.ts'
import type { components } from './generated/contract.d.ts'
import { verifyLog } from './log.ts'

type StoredMessage = components['schemas']['StoredMessage']
type LogEntry = components['schemas']['LogEntry']

const DELIVERY_LIMIT_MS = 10_000
const POLL_MS = 50
const IDS_PER_PAGE = 100
const ENTRIES_PER_PAGE = 1_000

/**
 * Path: a probe is stored, delivered, taken into effect once, and both passages stand in a log that verifies.
 * `stored` counts the effects of probes, and of other messages whether they are held.
 */
export function createAdapter(options: AdapterOptions): Adapter {
  const limitMs = DELIVERY_LIMIT_MS * (options.patience ?? 1)
  const path = (client: ContractClient) => essentialPath(client, limitMs)
  return contractAdapter({ system: 'exchange', path, stored: storedEffects }, options)
}

function essentialPath({ ask, call }: ContractClient, limitMs: number): PathWork[] {
  const id = randomUUID()
  const send = (note: string, status: number) => async () => {
    const body = { id, to: 'exchange', service: 'probe', body: { note } }
    const answer = await ask({ role: 'administrator', method: 'POST', path: '/messages', body })
    expectSame('status', answer.status, status)
  }
  return [
    ['store', send('essential path', 202)],
    ['deliver', () => untilDelivered(call, id, limitMs)],
    ['repeat', send('essential path', 200)],
    ['refuse-other-body', send('another', 409)],
    ['verify-log', () => verifyPassages(call, id)],
  ]
}

async function untilDelivered(call: ContractCall, id: string, limitMs: number): Promise<void> {
  const giveUpAtMs = performance.now() + limitMs
  for (;;) {
    const message = (await get(call, `/messages/${id}`)) as StoredMessage
    if (message.state === 'delivered') return expectSame('effects', message.effects, 1)
    if (performance.now() > giveUpAtMs)
      throw new Error(`not delivered after ${message.attempts} attempts: ${message.lastError}`)
    await sleep(POLL_MS)
  }
}

async function verifyPassages(call: ContractCall, id: string): Promise<void> {
  const own = (await get(call, `/log?id=${id}`)) as { entries: LogEntry[] }
  expectSame(
    'passages in the log',
    own.entries.map(({ direction }) => direction),
    ['message-stored', 'message-delivered'],
  )
  const [first, last] = own.entries
  if (first === undefined || last === undefined) throw new Error('the log holds nothing')
  const run = await entriesBetween(call, first.seq, last.seq)
  const { publicKey } = (await get(call, '/log/proof')) as { publicKey: string }
  const verdict = verifyLog(run, publicKey, { from: { seq: first.seq - 1, hash: first.prev } })
  if (!verdict.ok) throw new Error(`entry ${verdict.seq}: ${verdict.reason}`)
}

async function entriesBetween(call: ContractCall, first: number, last: number): Promise<LogEntry[]> {
  const entries: LogEntry[] = []
  for (let after = first - 1; after < last; after = entries.at(-1)?.seq ?? last) {
    const page = await get(call, `/log?after=${after}&limit=${ENTRIES_PER_PAGE}`)
    const found = (page as { entries: LogEntry[] }).entries
    if (found.length === 0) throw new Error(`the log ends before entry ${last}`)
    entries.push(...found)
  }
  return entries
}

async function storedEffects(
  call: ContractCall,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map(ids.map((id) => [id, 0]))
  for (let start = 0; start < ids.length; start += IDS_PER_PAGE) {
    const page = ids.slice(start, start + IDS_PER_PAGE)
    const query = page.map((id) => `id=${id}`).join('&')
    const answer = await get(call, `/messages?limit=${IDS_PER_PAGE}&${query}`)
    for (const { id, effects } of (answer as { messages: StoredMessage[] }).messages)
      counts.set(id, Math.max(1, effects ?? 1))
  }
  return counts
}

function get(call: ContractCall, path: string): Promise<unknown> {
  return call({ role: 'administrator', method: 'GET', path })
}
