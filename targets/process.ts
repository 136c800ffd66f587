// targets/process.ts: one child process in a process group of its own. Does not know sessions or restart anything.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { open } from 'node:fs/promises'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from '../tools/error-code.ts'
import { SansangError } from '../types/error.ts'
import { stateError } from './state.ts'

export type ProcessSpec = {
  /** Shown to people: `postgres`, `procedures`. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** Standard output and error are appended here. */
  readonly log: string
  /** Run as this user instead of the caller's; needs root. */
  readonly user?: { readonly uid: number; readonly gid: number }
  /** How this process is asked to end; SIGTERM unless said otherwise. */
  readonly stopSignal?: NodeJS.Signals
}

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

export type Child = {
  readonly name: string
  readonly pid: number
  readonly log: string
  readonly exited: Promise<Exit>
  readonly exit: () => Exit | undefined
  /** Sends to the process alone; false when it is already gone. */
  signal(signal: NodeJS.Signals): boolean
  /** Asks it to end, waits `graceMs` (5 s unless said otherwise), then kills its whole group. Idempotent. */
  stop(graceMs?: number): Promise<void>
  /** Kills its whole group at once; for a process that is itself about to end. */
  killGroup(): void
  /** The last lines it wrote itself (not a process before it with the same log), for a message to people. */
  lastLines(count: number): Promise<string[]>
}

const GRACE_MS = 5_000

/** Starts a process. Throws `process-not-started` when the command cannot be executed, `state-not-writable`, `disk-full`. */
export async function startProcess(spec: ProcessSpec): Promise<Child> {
  const log = openLog(spec.log)
  let child: ChildProcess
  let logStart: number
  try {
    logStart = fstatSync(log).size
    child = spawn(spec.command, [...spec.args], {
      cwd: spec.cwd,
      env: { ...spec.env },
      // A group of its own: Ctrl-C in the terminal reaches sansang alone, which then stops things in order.
      detached: true,
      stdio: ['ignore', log, log],
      ...(spec.user === undefined ? {} : spec.user),
    })
    await started(child, spec)
  } finally {
    closeSync(log)
  }
  return handle(child, spec, logStart)
}

function openLog(path: string): number {
  try {
    return openSync(path, 'a', 0o600)
  } catch (cause) {
    throw stateError(path, cause)
  }
}

async function started(child: ChildProcess, spec: ProcessSpec): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (cause) =>
      reject(
        new SansangError('process-not-started', {
          message: `${spec.name} could not be started: ${spec.command}: ${cause.message}`,
          hint: './sansang doctor shows which part of the set-up is missing',
          exit: 'prerequisite',
          where: spec.command,
          cause,
        }),
      ),
    )
  })
}

function handle(child: ChildProcess, spec: ProcessSpec, logStart: number): Child {
  const pid = child.pid
  if (pid === undefined) throw new Error(`${spec.name} was spawned without a pid`)
  let exit: Exit | undefined
  const exited = new Promise<Exit>((resolve) =>
    child.once('exit', (code, signal) => {
      exit = { code, signal }
      resolve(exit)
    }),
  )
  const stop = async (graceMs = GRACE_MS): Promise<void> => {
    if (exit === undefined) child.kill(spec.stopSignal ?? 'SIGTERM')
    await Promise.race([exited, sleep(graceMs, undefined, { ref: false })])
    // Also after a clean end: a grandchild in the same group must not outlive its parent.
    killGroup(pid)
    await exited
  }
  return {
    name: spec.name,
    pid,
    log: spec.log,
    exited,
    exit: () => exit,
    signal: (signal) => exit === undefined && child.kill(signal),
    stop,
    killGroup: () => killGroup(pid),
    lastLines: (count) => lastLines(spec.log, count, logStart),
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (errorCode(error) !== 'ESRCH' && errorCode(error) !== 'EPERM') throw error
  }
}

const TAIL_BYTES = 65_536

/** The last lines of a file after byte `from`, reading at most 64 KiB from its end; empty when the file is not there. */
export async function lastLines(path: string, count: number, from = 0): Promise<string[]> {
  try {
    await using file = await open(path)
    const { size } = await file.stat()
    const start = Math.min(size, Math.max(from, size - TAIL_BYTES))
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start)
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n')
    return lines.filter((line) => line.trim() !== '').slice(-count)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}
