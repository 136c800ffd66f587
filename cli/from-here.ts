// cli/from-here.ts: a path as one types it from the working directory. Looks at no file.
import { relative } from 'node:path'
import process from 'node:process'

/** What lies below the working directory is shortest from there; anything else stays as it is. */
export function fromHere(path: string): string {
  const near = relative(process.cwd(), path)
  return near === '' || near.startsWith('..') ? path : near
}
