// targets/ending.ts: ends every process that belongs to one session. Does not decide whether it should.
import { realpath } from 'node:fs/promises'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from '../tools/error-code.ts'
import {
  descendants,
  findProcess,
  hasProc,
  listProcesses,
  markerOf,
  type ProcessRow,
  placeOf,
  processKey,
  writesLogBelow,
} from './process-table.ts'
import type { ProcessRecord } from './records.ts'

export type Ended = {
  /** Processes that had to be ended, with their names where the session had recorded them. */
  readonly ended: readonly { readonly pid: number; readonly name: string }[]
  /** Processes that are still there after TERM and KILL (stuck in the kernel). */
  readonly survivors: readonly number[]
}

/** What hides its marker is first left to its parent (a postmaster ends its backends in order). */
const DESCENDANT_TERM_MS = 1500
const TERM_MS = 6000
/** Counted from the first KILL: who is still there after it is stuck, not slow. */
const KILL_MS = 60_000

/** `root`: known by itself, not only by its parent. */
type Found = { readonly row: ProcessRow; readonly root: boolean }

/** `dir`: the session's folder; `records`: what it noted. */
export type Ending = {
  readonly id: string
  readonly dir: string
  readonly records: readonly ProcessRecord[]
  readonly termMs?: number
}

/** Asks every process of the session to end, then kills; scans again until none is there or the time is over. */
export async function endSession({ id, dir, records, termMs = TERM_MS }: Ending): Promise<Ended> {
  const traits: Traits = { id, records, logs: await realpath(dir).catch(() => dir), strangers: new Set() }
  const known = new Map<string, ProcessRow>()
  const asked = new Set<string>()
  const recordOf = (row: ProcessRow) => records.find((record) => processKey(record) === processKey(row))
  const startedAt = Date.now()
  let killedAt: number | undefined
  let left: Found[] = []
  const isOver = () => killedAt !== undefined && Date.now() - killedAt > KILL_MS
  // Empty twice in a row: a process may have been started while the table was read.
  for (let empty = 0; empty < 2 && !isOver(); await sleep(25)) {
    left = await belonging(traits, known)
    empty = left.length === 0 ? empty + 1 : 0
    const elapsedMs = Date.now() - startedAt
    if (elapsedMs > termMs) killedAt ??= Date.now()
    for (const { row, root } of left) {
      known.set(processKey(row), row)
      if (elapsedMs > termMs) await send(row, 'SIGKILL')
      if (asked.has(processKey(row)) || (!root && elapsedMs < DESCENDANT_TERM_MS)) continue
      asked.add(processKey(row))
      await send(row, recordOf(row)?.stopSignal ?? 'SIGTERM')
    }
  }
  return {
    ended: [...known.values()].map((row) => ({ pid: row.pid, name: recordOf(row)?.name ?? 'unnamed' })),
    survivors: left.map(({ row }) => row.pid),
  }
}

/** Marked processes, recorded ones, their descendants, and what was seen before and still runs. */
async function belonging(traits: Traits, known: ReadonlyMap<string, ProcessRow>): Promise<Found[]> {
  const rows = (await listProcesses()).filter((row) => row.pid !== process.pid)
  const recorded = new Set(traits.records.map(processKey))
  const marked = await Promise.all(
    rows.map(async (row) => recorded.has(processKey(row)) || (await carries(row, traits))),
  )
  const roots = new Set(rows.filter((_, at) => marked[at]).map((row) => row.pid))
  const below = new Set(descendants(rows, roots).map((row) => row.pid))
  return rows
    .filter((row) => roots.has(row.pid) || below.has(row.pid) || known.has(processKey(row)))
    .map((row) => ({ row, root: roots.has(row.pid) }))
}

/** What tells the session's processes; `strangers` were looked at without a marker and wrote to none of its logs. */
type Traits = {
  readonly id: string
  readonly records: readonly ProcessRecord[]
  readonly logs: string
  readonly strangers: Set<string>
}

/**
 * By the marker in the environment. A child between fork and exec has its parent's environment still, but its log open
 * already: of an owner killed just then it is all that is left. PostgreSQL's backends overwrite theirs with a title: orphaned by a killed
 * postmaster they are still known by a recorded program at work in its recorded folder.
 */
async function carries(row: ProcessRow, { id, records, logs, strangers }: Traits): Promise<boolean> {
  if (!hasProc) return false
  const marker = await markerOf(row.pid)
  if (marker !== undefined) return marker === id
  if (!strangers.has(processKey(row)) && writesLogBelow(row.pid, logs)) return true
  strangers.add(processKey(row))
  if (records.every(({ home }) => home === undefined)) return false
  const { cwd, program } = await placeOf(row.pid)
  return records.some(
    (record) => record.home !== undefined && record.home === cwd && record.program === program,
  )
}

/** Looks again right before: between listing and now the pid may have become another process. */
async function send(row: ProcessRow, signal: NodeJS.Signals): Promise<void> {
  if ((await findProcess(row.pid))?.startTime !== row.startTime) return
  try {
    process.kill(row.pid, signal)
  } catch (error) {
    if (errorCode(error) !== 'ESRCH' && errorCode(error) !== 'EPERM') throw error
  }
}
