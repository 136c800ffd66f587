// tools/task.ts: runs one long command of the set-up to its end. Does not interpret its output.
import { type ChildProcess, spawn } from 'node:child_process'
import process from 'node:process'
import { errorCode } from './error-code.ts'
import { MARK } from './lock.ts'
import { announce, type Progress } from './progress.ts'

export type Task = {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** `fetching 400 packages`. */
  readonly what: string
  /** How long it takes as a rule: `once; about a minute`. */
  readonly usual: string
  readonly timeoutMs: number
  /** The lock it runs under: written into its environment. */
  readonly lock: string
}

export type TaskEnd = {
  readonly code: number
  /** The last 8,000 characters of both streams. */
  readonly output: string
}

const OUTPUT_CHARACTERS = 8_000
/** Between TERM and KILL for a group that is told to stop. */
const GRACE_MS = 3000

/**
 * Runs it in a process group of its own, with a heartbeat. An abort, or `timeoutMs`, ends the whole group before
 * this returns; an abort throws the signal's reason, a timeout ends with code 124. A command that cannot start: 127.
 */
export async function perform(task: Task, progress: Progress): Promise<TaskEnd> {
  progress.signal.throwIfAborted()
  using announcement = announce(progress, task.what, task.usual)
  const child = spawn(task.command, task.args, {
    cwd: task.cwd,
    env: { ...process.env, ...task.env, [MARK]: task.lock },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const ended = collect(child)
  const limit = AbortSignal.timeout(task.timeoutMs)
  const either = AbortSignal.any([progress.signal, limit])
  const stop = () => endGroup(child)
  either.addEventListener('abort', stop, { once: true })
  try {
    const end = await ended
    const code = limit.aborted ? 124 : end.code
    announcement.done(code === 0 ? 'done' : progress.signal.aborted ? 'interrupted' : `failed (${code})`)
    progress.signal.throwIfAborted()
    return { code, output: end.output }
  } finally {
    either.removeEventListener('abort', stop)
  }
}

function collect(child: ChildProcess): Promise<TaskEnd> {
  let output = ''
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-OUTPUT_CHARACTERS)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }))
    child.once('close', (code) => resolve({ code: code ?? 128, output }))
  })
}

// `go build` and npm start children of their own: the group is ended, not only its leader.
function endGroup(child: ChildProcess): void {
  const { pid } = child
  if (pid === undefined) return
  signalGroup(pid, 'SIGTERM')
  const force = setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS)
  child.once('close', () => clearTimeout(force))
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name)
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error
  }
}
