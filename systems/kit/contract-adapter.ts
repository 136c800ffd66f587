// systems/kit/contract-adapter.ts: what the systems' adapters share: the unit list, the lookup, and a path walked step by step. Knows no operation of one system.
import type { Adapter, AdapterOptions, PathStep } from '../../types/adapter.ts'
import type { SystemName } from '../../types/system.ts'
import { type ContractCall, type ContractClient, contractClient } from './contract-client.ts'

type Unit = { readonly code: string; readonly name: string }
export type PathWork = readonly [name: string, work: () => Promise<unknown>]

/** What makes one adapter differ from the next. */
export type ContractSystem = {
  readonly system: SystemName
  /** The steps of one pass through what the system exists for, in order; a step that throws has failed. */
  readonly path: (client: ContractClient, communes: readonly string[]) => readonly PathWork[]
  /** How often each operation is stored; `storedCounts` where the system has `POST /operations/lookup`. */
  readonly stored: (call: ContractCall, ids: readonly string[]) => Promise<ReadonlyMap<string, number>>
}

const IDS_PER_LOOKUP = 1_000

/** The adapter of one system over its contract. */
export function contractAdapter({ system, path, stored }: ContractSystem, options: AdapterOptions): Adapter {
  const client = contractClient(options)
  return {
    system,
    units: () => unitsOf(client.call),
    essentialPath: async () => walk(path(client, options.communes)),
    stored: (ids) => stored(client.call, ids),
  }
}

/** Walks the steps in order; the first that throws is the last, with its reason as `detail`. */
export async function walk(steps: readonly PathWork[]): Promise<PathStep[]> {
  const walked: PathStep[] = []
  for (const [name, work] of steps) {
    const startedMs = performance.now()
    const ms = () => Math.round(performance.now() - startedMs)
    try {
      await work()
      walked.push({ name, ok: true, ms: ms() })
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      return [...walked, { name, ok: false, ms: ms(), detail }]
    }
  }
  return walked
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

async function unitsOf(call: ContractCall): Promise<readonly Unit[]> {
  const body = await call({ role: 'administrator', method: 'GET', path: '/units' })
  return (body as { units: Unit[] }).units
}
