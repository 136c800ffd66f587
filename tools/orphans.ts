// tools/orphans.ts: finds processes by a mark in their environment and ends them. Knows nothing of names.
import { readdir, readFile } from 'node:fs/promises'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from './error-code.ts'

/** The values `name` has in the environments of running processes, this process apart. */
export async function marks(name: string): Promise<Set<string>> {
  const held = await Promise.all((await others()).map(environment))
  const values = held.flat().filter((entry) => entry.startsWith(`${name}=`))
  return new Set(values.map((entry) => entry.slice(name.length + 1)))
}

/** Process ids whose environment holds `name=value`, this process apart; empty where there is no /proc. */
export async function marked(name: string, value: string): Promise<number[]> {
  const pids = await others()
  const held = await Promise.all(pids.map(environment))
  return pids.filter((_, index) => held[index]?.includes(`${name}=${value}`) === true)
}

async function others(): Promise<number[]> {
  const entries = await readdir('/proc').catch(() => [])
  const pids = entries.filter((entry) => /^\d+$/.test(entry)).map(Number)
  return pids.filter((pid) => pid !== process.pid)
}

// A process may end, or belong to someone else, between listing and reading: then it is none of ours.
async function environment(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
  return text.split('\0')
}

/** Ends them: TERM, and KILL for what is still there after `graceMs`. Returns how many there were. */
export async function endMarked(name: string, value: string, graceMs = 3000): Promise<number> {
  const found = await marked(name, value)
  for (const pid of found) signal(pid, 'SIGTERM')
  for (const pid of await leftAfter(name, value, graceMs)) signal(pid, 'SIGKILL')
  return found.length
}

/** Waits until none is marked, at most so long; the process ids of those that still are. */
export async function leftAfter(name: string, value: string, waitMs: number): Promise<number[]> {
  const deadline = performance.now() + waitMs
  for (;;) {
    const left = await marked(name, value)
    if (left.length === 0 || performance.now() >= deadline) return left
    await sleep(50)
  }
}

/** Sends it, unless the process has ended. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error
  }
}
