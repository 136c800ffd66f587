// targets/session.ts: everything one command starts, under one id, so that it can all be ended. Sweeps no other session.
import { randomBytes } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { chown, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { SansangError } from '../types/error.ts'
import type { JsonObject } from '../types/json.ts'
import { endSession } from './ending.ts'
import { type FaultJournal, openFaultJournal } from './faults.ts'
import { thisOwner, writeOwner } from './owner.ts'
import { type Child, type ProcessSpec, startProcess } from './process.ts'
import { findProcess, MARKER } from './process-table.ts'
import { outsidePath, readProcesses, recordOutside, recordProcess } from './records.ts'
import { sessionsDir, stateError } from './state.ts'

export type SpawnSpec = Pick<ProcessSpec, 'name' | 'command' | 'args' | 'user' | 'stopSignal'> & {
  /** Added to PATH, HOME, TMPDIR and the marker; nothing else of the caller's environment is passed on. */
  readonly env?: Readonly<Record<string, string>>
  /** The repository's root unless said otherwise. */
  readonly cwd?: string
  /** `<session>/logs/<name>.log` unless said otherwise. */
  readonly log?: string
  /** The folder this program works in: one that hides its environment (PostgreSQL's backends) is known by it. */
  readonly home?: string
}

export type Session = AsyncDisposable & {
  readonly id: string
  readonly dir: string
  readonly faults: FaultJournal
  /** Starts a process that carries the marker. Throws `session-closed`, `process-not-started`. */
  spawn(spec: SpawnSpec): Promise<Child>
  /** A private folder outside `dir` (for a user who cannot reach it), removed with the session. */
  outside(name: string, user?: { uid: number; gid: number }): Promise<string>
  /** Appends to `<dir>/events.jsonl`: what happened and when, for people who look into a session. */
  event(name: string, data?: JsonObject): void
}

export const REPOSITORY = fileURLToPath(new URL('..', import.meta.url))
const STRAY_TERM_MS = 1000
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'NODE_COMPILE_CACHE']

/**
 * Opens a session owned by this process. `command` says what for: `up ho-chi-minh`. The owner is on disk before
 * anything can be started. Throws `state-not-writable`, `disk-full`.
 */
export async function openSession(command: string): Promise<Session> {
  const owner = await thisOwner(command)
  const stamp = owner.startedAt.replace(/\.\d+/, '').replace(/[-:]/g, '')
  const id = `${stamp}-${owner.pid}-${randomBytes(4).toString('hex')}`
  const dir = join(sessionsDir(), id)
  // Built beside and renamed: a folder with a session's name always has its owner.
  const building = join(sessionsDir(), `.${id}.new`)
  try {
    await mkdir(join(building, 'logs'), { recursive: true, mode: 0o711 })
    await writeOwner(building, owner)
    await rename(building, dir)
    return live(id, dir, openFaultJournal(join(dir, 'journal.sqlite')))
  } catch (cause) {
    for (const made of [building, dir]) await rm(made, { recursive: true, force: true }).catch(() => {})
    throw stateError(sessionsDir(), cause)
  }
}

function live(id: string, dir: string, faults: FaultJournal): Session {
  const children = new Set<Child>()
  const starting = new Set<Promise<unknown>>()
  const outsides: string[] = []
  let closed = false

  const spawn = async (spec: SpawnSpec): Promise<Child> => {
    if (closed) throw closing(spec.name)
    const start = startProcess(complete(spec, id, dir))
    starting.add(start)
    try {
      const child = await start
      children.add(child)
      void child.exited.then(() => children.delete(child))
      await record(dir, child, spec).catch((cause: unknown) => {
        throw stateError(dir, cause)
      })
      return child
    } finally {
      starting.delete(start)
    }
  }
  const outside = async (name: string, user?: { uid: number; gid: number }): Promise<string> => {
    const path = outsidePath(id, name)
    outsides.push(path)
    await recordOutside(dir, path)
    await mkdir(path, { mode: 0o700 })
    if (user !== undefined) await chown(path, user.uid, user.gid)
    return path
  }
  const atExit = (): void => {
    for (const child of children) child.killGroup()
  }
  // A crash of this process still ends what it started; only `kill -9` leaves that to the next sweep.
  process.once('exit', atExit)
  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    await Promise.allSettled(starting)
    for (const child of [...children].reverse()) await child.stop()
    // Grandchildren that made a process group of their own; their parents are gone, so they need no long grace.
    await endSession({ id, dir, records: await readProcesses(dir), termMs: STRAY_TERM_MS })
    process.off('exit', atExit)
    faults[Symbol.dispose]()
    for (const path of [...outsides, dir]) await rm(path, { recursive: true, force: true, maxRetries: 3 })
  }
  const event = (name: string, data: JsonObject = {}): void => {
    const line = JSON.stringify({ at: new Date().toISOString(), event: name, ...data })
    try {
      if (!closed) appendFileSync(join(dir, 'events.jsonl'), `${line}\n`)
    } catch {
      // A full disk must not end the supervision that reports here; what needs the disk fails with its own error.
    }
  }
  return { id, dir, faults, spawn, outside, event, [Symbol.asyncDispose]: close }
}

function complete(spec: SpawnSpec, id: string, dir: string): ProcessSpec {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    ...spec,
    env: { ...Object.fromEntries(inherited), ...spec.env, [MARKER]: id },
    cwd: spec.cwd ?? REPOSITORY,
    log: spec.log ?? join(dir, 'logs', `${spec.name}.log`),
  }
}

async function record(dir: string, child: Child, spec: SpawnSpec): Promise<void> {
  const row = await findProcess(child.pid)
  if (row === undefined) return
  const { name, stopSignal = 'SIGTERM', command: program, home } = spec
  const { pid, startTime } = row
  const hides = home === undefined ? {} : { home }
  await recordProcess(dir, { name, pid, startTime, stopSignal, program, ...hides })
}

function closing(name: string): SansangError {
  return new SansangError('session-closed', {
    message: `${name} was not started: the session is being closed`,
    hint: 'start it before the session ends',
    exit: 'interrupted',
  })
}
