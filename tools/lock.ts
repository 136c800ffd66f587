// tools/lock.ts: one process at a time, also after kill -9. Does not know what is being protected.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import process from 'node:process'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { SansangError } from '../types/error.ts'
import { isThere } from './is-there.ts'
import { endMarked, marks } from './orphans.ts'
import { duration, type Progress } from './progress.ts'
import { refused } from './refused.ts'

/** Children started under a lock carry its path in this variable, so that the next owner finds a dead owner's. */
export const MARK = 'SANSANG_SETUP'

const SQLITE_BUSY = 5
const WAIT_MS = 45 * 60_000
const SAY_EVERY_MS = 10_000

/**
 * Holds the lock at `path` until disposed; waits, saying so, while another process holds it, 45 minutes at most
 * (`set-up-busy`). The lock is SQLite's on an empty database: the kernel frees it with its owner, so a dead owner
 * never blocks. What a dead owner's work left running is ended first. Throws `not-writable` for a folder
 * that cannot be written.
 */
export async function hold(path: string, what: string, progress: Progress): Promise<AsyncDisposable> {
  const database = await open(path)
  try {
    await acquire(database, path, progress)
    await sign(path, what)
    await endMarked(MARK, path)
  } catch (error) {
    database.close()
    throw error
  }
  return { [Symbol.asyncDispose]: async () => database.close() }
}

/** Ends what set-ups of dead owners left running, wherever their lock lies. Returns how many processes that were. */
export async function sweepSetUps(): Promise<number> {
  let ended = 0
  for (const path of await marks(MARK)) if (await isFree(path)) ended += await endMarked(MARK, path)
  return ended
}

/** A lock whose file is gone has no holder: its folder was removed with the checkout. */
async function isFree(path: string): Promise<boolean> {
  if (!(await isThere(path))) return true
  const database = await open(path)
  try {
    return await tryAcquire(database, path)
  } finally {
    database.close()
  }
}

async function open(path: string): Promise<DatabaseSync> {
  try {
    await mkdir(dirname(path), { recursive: true })
    return new DatabaseSync(path, { timeout: 0 })
  } catch (cause) {
    throw await refused(dirname(path), cause)
  }
}

async function acquire(database: DatabaseSync, path: string, progress: Progress): Promise<void> {
  const startedAt = performance.now()
  for (let said = -SAY_EVERY_MS; ; ) {
    if (await tryAcquire(database, path)) return
    const waitedMs = performance.now() - startedAt
    if (waitedMs > WAIT_MS) throw busy(path)
    if (waitedMs - said >= SAY_EVERY_MS) {
      said = waitedMs
      const owner = (await readFile(`${path}.owner`, 'utf8').catch(() => '')).trim()
      progress.err(
        `sansang: waiting for another sansang (process ${owner}), ${duration(waitedMs / 1000)} so far\n`,
      )
    }
    await sleep(200, undefined, { signal: progress.signal })
  }
}

async function tryAcquire(database: DatabaseSync, path: string): Promise<boolean> {
  try {
    database.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return false
    throw await refused(dirname(path), error)
  }
}

async function sign(path: string, what: string): Promise<void> {
  try {
    await writeFile(`${path}.owner`, `${process.pid}, ${what}\n`)
  } catch (cause) {
    throw await refused(dirname(path), cause)
  }
}

function busy(path: string): SansangError {
  return new SansangError('set-up-busy', {
    message: `another sansang has held ${path} for ${duration(WAIT_MS / 1000)}`,
    hint: `see what the process named in ${path}.owner is doing, end it, then run this again`,
    exit: 'prerequisite',
    where: path,
  })
}
