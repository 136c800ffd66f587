// targets/memory.ts: how much memory a session's whole tree of processes holds, sampled. Limits nothing.
import { execFile } from 'node:child_process'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import {
  descendants,
  hasProc,
  listProcesses,
  markerOf,
  type ProcessRow,
  processKey,
  readProc,
} from './process-table.ts'

export type MemoryReport = {
  /** Highest sum over one sample, bytes. Proportional set size: shared pages are counted once in all. */
  readonly peakBytes: number
  /** What each program held in that sample, bytes, largest first. */
  readonly byProcess: readonly { readonly name: string; readonly count: number; readonly bytes: number }[]
  readonly samples: number
}

export type MemoryMeter = AsyncDisposable & { report(): MemoryReport }

type Sample = Map<string, { count: number; bytes: number }>

/** So much growth since the last weighing is worth another; every tenth look weighs in any case. */
const GROWTH = 1.01
const LOOKS_PER_WEIGHING = 10

/**
 * Looks about once a second until disposed: at this process, all with the session's marker, and all below either. To tell
 * a proportional size the kernel walks a whole address space and holds its lock, which those who are measured would feel:
 * it is asked where the cheap count of pages has grown by a hundredth, and at every tenth look.
 */
export function measureMemory(sessionId: string, periodMs = 1000): MemoryMeter {
  const stopping = new AbortController()
  const marked = new Map<string, boolean>()
  let peakBytes = 0
  let peak: Sample = new Map()
  let samples = 0
  let highestPages = 0
  const take = async (): Promise<void> => {
    const pids = await treeOf(sessionId, marked)
    const pages = pagesOf(pids)
    samples += 1
    if (hasProc && pages <= highestPages * GROWTH && samples % LOOKS_PER_WEIGHING !== 0) return
    highestPages = Math.max(highestPages, pages)
    const sample = await weigh(pids)
    const sum = [...sample.values()].reduce((total, { bytes }) => total + bytes, 0)
    if (sum <= peakBytes) return
    peakBytes = sum
    peak = sample
  }
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      await take()
      await sleep(periodMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
    }
  })()
  return {
    report: () => ({
      peakBytes,
      byProcess: [...peak].map(([name, held]) => ({ name, ...held })).sort((a, b) => b.bytes - a.bytes),
      samples,
    }),
    [Symbol.asyncDispose]: async () => {
      stopping.abort()
      await loop
    },
  }
}

async function treeOf(sessionId: string, marked: Map<string, boolean>): Promise<number[]> {
  const rows = await listProcesses()
  const mine = await Promise.all(
    rows.map((row) => row.pid === process.pid || carries(row, sessionId, marked)),
  )
  const roots = rows.filter((_, at) => mine[at])
  // PostgreSQL's backends hide their marker, but not their parent.
  return [...roots, ...descendants(rows, new Set(roots.map(({ pid }) => pid)))].map(({ pid }) => pid)
}

/** Own pages of each and the largest shared part: PostgreSQL's buffers are mapped by every backend, and there once. */
function pagesOf(pids: readonly number[]): number {
  const sizes = pids.map((pid) => (readProc(`/proc/${pid}/statm`) ?? '').split(' ').map(Number))
  const shared = sizes.map(([, , pages = 0]) => pages)
  const own = sizes.map(([, resident = 0, pages = 0]) => resident - pages)
  return own.reduce((total, pages) => total + pages, Math.max(0, ...shared))
}

async function weigh(pids: readonly number[]): Promise<Sample> {
  const sample: Sample = new Map()
  for (const { name, bytes } of await holdings(pids)) {
    const so = sample.get(name) ?? { count: 0, bytes: 0 }
    sample.set(name, { count: so.count + 1, bytes: so.bytes + bytes })
  }
  return sample
}

type Holding = { readonly name: string; readonly bytes: number }

async function holdings(pids: readonly number[]): Promise<Holding[]> {
  if (hasProc) return pids.map((pid) => ({ name: programOf(pid), bytes: heldBytes(pid) }))
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,rss=,args='])
  return stdout.split('\n').flatMap((line) => {
    const [pid, kibibytes, ...words] = line.trim().split(/\s+/)
    return pids.includes(Number(pid)) ? [{ name: programName(words), bytes: Number(kibibytes) * 1024 }] : []
  })
}

/** An environment never changes after exec, so each process is asked once. */
async function carries(row: ProcessRow, sessionId: string, marked: Map<string, boolean>): Promise<boolean> {
  const key = processKey(row)
  const known = marked.get(key)
  if (known !== undefined) return known
  const answer = (await markerOf(row.pid)) === sessionId
  marked.set(key, answer)
  return answer
}

/** PSS where the kernel tells it, else resident size, which counts shared pages once per process. */
function heldBytes(pid: number): number {
  const rollup = readProc(`/proc/${pid}/smaps_rollup`) ?? ''
  const status = rollup === '' ? (readProc(`/proc/${pid}/status`) ?? '') : ''
  const kibibytes = /^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]
  return Number(kibibytes ?? 0) * 1024
}

function programOf(pid: number): string {
  return programName((readProc(`/proc/${pid}/cmdline`) ?? '').split('\0'))
}

/** For people: `node systems/procedures/server.ts`, `postgres`, `k6`. */
function programName(words: readonly string[]): string {
  const [program = 'ended', script] = words.filter((word) => word !== '' && !word.startsWith('-'))
  const name = (program.split(/[\s:]/)[0] ?? program).split('/').at(-1) ?? program
  return name === 'node' && script !== undefined ? `node ${script.split('/').slice(-3).join('/')}` : name
}
