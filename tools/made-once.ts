// tools/made-once.ts: a folder of the tool cache that is filled once, complete or absent, under a lock. Does not know what with.
import { mkdir, rename, rm } from 'node:fs/promises'
import { SansangError } from '../types/error.ts'
import { isThere } from './is-there.ts'
import { hold } from './lock.ts'
import type { Progress } from './progress.ts'
import { refused } from './refused.ts'

/** `what` is said to whoever waits for the lock; `fill` gets the folder to fill and the lock it is filled under. */
export type MadeOnce = {
  readonly what: string
  readonly fill: (partial: string, lock: string) => Promise<void>
}

/** The folder, made now if it is not there. Throws what `fill` throws, `disk-full`, `not-writable`. */
export async function makeOnce(
  folder: string,
  { what, fill }: MadeOnce,
  progress: Progress,
): Promise<string> {
  if (await isThere(folder)) return folder
  const lock = `${folder}.lock`
  await using _held = await hold(lock, what, progress)
  if (await isThere(folder)) return folder
  const partial = `${folder}.partial`
  try {
    await rm(partial, { recursive: true, force: true })
    await mkdir(partial, { recursive: true })
    await fill(partial, lock)
    await rename(partial, folder)
  } catch (cause) {
    if (cause instanceof SansangError) throw cause
    throw await refused(folder, cause)
  }
  return folder
}
