// targets/memory.ts: how much memory a session's whole tree of processes holds, sampled. Limits nothing.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { descendants, hasProc, listProcesses, markerOf, type ProcessRow } from './process-table.ts'

export type MemoryReport = {
  /** Highest sum over one sample, bytes. Proportional set size: shared pages are counted once in all. */
  readonly peakBytes: number
  /** What each program held in that sample, bytes, largest first. */
  readonly byProcess: readonly { readonly name: string; readonly count: number; readonly bytes: number }[]
  readonly samples: number
}

export type MemoryMeter = AsyncDisposable & { report(): MemoryReport }

type Sample = Map<string, { count: number; bytes: number }>

/** Samples about once a second until disposed: this process, all with the session's marker, and all below either. */
export function measureMemory(sessionId: string, periodMs = 1000): MemoryMeter {
  const stopping = new AbortController()
  const marked = new Map<string, boolean>()
  let peakBytes = 0
  let peak: Sample = new Map()
  let samples = 0
  const take = async (): Promise<void> => {
    const sample = await sampleTree(sessionId, marked)
    const sum = [...sample.values()].reduce((total, { bytes }) => total + bytes, 0)
    samples += 1
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

async function sampleTree(sessionId: string, marked: Map<string, boolean>): Promise<Sample> {
  const rows = await listProcesses()
  const mine = await Promise.all(
    rows.map((row) => row.pid === process.pid || carries(row, sessionId, marked)),
  )
  const roots = rows.filter((_, at) => mine[at])
  // PostgreSQL's backends hide their marker, but not their parent.
  const tree = [...roots, ...descendants(rows, new Set(roots.map(({ pid }) => pid)))]
  const sample: Sample = new Map()
  for (const { name, bytes } of await holdings(tree.map(({ pid }) => pid))) {
    const so = sample.get(name) ?? { count: 0, bytes: 0 }
    sample.set(name, { count: so.count + 1, bytes: so.bytes + bytes })
  }
  return sample
}

type Holding = { readonly name: string; readonly bytes: number }

async function holdings(pids: readonly number[]): Promise<Holding[]> {
  if (hasProc)
    return await Promise.all(
      pids.map(async (pid) => ({ name: await programOf(pid), bytes: await heldBytes(pid) })),
    )
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,rss=,args='])
  return stdout.split('\n').flatMap((line) => {
    const [pid, kibibytes, ...words] = line.trim().split(/\s+/)
    return pids.includes(Number(pid)) ? [{ name: programName(words), bytes: Number(kibibytes) * 1024 }] : []
  })
}

/** An environment never changes after exec, so each process is asked once. */
async function carries(row: ProcessRow, sessionId: string, marked: Map<string, boolean>): Promise<boolean> {
  const key = `${row.pid}@${row.startTime}`
  const known = marked.get(key)
  if (known !== undefined) return known
  const answer = (await markerOf(row.pid)) === sessionId
  marked.set(key, answer)
  return answer
}

/** PSS where the kernel tells it, else resident size, which counts shared pages once per process. */
async function heldBytes(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  const status = rollup === '' ? await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '') : ''
  const kibibytes = /^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]
  return Number(kibibytes ?? 0) * 1024
}

async function programOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return programName(line.split('\0'))
}

/** For people: `node systems/procedures/server.ts`, `postgres`, `k6`. */
function programName(words: readonly string[]): string {
  const [program = 'ended', script] = words.filter((word) => word !== '' && !word.startsWith('-'))
  const name = (program.split(/[\s:]/)[0] ?? program).split('/').at(-1) ?? program
  return name === 'node' && script !== undefined ? `node ${script.split('/').slice(-3).join('/')}` : name
}
