// readiness/tool.ts: which sansang this is. Changes nothing in the checkout.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { RunHeader } from '../types/run.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Version from package.json, revision from git: `<commit>`, `<commit>-dirty` with local changes, `unknown` without git. */
export function toolIdentity(root: string = ROOT): RunHeader['tool'] {
  const manifest: unknown = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : '0'
  return { name: 'sansang', version, revision: revisionOf(root) }
}

/** True when both are the same, known code: only then must the same run give the same report. */
export function isSameTool(a: RunHeader['tool'], b: RunHeader['tool']): boolean {
  return a.version === b.version && a.revision === b.revision && /^[0-9a-f]{40,64}$/.test(a.revision)
}

function revisionOf(root: string): string {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', root, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  try {
    // An unpacked archive inside somebody else's checkout is not that checkout's revision.
    if (git('rev-parse', '--show-prefix') !== '') return 'unknown'
    const commit = git('rev-parse', 'HEAD')
    return git('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit}-dirty`
  } catch {
    return 'unknown'
  }
}
