// types/adapter.ts: how the harness speaks to one system, whatever product stands behind its contract.
import type { Role, SystemName } from './system.ts'

export type AdapterOptions = {
  readonly baseUrl: string
  /** A bearer token for the role (cached by the caller). */
  readonly token: (role: Role) => Promise<string>
  /** Five-digit codes of the province's communes. */
  readonly communes: readonly string[]
  readonly fetch?: typeof fetch
  /** Waits this many times as long as usual for an answer. */
  readonly patience?: number
}

export type PathStep = {
  readonly name: string
  readonly ok: boolean
  readonly ms: number
  readonly detail?: string
}

export type Adapter = {
  readonly system: SystemName
  /** The unit list the system carries, as it answers today. */
  units(): Promise<readonly { readonly code: string; readonly name: string }[]>
  /** One pass through what the system exists for, step by step; a failing step ends it. */
  essentialPath(): Promise<readonly PathStep[]>
  /** How often each acknowledged operation is stored: 1 is right, 0 is lost, 2 is doubled. */
  stored(operationIds: readonly string[]): Promise<ReadonlyMap<string, number>>
}
