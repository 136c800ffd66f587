// readiness/drill/run.ts: runs one drill: twin, steady load, fault, heal, recovery, reconciliation, residue.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Drill, DrillContext, DrillReport, HopCount, RecoveryState } from '../../types/drill.ts'
import { SansangError } from '../../types/error.ts'
import type { LoadResult } from '../../types/load.ts'
import type { RunningLoad } from '../load/k6.ts'
import { type Held, watchMeanwhile } from './meanwhile.ts'
import { acknowledgedIds, reconcile, rpoSeconds } from './reconcile.ts'

export type DrillOptions = {
  readonly drill: Drill
  readonly context: DrillContext
  /** The drill's script without a fault, for as long; drills alike in both may be given the same run of it. */
  readonly twin: (seconds: number) => Promise<LoadResult>
  /** Starts the drill's script for so many seconds, its latency and failure thresholds lifted. */
  readonly startLoad: (seconds: number) => Promise<RunningLoad>
  /** Recovery slower than this ends the drill as not recovered: the report then carries this bound. */
  readonly recoveryLimitSeconds: number
  readonly say: (event: string, data?: Record<string, string | number>) => void
  readonly signal: AbortSignal
}

const POLL_MS = 100
/** k6 that has not begun by then never will: this catches what hangs. */
const BEGIN_WITHIN_MS = 120_000

/**
 * Runs one drill and always heals: also when a step in between throws or the run is interrupted.
 * RTO and RPO are measured; nothing is declared. Throws `drill-without-operations` when the load acknowledged nothing.
 */
export async function runDrill(options: DrillOptions): Promise<DrillReport> {
  const { drill, context, startLoad } = options
  const twin = await options.twin(secondsOf(drill))
  // Of an earlier drill nothing may be left when this one begins.
  const leftBefore = await context.target.residue()
  const load = await startLoad(secondsOf(drill))
  try {
    const faulted = await injectAndHeal(options, load)
    const result = await loadUntilServed(options, await load.result, faulted)
    return await conclude(options, { twin, leftBefore, result, ...faulted })
  } finally {
    await load.stop()
    // Idempotent; the one inside the drill may never have been reached.
    await context.target.heal(drill.heal)
  }
}

function secondsOf({ beforeSeconds, faultSeconds, afterSeconds }: Drill): number {
  return beforeSeconds + faultSeconds + afterSeconds
}

type Moments = Omit<RecoveryState, 'context' | 'ledger'>
type Faulted = Moments & { ackedBefore: number; held: Held }

async function injectAndHeal(options: DrillOptions, load: RunningLoad): Promise<Faulted> {
  const { drill, context, say, signal } = options
  await untilBegun(options, load)
  await sleep(drill.beforeSeconds * 1000, undefined, { signal })
  const ackedBefore = acknowledgedIds(await load.ledger(), drill.operation).length
  say('fault', { kind: drill.fault.kind })
  const injectedAtMs = Date.now()
  await context.target.inject(drill.fault)
  const begun = { injectedAtMs, inPlaceAtMs: Date.now() }
  const held = await watchMeanwhile({
    context,
    meanwhile: drill.meanwhile,
    state: async () => ({ context, ledger: await load.ledger(), ...begun, healedAtMs: Date.now() }),
    faultMs: drill.faultSeconds * 1000,
    signal,
  })
  say('meanwhile', { asked: held.asked, missed: held.missed.length })
  await context.target.heal(drill.heal)
  say('healed', { afterSeconds: (Date.now() - injectedAtMs) / 1000 })
  return { ...begun, healedAtMs: Date.now(), ackedBefore, held }
}

/** k6 needs a moment to begin, on a busy machine many: the seconds before the fault count from the first operation. */
async function untilBegun({ drill, signal }: DrillOptions, load: RunningLoad): Promise<void> {
  const giveUpAtMs = Date.now() + secondsOf(drill) * 1000 + BEGIN_WITHIN_MS
  while (acknowledgedIds(await load.ledger(), drill.operation).length === 0 && Date.now() < giveUpAtMs)
    await sleep(POLL_MS, undefined, { signal })
}

/**
 * Whether the service is back only shows when somebody is served. If nobody was before the load ended, the load goes on,
 * a piece at a time, until somebody is or the limit has passed: a recovery of ten seconds must not pass for none.
 */
async function loadUntilServed(
  { drill, startLoad, recoveryLimitSeconds, say }: DrillOptions,
  result: LoadResult,
  { injectedAtMs, inPlaceAtMs, ackedBefore }: Faulted,
): Promise<LoadResult> {
  const untilMs = injectedAtMs + recoveryLimitSeconds * 1000
  const served = ({ ledger }: LoadResult) =>
    ledger.some(({ operation, atMs }) => operation === drill.operation && atMs > inPlaceAtMs)
  let last = result
  const ledger = [...result.ledger]
  while (ackedBefore > 0 && !served(last) && Date.now() < untilMs) {
    say('load goes on', { seconds: drill.afterSeconds })
    last = await (await startLoad(drill.afterSeconds)).result
    ledger.push(...last.ledger)
  }
  return { ...result, ledger }
}

type Outcome = Faulted & { twin: LoadResult; leftBefore: readonly string[]; result: LoadResult }

async function conclude(options: DrillOptions, outcome: Outcome): Promise<DrillReport> {
  const { drill, context, say } = options
  const { twin, leftBefore, result, injectedAtMs, inPlaceAtMs, healedAtMs, ackedBefore, held } = outcome
  const ids = acknowledgedIds(result.ledger, drill.operation)
  if (ids.length === 0)
    throw new SansangError('drill-without-operations', {
      message: `in the drill ${drill.name} no ${drill.operation} was acknowledged: there is nothing to lose`,
      hint: `./sansang load <province> ${drill.script} must pass before the drill can say anything`,
      exit: 'internal',
    })
  const state = { context, ledger: result.ledger, injectedAtMs, inPlaceAtMs, healedAtMs }
  const recovery = await waitRecovered(options, state)
  say('recovered', { seconds: recovery.seconds })
  const hops: HopCount[] = []
  for (const hop of drill.hops) hops.push(reconcile(hop.name, ids, await hop.count(context, ids)))
  const system = drill.script === 'joint' ? 'procedures' : drill.script
  const steps = await context.adapters[system].essentialPath()
  const residue = await context.target.residue()
  say('reconciled', { acknowledged: ids.length, lost: hops.reduce((sum, hop) => sum + hop.lost.length, 0) })
  return {
    drill: drill.name,
    acknowledged: ids.length,
    hops,
    rtoSeconds: recovery.seconds,
    rpoSeconds: rpoSeconds(result.ledger, drill.operation, hops, injectedAtMs),
    meanwhileHeld: held.asked > 0 && held.missed.length === 0,
    meanwhileMissed: held.missed,
    steadyBefore:
      twin.failedShare === 0 &&
      twin.thresholdsFailed.length === 0 &&
      leftBefore.length === 0 &&
      ackedBefore > 0,
    steadyAfter: steps.length > 0 && steps.every((step) => step.ok),
    healed: recovery.recovered && residue.length === 0,
    residue,
    twin,
    load: result,
  }
}

/** Polls until the drill says when service was back, or the limit has passed. */
async function waitRecovered(
  { drill, recoveryLimitSeconds, signal }: DrillOptions,
  state: RecoveryState,
): Promise<{ recovered: boolean; seconds: number }> {
  const fromMs = drill.recoveryFrom === 'fault' ? state.injectedAtMs : state.healedAtMs
  const deadlineMs = Math.max(Date.now(), fromMs + recoveryLimitSeconds * 1000)
  for (;;) {
    const atMs = await drill.recoveredAtMs(state)
    if (atMs !== undefined) return { recovered: true, seconds: Math.max(0, (atMs - fromMs) / 1000) }
    if (Date.now() >= deadlineMs) return { recovered: false, seconds: recoveryLimitSeconds }
    await sleep(POLL_MS, undefined, { signal })
  }
}
