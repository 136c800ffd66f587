// tools/is-there.ts: whether a path leads to something. Does not say what it is.
import { access } from 'node:fs/promises'

/** False also for what lies behind a folder that may not be entered. */
export function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
