// types/target.ts: a place where a plan's workloads run, as drills and collectors see it.

/** A fault, and how to heal it, as data: another process can heal it after `kill -9`. */
export type FaultAction =
  | { readonly kind: 'kill-workload'; readonly workload: string }
  | { readonly kind: 'cut-route'; readonly route: string }

export type HealAction =
  | { readonly kind: 'ensure-running'; readonly workload: string }
  | { readonly kind: 'open-route'; readonly route: string }

export type Target = AsyncDisposable & {
  readonly kind: 'embedded' | 'containers' | 'cluster' | 'external'
  /** Base URL of each reachable service, without trailing slash: procedures, …, identity, national. */
  readonly endpoints: Readonly<Record<string, string>>
  /** Client secret for the rehearsal clients (`rehearsal-officer` …) at identity. */
  readonly rehearsalSecret: string
  /** Injects a fault. Resolves when it is in place. Throws `unknown-fault` for a name the target does not have. */
  inject(fault: FaultAction): Promise<void>
  /** Heals; idempotent. Resolves when healing has been checked. */
  heal(action: HealAction): Promise<void>
  /** What is still broken, in words; empty when nothing is. */
  residue(): Promise<readonly string[]>
}
