// readiness/drill/reconcile.ts: every acknowledged operation, exactly once at every hop. Pure.
import type { HopCount } from '../../types/drill.ts'
import type { LedgerEntry } from '../../types/load.ts'

/** Ids of one operation in the order they were acknowledged; each once, however often the client heard of it. */
export function acknowledgedIds(ledger: readonly LedgerEntry[], operation: string): string[] {
  return [...new Set(ledger.filter((entry) => entry.operation === operation).map((entry) => entry.id))]
}

/** Compares what was acknowledged with what one hop stores. An id the hop says nothing about is lost. */
export function reconcile(
  hop: string,
  acknowledged: readonly string[],
  stored: ReadonlyMap<string, number>,
): HopCount {
  const count = (id: string) => stored.get(id) ?? 0
  return {
    hop,
    lost: acknowledged.filter((id) => count(id) === 0),
    doubled: acknowledged.filter((id) => count(id) > 1),
  }
}

/**
 * Recovery point in seconds: how far back before the fault the oldest lost acknowledgement reaches;
 * an operation acknowledged after the fault and then lost counts as at least one millisecond. 0: nothing was lost.
 */
export function rpoSeconds(
  ledger: readonly LedgerEntry[],
  operation: string,
  hops: readonly HopCount[],
  injectedAtMs: number,
): number {
  const lost = new Set(hops.flatMap((hop) => hop.lost))
  const lostAtMs = ledger
    .filter((entry) => entry.operation === operation && lost.has(entry.id))
    .map((e) => e.atMs)
  if (lostAtMs.length === 0) return 0
  return Math.max(0.001, (injectedAtMs - Math.min(...lostAtMs)) / 1000)
}
