// cli/ready/output.ts: can the run's folder be written? Asked before minutes of work, not after. Makes nothing.
import { accessSync, constants, existsSync, lstatSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { SansangError } from '../../types/error.ts'

/**
 * Throws `folder-exists`, `folder-busy` or `folder-not-writable` for a run folder (an absolute path) that could not be written
 * at the end. Folders above it that are missing are made then, not now: a run that is refused leaves nothing.
 */
export function checkOutput(folder: string): void {
  if (isThere(folder))
    throw new SansangError('folder-exists', {
      message: `${folder} exists already`,
      hint: 'choose another --out: a run never overwrites another',
      where: folder,
    })
  const partial = join(dirname(folder), `.${basename(folder)}.partial`)
  if (isThere(partial))
    throw new SansangError('folder-busy', {
      message: `${partial} exists: another run is writing ${folder}, or one was killed while it did`,
      hint: `when no other run is under way: rm -r ${partial}`,
      where: folder,
    })
  const above = firstThere(dirname(folder))
  try {
    if (!statSync(above).isDirectory()) throw new Error(`${above} is no folder`)
    accessSync(above, constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new SansangError('folder-not-writable', {
      message: `${folder} cannot be made: nothing can be written in ${above}`,
      hint: 'choose an --out you may write to',
      where: above,
      cause,
    })
  }
}

/** A dangling link is there too: nothing can be renamed onto it. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    // Below something that is no folder there is nothing.
    return false
  }
}

/** The folder itself, or the nearest one above it that exists. */
function firstThere(folder: string): string {
  let path = folder
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path)
  return path
}
