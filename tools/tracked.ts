// tools/tracked.ts: the files that are, or are about to be, part of the repository. Reads names, not contents.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Tracked files plus new ones that are not ignored; sorted, relative to `root`, only those that exist. */
export async function trackedOrNew(root: string): Promise<string[]> {
  return list(root, ['--cached', '--others', '--exclude-standard'])
}

/** Tracked files alone; sorted, relative to `root`, only those that exist. */
export async function tracked(root: string): Promise<string[]> {
  return list(root, ['--cached'])
}

async function list(root: string, options: readonly string[]): Promise<string[]> {
  const { stdout } = await run('git', ['ls-files', '-z', ...options], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  })
  const names = [...new Set(stdout.split('\0'))].filter((name) => name !== '' && existsSync(join(root, name)))
  return names.sort()
}
