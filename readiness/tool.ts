// readiness/tool.ts: which sansang this is. Changes nothing in the checkout.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'
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

/** True for a clean checkout of a commit: its code can be looked up. */
export function isKnownCode({ revision }: RunHeader['tool']): boolean {
  return /^[0-9a-f]{40,64}$/.test(revision)
}

/** True when both are the same, known code: only then must the same run give the same report. */
export function isSameTool(a: RunHeader['tool'], b: RunHeader['tool']): boolean {
  return a.version === b.version && a.revision === b.revision && isKnownCode(a)
}

/** Folders whose files a run reads whether or not git knows them: a criterion nobody committed is judged like any other. */
const ROOMS = [
  'checks',
  'cli',
  'data',
  'infra',
  'loadtests',
  'readiness',
  'rehearsals',
  'stacks',
  'systems',
  'targets',
]

function revisionOf(root: string): string {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', root, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 16 * 1024 * 1024,
      env: ownEnv(),
    }).trim()
  try {
    // An unpacked archive inside somebody else's checkout is not that checkout's revision.
    if (git('rev-parse', '--show-prefix') !== '') return 'unknown'
    const commit = git('rev-parse', 'HEAD')
    const changed = git('status', '--porcelain', '--untracked-files=no') !== ''
    const added = git('ls-files', '--others', '--exclude-standard', '--', ...ROOMS) !== ''
    // `git update-index --assume-unchanged` hides a change from status; -v tells by a small letter.
    const hidden = git('ls-files', '-v')
      .split('\n')
      .some((line) => /^[a-z] /.test(line))
    return changed || added || hidden ? `${commit}-dirty` : commit
  } catch {
    return 'unknown'
  }
}

/** Git's own variables, set in every hook, would let it answer for another repository. */
function ownEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')))
}
