// cli/ready/measure.ts: load scripts and drills against a running province, as evidence. Judges nothing.
import { drillEvidence } from '../../readiness/drill/evidence.ts'
import { runDrill } from '../../readiness/drill/run.ts'
import { sharedTwins } from '../../readiness/drill/twin.ts'
import { loadEvidence } from '../../readiness/load/evidence.ts'
import { type RunningLoad, startLoad } from '../../readiness/load/k6.ts'
import { loadProfile, type ObjectivesFile } from '../../readiness/load/profile.ts'
import { rehearsalEvidence } from '../../readiness/load/rehearsal.ts'
import { drill as proceduresKilled } from '../../rehearsals/01-procedures-killed.ts'
import { drill as portalCut } from '../../rehearsals/02-portal-cut.ts'
import type { Drill, DrillReport } from '../../types/drill.ts'
import { SansangError } from '../../types/error.ts'
import type { Evidence } from '../../types/evidence.ts'
import type { LoadResult, ScriptName } from '../../types/load.ts'
import type { Io } from '../command.ts'
import { timestamp } from './clock.ts'
import { drillContext } from './drill-context.ts'
import type { Live } from './live.ts'
import type { Phases } from './phases.ts'

export const DRILLS: readonly Drill[] = [proceduresKilled, portalCut]
export const SCRIPT_NAMES: readonly ScriptName[] = [
  'procedures',
  'documents',
  'meetings',
  'reporting',
  'exchange',
  'joint',
]

/** Seconds each script runs at the peak. The joint one is long enough for every commune to take its turn. */
const SECONDS = {
  quick: { single: 8, joint: 32, recoveryLimit: 60 },
  full: { single: 60, joint: 300, recoveryLimit: 120 },
} as const

export type MeasureOptions = {
  readonly live: Live
  readonly objectives: ObjectivesFile
  readonly profile: 'quick' | 'full'
  readonly phases: Phases
  readonly io: Io
}

type Slice = { readonly seconds: number; readonly faultExpected?: boolean; readonly tag: string }

/** Starts a script; Ctrl-C ends it at once, and its result is then a rejection. */
async function start(
  { live, objectives, io }: MeasureOptions,
  script: ScriptName,
  { seconds, faultExpected = false, tag }: Slice,
): Promise<RunningLoad> {
  const profile = loadProfile({
    facts: live.facts,
    objectives,
    endpoints: live.target.endpoints,
    rehearsalSecret: live.target.rehearsalSecret,
    durationSeconds: seconds,
    runId: `${tag}-${Date.now().toString(36)}`,
    faultExpected,
  })
  io.signal.throwIfAborted()
  const load = await startLoad({ script, profile, k6: live.k6, dir: live.dir, start: live.start })
  const stop = () => void load.stop()
  const forget = () => io.signal.removeEventListener('abort', stop)
  io.signal.addEventListener('abort', stop, { once: true })
  load.result.then(forget, forget)
  if (io.signal.aborted) stop()
  return load
}

/** Runs the named scripts one after the other. */
export async function runLoads(
  options: MeasureOptions,
  scripts: readonly ScriptName[],
): Promise<{ results: LoadResult[]; evidence: Evidence[] }> {
  const { objectives, profile, phases, live } = options
  const results: LoadResult[] = []
  const evidence: Evidence[] = []
  for (const script of scripts) {
    const seconds = script === 'joint' ? SECONDS[profile].joint : SECONDS[profile].single
    const result = await (await start(options, script, { seconds, tag: script })).result
    results.push(result)
    evidence.push(loadEvidence(result, objectives.systems, timestamp()))
    if (script === 'joint') evidence.push(rehearsalEvidence(result, live.facts, timestamp()))
    const { requests, failedShare, p95Ms } = result
    phases.note('load', script, { requests, failedShare, p95Ms })
    options.io.err(
      `    ${script}: ${requests} requests, ${(failedShare * 100).toFixed(2)} % failed, p95 ${p95Ms.toFixed(0)} ms\n`,
    )
  }
  return { results, evidence }
}

/** Runs the named drills one after the other, never two at a time. */
export async function runDrills(
  options: MeasureOptions,
  drills: readonly Drill[],
): Promise<{ reports: DrillReport[]; evidence: Evidence[] }> {
  const { live, objectives, profile, phases, io } = options
  const reports: DrillReport[] = []
  const evidence: Evidence[] = []
  const twin = sharedTwins(async (script, seconds) => {
    phases.note('drills', 'twin', { script, seconds })
    return await (await start(options, script, { seconds, tag: 'twin' })).result
  })
  for (const drill of drills) {
    const limits = objectives.drills[drill.name]
    if (limits === undefined)
      throw new SansangError('drill-without-objectives', {
        message: `the drill ${drill.name} has no objectives`,
        hint: 'add rtoSeconds and rpoSeconds to loadtests/objectives.json, drills',
        where: 'loadtests/objectives.json',
      })
    const report = await runDrill({
      drill,
      context: drillContext(live),
      twin: (seconds) => twin(drill.script, seconds),
      startLoad: (seconds) => start(options, drill.script, { seconds, faultExpected: true, tag: drill.name }),
      recoveryLimitSeconds: SECONDS[profile].recoveryLimit,
      say: (event, data) => phases.note('drills', `${drill.name}: ${event}`, data),
      signal: io.signal,
    })
    reports.push(report)
    evidence.push(drillEvidence(report, limits, timestamp()))
    const lost = report.hops.reduce((sum, hop) => sum + hop.lost.length, 0)
    io.err(
      `    ${drill.name}: ${report.acknowledged} acknowledged, ${lost} lost, RTO ${report.rtoSeconds.toFixed(2)} s, RPO ${report.rpoSeconds.toFixed(2)} s\n`,
    )
  }
  return { reports, evidence }
}
