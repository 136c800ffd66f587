// targets/sweep.ts: ends what sessions left behind whose owner is gone. Never touches a live session, never goes by name.
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from '../tools/error-code.ts'
import { type Ended, endSession } from './ending.ts'
import { type FaultRecord, readUnhealed } from './faults.ts'
import { readOwner, standing } from './owner.ts'
import { findProcess } from './process-table.ts'
import { readOutside, readProcesses } from './records.ts'
import { sessionsDir, stateError } from './state.ts'

export type SweptSession = Ended & {
  readonly id: string
  /** What the dead owner had been asked; empty when it died before it could say. */
  readonly command: string
  /** Faults that were in place; each ended with the processes it was injected into. */
  readonly faults: readonly FaultRecord[]
}

export type SweepReport = {
  readonly swept: readonly SweptSession[]
  /** Sessions left alone: their owner lives. */
  readonly live: readonly string[]
  /** Sessions of another pid namespace (a container sharing this folder); only it can tell. */
  readonly foreign: readonly string[]
}

/** A folder without owner is one being made; older than this, its maker is gone. */
const GRACE_MS = 60_000
const SESSION = /^\.?\d{8}T\d{6}Z-(\d+)-[0-9a-f]{8}(\.new)?$/

export type SweepOptions = {
  /** How long processes may take to end by themselves before they are killed; 6 s unless said otherwise. */
  readonly termMs?: number
}

/** Finds and ends dead sessions. Two at once are safe: every step may find its work done. Throws `state-not-writable`. */
export async function sweep({ termMs }: SweepOptions = {}): Promise<SweepReport> {
  const dir = sessionsDir()
  const report = { swept: [] as SweptSession[], live: [] as string[], foreign: [] as string[] }
  for (const name of await folders(dir)) {
    const path = join(dir, name)
    const owner = await readOwner(path)
    const state = owner === undefined ? await unowned(path, name) : await standing(owner)
    if (state === 'gone') continue
    if (state === 'alive') report.live.push(name)
    else if (state === 'foreign') report.foreign.push(name)
    else report.swept.push(await sweepOne(path, name, owner?.command ?? '', termMs))
  }
  return report
}

async function folders(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => SESSION.test(name)).sort()
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return []
    throw stateError(dir, cause)
  }
}

/** No owner on disk: nothing was started yet. Its maker's pid stands in the name. */
async function unowned(path: string, name: string): Promise<'alive' | 'dead' | 'gone'> {
  const folder = await stat(path).catch(() => undefined)
  if (folder === undefined) return 'gone'
  const pid = SESSION.exec(name)?.[1]
  const maker = pid === undefined ? undefined : await findProcess(Number(pid))
  return maker !== undefined && Date.now() - folder.mtimeMs < GRACE_MS ? 'alive' : 'dead'
}

async function sweepOne(path: string, name: string, command: string, termMs?: number): Promise<SweptSession> {
  const id = name.replace(/^\.(.*)\.new$/, '$1')
  const faults = unhealedIn(path)
  const records = await readProcesses(path)
  const outsides = await readOutside(path, id)
  const { ended, survivors } = await endSession({
    id,
    dir: path,
    records,
    ...(termMs === undefined ? {} : { termMs }),
  })
  if (survivors.length === 0) await remove([...outsides, path])
  return { id, command, ended, survivors, faults }
}

/** A journal torn by a full disk must not keep processes alive. */
function unhealedIn(path: string): FaultRecord[] {
  try {
    return readUnhealed(join(path, 'journal.sqlite'))
  } catch {
    return []
  }
}

async function remove(paths: readonly string[]): Promise<void> {
  for (const path of paths)
    try {
      await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
    } catch (cause) {
      // Another sweep may be removing the same folder; it is only wrong if it stays.
      if ((await stat(path).catch(() => undefined)) !== undefined) throw stateError(path, cause)
    }
}
