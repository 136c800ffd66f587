// targets/state.ts: where sessions lie, and what is said when that cannot be written. Opens none.
import { join } from 'node:path'
import { stateFolder } from '../tools/state.ts'
import { SansangError } from '../types/error.ts'

/** Where every session has its folder (docs/architecture.md, "Sessions"). */
export function sessionsDir(): string {
  return join(stateFolder(), 'sessions')
}

/** The failure of a write below the state folder, with the way out: `state-not-writable` or `disk-full`. */
export function stateError(where: string, cause: unknown): SansangError {
  const code = errorCode(cause)
  const full = code === 'ENOSPC' || code === 'EDQUOT'
  return new SansangError(full ? 'disk-full' : 'state-not-writable', {
    message: full
      ? `there is no room left to write ${where}`
      : `${where} cannot be written (${code ?? String(cause)})`,
    hint: full
      ? 'make room there, or set SANSANG_HOME to a folder on another disk'
      : 'set SANSANG_HOME to a folder you may write',
    exit: 'prerequisite',
    where,
    cause,
  })
}

/** `ENOENT` and its kind, of an error from the operating system. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
