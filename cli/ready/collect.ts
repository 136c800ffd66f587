// cli/ready/collect.ts: gathers a run's evidence, part by part, and stops whatever it started. Judges nothing.
import { join } from 'node:path'
import { planProvince } from '../../infra/plan.ts'
import type { Stack } from '../../infra/stack.ts'
import { openRunJournal, RUN_JOURNAL, type RunJournal } from '../../readiness/journal.ts'
import { readObjectives } from '../../readiness/load/profile.ts'
import { type MemoryMeter, measureMemory } from '../../targets/memory.ts'
import { type Postgres, startPostgres } from '../../targets/postgres.ts'
import { openSession, type Session } from '../../targets/session.ts'
import { sweep } from '../../targets/sweep.ts'
import { ensureTool } from '../../tools/setup.ts'
import type { Evidence, EvidenceKind, Population } from '../../types/evidence.ts'
import type { Plan } from '../../types/plan.ts'
import type { JournalEntry, RunHeader } from '../../types/run.ts'
import type { Io } from '../command.ts'
import { busyNote, othersPercent } from './busy.ts'
import { type Live, startLive } from './live.ts'
import { DRILLS, type MeasureOptions, runDrills, runLoads, SCRIPT_NAMES } from './measure.ts'
import type { ReadyOptions } from './options.ts'
import { type Phases, startPhases } from './phases.ts'
import { gatherProbes } from './probes.ts'
import { gatherRegisters, handOverInFlight } from './registers.ts'
import { withRoom } from './room.ts'
import type { Part } from './selection.ts'
import { fixedPopulations, gatherInventory, gatherPlan } from './static-evidence.ts'

export type Collected = {
  readonly evidence: readonly Evidence[]
  readonly populations: readonly Population[]
  readonly journal: readonly JournalEntry[]
  readonly notRun: RunHeader['notRun']
}

export type CollectOptions = {
  readonly stack: Stack
  readonly options: ReadyOptions
  readonly asOf: string
  readonly kinds: readonly EvidenceKind[]
  readonly parts: ReadonlySet<Part>
  readonly io: Io
}

/** What this version cannot do, said in every run. */
const NOT_BUILT: RunHeader['notRun'] = [
  {
    part: 'containers, cluster, external',
    reason: 'these targets are not built yet; this run used processes on one machine',
  },
  { part: 'meetings media', reason: 'signalling only: picture and sound are not measured' },
]

/** Gathers everything the parts ask for. What it started is stopped, also on failure and Ctrl-C. */
export async function collect(asked: CollectOptions): Promise<Collected> {
  await sweep()
  await using session = await openSession(`ready ${asked.stack.slug}`)
  return await withRoom(session.dir, () => gather(asked, session))
}

async function gather(asked: CollectOptions, session: Session): Promise<Collected> {
  const { stack, options, asOf, kinds, parts, io } = asked
  using journal = openRunJournal(join(session.dir, RUN_JOURNAL))
  const phases = startPhases(io, journal)
  const needsLive = parts.has('load') || parts.has('drills') || parts.has('probe')
  await using database = needsLive ? beginDatabase(session) : undefined
  const plan = await phases.run('plan', 'planning the platform', () => planProvince(stack.slug))
  const planned = gatherPlan(plan)
  const inventory = await phases.run('inventory', 'reading the inventory', () =>
    gatherInventory({ stack, asOf, options, kinds, dir: session.dir }),
  )
  journal.keep([...planned.evidence, ...inventory.evidence])
  if (database !== undefined)
    await gatherLive(asked, { plan, session, phases, journal, postgres: database.started })
  return {
    evidence: journal.evidence(),
    populations: [...fixedPopulations(stack), ...planned.populations, ...inventory.populations],
    journal: journal.entries(),
    notRun: [...NOT_BUILT, ...skipped(parts)],
  }
}

/** Making a cluster takes another process a second or two: as long as plan and inventory take this one. */
function beginDatabase(session: Session): AsyncDisposable & { readonly started: Promise<Postgres> } {
  const started = startPostgres({ dir: session.dir, session })
  const end = async () => {
    const server = await started.catch(() => undefined)
    await server?.[Symbol.asyncDispose]()
  }
  // Whoever waits for it hears of a failure; until then it must not end the process.
  started.catch(() => {})
  return { started, [Symbol.asyncDispose]: end }
}

function skipped(parts: ReadonlySet<Part>): RunHeader['notRun'] {
  return (['plan', 'load', 'drills', 'probe'] as const)
    .filter((part) => !parts.has(part))
    .map((part) => ({ part, reason: 'no selected criterion reads what it gathers' }))
}

type Running = {
  readonly plan: Plan
  readonly session: Session
  readonly phases: Phases
  readonly journal: RunJournal
  readonly postgres: Promise<Postgres>
}

/** Everything that needs the province running; what is collected is in the journal when its phase ends. */
async function gatherLive({ stack, options, parts, io }: CollectOptions, running: Running): Promise<void> {
  const { plan, session, phases, journal, postgres } = running
  await using memory = measureMemory(session.id)
  const objectives = await readObjectives()
  // A first run builds them: minutes that are not the systems'.
  await phases.run('tools', 'finding k6 and Toxiproxy', async () => {
    await ensureTool('k6', io)
    await ensureTool('toxiproxy', io)
  })
  await noteBusy(phases, io)
  const live = await phases.run('deploy', 'starting the systems', () =>
    startLive({ stack, plan, session, io, postgres }),
  )
  const measure: MeasureOptions = { live, objectives, profile: options.profile, phases, io }
  const add = async (part: Part, phase: string, says: string, work: () => Promise<readonly Evidence[]>) => {
    if (parts.has(part)) journal.keep(await phases.run(phase, says, work))
  }
  try {
    await add('probe', 'probe', 'probing each system', async () => {
      await handOverInFlight(live)
      return gatherProbes(live)
    })
    await add(
      'load',
      'load',
      'running the load scripts',
      async () => (await runLoads(measure, SCRIPT_NAMES)).evidence,
    )
    await add('drills', 'drills', 'drilling', async () => (await runDrills(measure, DRILLS)).evidence)
    await add('probe', 'reconcile', 'reconciling the registers', () => gatherRegisters(live))
  } finally {
    await stop(live, memory, phases)
  }
}

/** Before anything of this run's own is up: what is in use now belongs to somebody else. */
async function noteBusy(phases: Phases, io: Io): Promise<void> {
  const percent = await othersPercent()
  phases.note('machine', 'busy', { percent })
  const note = busyNote(percent)
  if (note !== undefined) io.err(`  ${note}\n`)
}

async function stop(live: Live, memory: MemoryMeter, phases: Phases): Promise<void> {
  const { peakBytes, byProcess } = memory.report()
  phases.note('memory', 'peak', { peakBytes, byProcess })
  await phases.end('stop', 'stopping the systems', async () => live.target[Symbol.asyncDispose]())
}
