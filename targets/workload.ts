// targets/workload.ts: one planned workload as a supervised process with its probes. Plans nothing.
import { dirname } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { SansangError } from '../types/error.ts'
import type { PlannedWorkload, Probe } from './deployment.ts'
import { type Answer, probeOnce } from './probe.ts'
import { lastLines } from './process.ts'
import type { Session } from './session.ts'
import { diskFull, isDiskFull, leavesNoRoom } from './state.ts'
import { type Supervisor, supervise } from './supervisor.ts'

export type Workload = AsyncDisposable & {
  readonly name: string
  readonly port: number
  readonly log: string
  readonly pid: () => number | undefined
  /** How often it was started again after it had died. */
  readonly restarts: () => number
  /** Whether it is ready as the plan counts it: only so many missed probes in a row as its threshold says make it unready. */
  ready(): Promise<Answer>
  /** Waits until it is ready. Throws `workload-not-ready` (with its last log lines), `port-in-use`, `disk-full`. */
  untilReady(options?: WaitOptions): Promise<void>
  /** SIGKILL; resolves when the process is gone. Supervision starts it again. */
  kill(): Promise<void>
}

export type WaitOptions = {
  readonly signal?: AbortSignal
  /** Deaths meanwhile after which there is no point in waiting; 5 unless said otherwise. */
  readonly deathsMax?: number
}

export type WorkloadOptions = {
  readonly session: Session
  readonly planned: Pick<
    PlannedWorkload,
    'name' | 'command' | 'startup' | 'readiness' | 'graceMs' | 'memoryLimitMiB'
  >
  readonly env: Readonly<Record<string, string>>
  readonly port: number
}

/** The plan's periods are for a cluster that runs for months; a start is watched more closely. */
const POLL_MS = 100
const LOG_LINES = 8

/** Starts a workload; resolves once the process exists, not yet when it is ready. */
export async function startWorkload(options: WorkloadOptions): Promise<Workload> {
  const { session, planned, env, port } = options
  const { name, command, readiness, graceMs } = planned
  const log = `${session.dir}/logs/${name}.log`
  const supervisor = await supervise(
    session,
    { name, command: process.execPath, args: [...heapLimit(planned), ...command.slice(1)], env, log },
    graceMs,
  )
  const { child, restarts } = supervisor
  return {
    name,
    port,
    log,
    pid: () => child()?.pid,
    restarts,
    ready: () => standing(port, readiness),
    untilReady: (wait = {}) => untilReady(options, log, supervisor, wait),
    kill: async () => {
      const victim = child()
      // A drill whose fault hits nothing would measure nothing.
      if (victim === undefined) throw notRunning(name, log)
      victim.signal('SIGKILL')
      await victim.exited
    },
    [Symbol.asyncDispose]: () => supervisor[Symbol.asyncDispose](),
  }
}

async function standing(port: number, probe: Probe): Promise<Answer> {
  for (let missed = 1; ; missed += 1) {
    const answer = await probeOnce(port, probe)
    if (answer.ok || missed >= probe.failureThreshold) return answer
    await sleep(probe.periodMs)
  }
}

function notRunning(name: string, log: string): SansangError {
  return new SansangError('nothing-to-kill', {
    message: `${name} is not running, so it cannot be killed`,
    hint: `read why it ended by itself: ${log}`,
    exit: 'internal',
    where: name,
  })
}

/** A container would be killed at its limit; a quarter of it is left to what lies outside the heap. */
function heapLimit({ memoryLimitMiB }: WorkloadOptions['planned']): string[] {
  return memoryLimitMiB === undefined ? [] : [`--max-old-space-size=${Math.floor(memoryLimitMiB * 0.75)}`]
}

async function untilReady(
  { planned: { name, startup, readiness }, port }: WorkloadOptions,
  log: string,
  life: Pick<Supervisor, 'deaths' | 'lastWords'>,
  { signal, deathsMax = 5 }: WaitOptions,
): Promise<void> {
  const before = life.deaths()
  const deadline = Date.now() + startup.periodMs * startup.failureThreshold
  for (let alive = false; ; await sleep(POLL_MS)) {
    signal?.throwIfAborted()
    const answer = await probeOnce(port, alive ? readiness : startup)
    if (answer.ok && alive) return
    alive ||= answer.ok
    const deaths = life.deaths() - before
    if (answer.ok || (deaths <= deathsMax && Date.now() <= deadline)) continue
    const lines = deaths > 0 ? life.lastWords() : await lastLines(log, LOG_LINES)
    throw await notReady({ name, log, lines, deaths, reason: answer.reason, port })
  }
}

type Stuck = {
  name: string
  log: string
  lines: readonly string[]
  deaths: number
  reason: string
  port: number
}

async function notReady({ name, log, lines, deaths, reason, port }: Stuck): Promise<SansangError> {
  if (lines.some((line) => line.includes('EADDRINUSE'))) return portInUse(name, port)
  const words = new Error(lines.at(-1) ?? `${name} wrote nothing`)
  if (isDiskFull(words) || (await leavesNoRoom(dirname(log)))) return diskFull(log, words)
  const how = deaths > 0 ? `ended ${deaths} time(s) while starting` : `was not ready in time (${reason})`
  return new SansangError('workload-not-ready', {
    message: `${name} ${how}`,
    hint: 'the lines above are the end of its log',
    exit: 'internal',
    where: log,
    faults: lines.map((line) => ({ where: name, message: line })),
  })
}

/** Nothing can be started on a port somebody else holds. */
export function portInUse(name: string, port: number): SansangError {
  return new SansangError('port-in-use', {
    message: `port ${port} of 127.0.0.1 is in use, ${name} cannot listen there`,
    hint: 'end what listens there, or choose another port',
    exit: 'prerequisite',
    where: `127.0.0.1:${port}`,
  })
}
