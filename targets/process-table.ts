// targets/process-table.ts: which processes run, who started them and which session they carry. Ends none.
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { readdir, readlink } from 'node:fs/promises'
import process from 'node:process'
import { promisify } from 'node:util'

export const MARKER = 'SANSANG_SESSION'

export type ProcessRow = {
  readonly pid: number
  readonly parentPid: number
  /** With the pid it names one process for as long as the machine is up: pids are used again, start times are not. */
  readonly startTime: string
}

/** Names one process among all of this start of the machine. */
export function processKey({ pid, startTime }: Pick<ProcessRow, 'pid' | 'startTime'>): string {
  return `${pid}@${startTime}`
}

/** False on systems without /proc (macOS): there the environment of a process cannot be read. */
export const hasProc = existsSync('/proc/self/stat')

/** All live processes; zombies are left out, they only wait for their parent to look. */
export async function listProcesses(): Promise<ProcessRow[]> {
  if (!hasProc) return await listByPs()
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  return pids.map((pid) => readStat(Number(pid))).filter((row) => row !== undefined)
}

/** One process, or undefined when it is not there (any more). */
export async function findProcess(pid: number): Promise<ProcessRow | undefined> {
  if (hasProc) return readStat(pid)
  return (await listByPs()).find((row) => row.pid === pid)
}

/** The session id in a process's environment; undefined also where it may not be read. */
export async function markerOf(pid: number): Promise<string | undefined> {
  const environ = readProc(`/proc/${pid}/environ`)
  const prefix = `${MARKER}=`
  return environ
    ?.split('\0')
    .find((line) => line.startsWith(prefix))
    ?.slice(prefix.length)
}

/** Working directory and program of a process, as far as they may be read. */
export async function placeOf(
  pid: number,
): Promise<{ cwd: string | undefined; program: string | undefined }> {
  const link = async (name: string) =>
    (await readlink(`/proc/${pid}/${name}`).catch(() => undefined))?.replace(/ \(deleted\)$/, '')
  return { cwd: await link('cwd'), program: await link('exe') }
}

/** Whether a process has a log below `dir` open for writing; false where that may not be read. Who reads one is not meant. */
export function writesLogBelow(pid: number, dir: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => {
      const path = readlinkSync(`/proc/${pid}/fd/${descriptor}`)
      if (!path.startsWith(`${dir}/`) || !path.endsWith('.log')) return false
      // proc(5): octal; the last two bits are the access mode, 0 is reading.
      const flags = /^flags:\s+([0-7]+)$/m.exec(readProc(`/proc/${pid}/fdinfo/${descriptor}`) ?? '')?.[1]
      return flags !== undefined && (Number.parseInt(flags, 8) & 3) !== 0
    })
  } catch {
    return false
  }
}

/** Distinguishes this start of the machine from the next; empty where the system does not tell. */
export async function bootId(): Promise<string> {
  if (hasProc) return (readProc('/proc/sys/kernel/random/boot_id') ?? '').trim()
  const { stdout } = await promisify(execFile)('sysctl', ['-n', 'kern.boottime'])
  return stdout.trim()
}

/** The pid namespace: in another one (a container beside the host) our pids mean other processes. */
export async function pidNamespace(): Promise<string> {
  return hasProc ? await readlink('/proc/self/ns/pid').catch(() => '') : ''
}

/** Every row below one of `roots`, by parentage. */
export function descendants(rows: readonly ProcessRow[], roots: ReadonlySet<number>): ProcessRow[] {
  const found = new Set(roots)
  const below: ProcessRow[] = []
  for (let before = -1; before !== below.length; ) {
    before = below.length
    for (const row of rows) {
      if (found.has(row.pid) || !found.has(row.parentPid)) continue
      found.add(row.pid)
      below.push(row)
    }
  }
  return below
}

function readStat(pid: number): ProcessRow | undefined {
  const stat = readProc(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // proc(5): the command stands in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, parentPid] = fields
  const startTime = fields[19]
  if (state === 'Z' || state === 'X' || startTime === undefined) return undefined
  return { pid, parentPid: Number(parentPid), startTime }
}

/**
 * A process may end between listing and reading, or belong to somebody else: both are "not there". The kernel answers at
 * once, so this does not wait: by way of the thread pool the same table costs five times the processor.
 */
export function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

async function listByPs(): Promise<ProcessRow[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid=,stat=,lstart='], {
    env: { ...process.env, LC_ALL: 'C' },
  })
  return stdout.split('\n').flatMap((line) => {
    const parts = line.trim().split(/\s+/)
    const [pid, parentPid, state = 'Z', ...started] = parts
    if (parts.length < 4 || state.startsWith('Z')) return []
    return [{ pid: Number(pid), parentPid: Number(parentPid), startTime: started.join(' ') }]
  })
}
