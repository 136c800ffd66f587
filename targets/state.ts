// targets/state.ts: the folder that outlives runs, and what is said when it cannot be written. Holds no session itself.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { SansangError } from '../types/error.ts'

/** `$SANSANG_HOME`, else `$XDG_CACHE_HOME/sansang`, else `~/.cache/sansang` (docs/architecture.md, "Sessions"). */
export function stateDir(env: NodeJS.ProcessEnv = process.env): string {
  const { SANSANG_HOME: own, XDG_CACHE_HOME: cache } = env
  if (own !== undefined && own !== '') return resolve(own)
  return cache !== undefined && cache !== '' ? join(cache, 'sansang') : join(homedir(), '.cache', 'sansang')
}

export function sessionsDir(env: NodeJS.ProcessEnv = process.env): string {
  return join(stateDir(env), 'sessions')
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
