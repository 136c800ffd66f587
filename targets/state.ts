// targets/state.ts: where sessions lie, and what is said when that cannot be written. Opens none.
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from '../tools/error-code.ts'
import { saysDiskFull } from '../tools/refused.ts'
import { stateFolder } from '../tools/state.ts'
import { SansangError } from '../types/error.ts'

/** Less than a schema and a few log lines need. */
const ROOM_BYTES = 1_000_000

/** Where every session has its folder (docs/architecture.md, "Sessions"). */
export function sessionsDir(): string {
  return join(stateFolder(), 'sessions')
}

/** The failure of a write below the state folder, with the way out: `state-not-writable` or `disk-full`. */
export function stateError(where: string, cause: unknown): SansangError {
  if (isDiskFull(cause)) return diskFull(where, cause)
  return new SansangError('state-not-writable', {
    message: `${where} cannot be written (${errorCode(cause) ?? String(cause)})`,
    hint: 'set SANSANG_HOME to a folder you may write',
    exit: 'prerequisite',
    where,
    cause,
  })
}

/** `disk-full`, with the way out. */
export function diskFull(where: string, cause: unknown): SansangError {
  return new SansangError('disk-full', {
    message: `there is no room left to write ${where}`,
    hint: 'make room there, or set SANSANG_HOME to a folder on another disk',
    exit: 'prerequisite',
    where,
    cause,
  })
}

/** By code or by words: SQLite, PostgreSQL and a process's log say it in words only. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && saysDiskFull(`${errorCode(error) ?? ''} ${error.message}`)
}

/** True where a process could not even have written why it failed. */
export async function leavesNoRoom(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize < ROOM_BYTES
}
