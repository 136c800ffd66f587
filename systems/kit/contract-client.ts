// systems/kit/contract-client.ts: what the systems' adapters share: calls by role, and a path walked step by step. Knows no operation.
import type { AdapterOptions, PathStep } from '../../types/adapter.ts'
import type { Json } from '../../types/json.ts'
import type { Role } from '../../types/system.ts'

export type ContractRequest = {
  readonly role: Role
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: Json
  /** Idempotency-Key. */
  readonly key?: string
}
/** The answer's body. Throws with status, type and detail of the problem when the answer is not 2xx. */
export type ContractCall = (request: ContractRequest) => Promise<unknown>

const TIMEOUT_MS = 10_000
const IDS_PER_LOOKUP = 1_000

export function contractClient({ baseUrl, token, fetch: send = fetch }: AdapterOptions): ContractCall {
  return async ({ role, method, path, body, key }) => {
    const response = await send(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token(role)}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const text = await response.text()
    const answer: unknown = text === '' ? undefined : JSON.parse(text)
    if (response.ok) return answer
    const { type, detail } = (answer ?? {}) as { type?: string; detail?: string }
    throw new Error(`${method} ${path} answered ${response.status} ${type ?? ''}: ${detail ?? ''}`)
  }
}

/** Walks the steps in order; the first that throws is the last, with its reason as `detail`. */
export async function walk(
  works: readonly (readonly [name: string, work: () => Promise<unknown>])[],
): Promise<PathStep[]> {
  const steps: PathStep[] = []
  for (const [name, work] of works) {
    const startedMs = performance.now()
    const ms = () => Math.round(performance.now() - startedMs)
    try {
      await work()
      steps.push({ name, ok: true, ms: ms() })
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      return [...steps, { name, ok: false, ms: ms(), detail }]
    }
  }
  return steps
}

/** The unit list as `GET /units` answers. */
export async function unitsOf(
  call: ContractCall,
): Promise<readonly { readonly code: string; readonly name: string }[]> {
  const body = await call({ role: 'administrator', method: 'GET', path: '/units' })
  return (body as { units: { code: string; name: string }[] }).units
}

/** Counts by `POST /operations/lookup`; an id the answer leaves out is 0. */
export async function storedCounts(
  call: ContractCall,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map(ids.map((id) => [id, 0]))
  for (let start = 0; start < ids.length; start += IDS_PER_LOOKUP) {
    const body = { ids: ids.slice(start, start + IDS_PER_LOOKUP) }
    const answer = await call({ role: 'administrator', method: 'POST', path: '/operations/lookup', body })
    for (const [id, count] of Object.entries((answer as { counts: Record<string, number> }).counts))
      counts.set(id, count)
  }
  return counts
}

/** Throws naming both values unless they are the same. */
export function expectSame(what: string, found: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(found), JSON.stringify(expected)]
  if (is !== should) throw new Error(`${what}: ${is} instead of ${should}`)
}
