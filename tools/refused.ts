// tools/refused.ts: the one message for a folder that set-up must write and cannot. Writes nothing.
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SansangError } from '../types/error.ts'

/** Below this a disk is full for any purpose here: the smallest thing written is a compiled module. */
const FULL_BYTES = 5_000_000

/**
 * The error for a folder that cannot be written: `disk-full` when the cause or the file system says so, else
 * `not-writable` (read-only, another user's, a file in its place).
 */
export async function refused(folder: string, cause: unknown): Promise<SansangError> {
  if (saysDiskFull(String(cause)) || (await freeBytes(folder)) < FULL_BYTES)
    return new SansangError('disk-full', {
      message: `no space left while writing ${folder}`,
      hint: 'free about 2 GB (SANSANG_HOME moves the tools to another disk), then run this again: it goes on',
      exit: 'prerequisite',
      where: folder,
      cause: asError(cause),
    })
  return new SansangError('not-writable', {
    message: `${folder} cannot be written`,
    hint: 'make the folder writable (SANSANG_HOME moves the tools elsewhere), then run this again',
    exit: 'prerequisite',
    where: folder,
    cause: asError(cause),
  })
}

/** A program's words are a cause as well, and only an Error is printed as one. */
function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause).trim().split('\n').at(-1))
}

/** True when a program's output, or an error's text, says that no space was left. */
export function saysDiskFull(output: string): boolean {
  return /ENOSPC|EDQUOT|no space left on device|disk quota exceeded|database or disk is full/i.test(output)
}

async function freeBytes(folder: string): Promise<number> {
  for (let at = folder; ; at = dirname(at)) {
    const space = await statfs(at).catch(() => undefined)
    if (space !== undefined) return space.bavail * space.bsize
    if (at === dirname(at)) return Number.POSITIVE_INFINITY
  }
}
