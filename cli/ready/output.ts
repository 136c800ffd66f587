// cli/ready/output.ts: can the run's folder be written? Asked before minutes of work, not after.
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { SansangError } from '../../types/error.ts'

/** Throws `folder-exists` or `folder-not-writable` for a run folder that could not be written at the end. */
export function checkOutput(folder: string): void {
  if (existsSync(folder))
    throw new SansangError('folder-exists', {
      message: `${folder} exists already`,
      hint: 'choose another --out: a run never overwrites another',
      where: folder,
    })
  try {
    mkdirSync(dirname(folder), { recursive: true })
    accessSync(dirname(folder), constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new SansangError('folder-not-writable', {
      message: `nothing can be written beside ${folder}`,
      hint: 'choose an --out you may write to',
      where: dirname(folder),
      cause,
    })
  }
}
