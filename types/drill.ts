// types/drill.ts: a drill as data plus small functions, and the report it leaves.
import type { Adapter } from './adapter.ts'
import type { LedgerEntry, LoadResult, ScriptName } from './load.ts'
import type { SystemName } from './system.ts'
import type { FaultAction, HealAction, Target } from './target.ts'
import type { Text } from './text.ts'

/** What a drill's functions may look at. */
export type DrillContext = {
  readonly target: Target
  readonly adapters: Readonly<Record<SystemName, Adapter>>
  /** Dossiers the national portal holds, by dossier code: how many times each. */
  readonly portalDossiers: () => Promise<ReadonlyMap<string, number>>
  /** How many messages of a first registration the exchange holds for each dossier code. */
  readonly exchangeDossiers: (codes: readonly string[]) => Promise<ReadonlyMap<string, number>>
}

/** A place an acknowledged operation must be found exactly once. */
export type Hop = {
  readonly name: string
  readonly count: (context: DrillContext, ids: readonly string[]) => Promise<ReadonlyMap<string, number>>
}

export type Drill = {
  readonly name: string
  readonly title: Text
  /** The load during the drill and in its no-fault twin. */
  readonly script: ScriptName
  readonly fault: FaultAction
  readonly heal: HealAction
  /** Seconds of steady load before the fault, of the fault itself, and after healing. */
  readonly beforeSeconds: number
  readonly faultSeconds: number
  readonly afterSeconds: number
  /** The ledger operation whose ids are followed through the hops. */
  readonly operation: string
  readonly hops: readonly Hop[]
  /** From when recovery is counted: the fault's injection, or its healing. */
  readonly recoveryFrom: 'fault' | 'heal'
  /** Epoch milliseconds at which the service was back, or undefined while it is not. */
  readonly recoveredAtMs: (state: RecoveryState) => Promise<number | undefined>
  /** What must hold while the fault is in place. */
  readonly meanwhile: Meanwhile
}

/** In words for the report, and either asked again and again during the fault or read from the ledger after it. */
export type Meanwhile = { readonly says: Text } & (
  | {
      /** Questions by the name of who is asked; a refusal, an error or no answer within 2 s is a miss. */
      readonly asks: Readonly<Record<string, (context: DrillContext) => Promise<boolean>>>
    }
  | { readonly shows: (state: RecoveryState) => boolean }
)

export type RecoveryState = {
  readonly context: DrillContext
  readonly ledger: readonly LedgerEntry[]
  /** When injecting began: recovery times count from here. */
  readonly injectedAtMs: number
  /** When it was done: only what was acknowledged later was acknowledged under the fault. */
  readonly inPlaceAtMs: number
  readonly healedAtMs: number
}

export type HopCount = {
  readonly hop: string
  readonly lost: readonly string[]
  readonly doubled: readonly string[]
}

export type DrillReport = {
  readonly drill: string
  readonly acknowledged: number
  readonly hops: readonly HopCount[]
  readonly rtoSeconds: number
  readonly rpoSeconds: number
  readonly meanwhileHeld: boolean
  /** Who did not answer during the fault, when and why. */
  readonly meanwhileMissed: readonly string[]
  readonly steadyBefore: boolean
  readonly steadyAfter: boolean
  readonly healed: boolean
  readonly residue: readonly string[]
  readonly twin: LoadResult
  readonly load: LoadResult
}
