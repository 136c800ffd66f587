// readiness/folder.ts: a run's folder on disk, whole or not at all. Does not know what the files mean.
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  opendirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { type Fault, SansangError } from '../types/error.ts'
import { sortedBy } from './order.ts'

/** The operations that can fail half-way; replaced in tests to make them fail. */
export const DISK = { mkdir: mkdirSync, rename: renameSync, writeFile: writeSynced, syncFolder }
export type Disk = typeof DISK

/**
 * Writes the files into a sibling `.<name>.partial`, flushes them to disk and renames it: a folder with the run's name is always
 * whole. Throws `folder-exists`, `folder-busy`, `folder-not-writable`, `disk-full`; nothing is left behind then.
 */
export function writeRunFolder(
  path: string,
  files: ReadonlyMap<string, Uint8Array>,
  disk: Disk = DISK,
): void {
  const target = resolve(path)
  const partial = join(dirname(target), `.${basename(target)}.partial`)
  if (existsSync(target))
    throw new SansangError('folder-exists', {
      message: `${path} exists already; a run never overwrites another`,
      hint: 'choose another --out, or move the folder away',
      where: path,
    })
  try {
    disk.mkdir(dirname(target), { recursive: true })
    disk.mkdir(partial)
  } catch (cause) {
    throw refusal(cause, path, partial)
  }
  try {
    for (const [name, bytes] of files) disk.writeFile(join(partial, name), bytes)
    disk.syncFolder(partial)
    disk.rename(partial, target)
    disk.syncFolder(dirname(target))
  } catch (cause) {
    rmSync(partial, { recursive: true, force: true })
    throw refusal(cause, path, partial)
  }
}

/** Some thirty times the evidence of the largest province: what is above it, nobody's run wrote. */
const FILE_BYTES_MAX = 64 * 1024 * 1024
/** Names listed of what does not belong into the folder; the rest is counted. */
const STRANGERS_MAX = 20

export type ReadFolder = {
  readonly files: Map<string, Uint8Array>
  /** What does not belong into the folder, or cannot be taken as what its name says; none of it was read. */
  readonly strangers: readonly Fault[]
}

/**
 * The wanted files of a folder by name. Everything else in it, links, pipes and files of gigabytes among them, is named and not
 * read. Throws `no-run-folder`.
 */
export function readRunFolder(
  path: string,
  wanted: readonly string[],
  bytesMax = FILE_BYTES_MAX,
): ReadFolder {
  const files = new Map<string, Uint8Array>()
  const strangers: Fault[] = []
  const listed: Fault[] = []
  let left = 0
  try {
    if (!lstatSync(resolve(path)).isDirectory()) throw new Error('it is no folder')
    using folder = opendirSync(path)
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
      const { name: where } = entry
      if (wanted.includes(where)) {
        const read = entry.isFile() ? readBounded(join(path, where), bytesMax) : NO_FILE
        if (typeof read === 'string') strangers.push({ where, message: read })
        else files.set(where, read)
      } else if (listed.length === STRANGERS_MAX) left += 1
      else listed.push({ where, message: entry.isFile() ? 'is a file no run folder has' : NO_FILE })
    }
  } catch (cause) {
    throw new SansangError('no-run-folder', {
      message: `${path} cannot be read as a run folder`,
      hint: 'give the folder `ready` wrote, the one with verdict.json and bundle.sigstore.json in it',
      where: path,
      cause,
    })
  }
  strangers.push(...sortedBy(listed, ({ where }) => [where]))
  if (left > 0) strangers.push({ where: path, message: `holds ${left} more files that no run folder has` })
  return { files, strangers }
}

const NO_FILE = 'is no regular file'

/** The bytes, or why they were not read. The open file is asked, not its name: that may have become a link or a pipe since. */
function readBounded(path: string, bytesMax: number): Uint8Array | string {
  const handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const about = fstatSync(handle)
    if (!about.isFile()) return NO_FILE
    if (about.size > bytesMax) return `has ${about.size} bytes; no run's file has more than ${bytesMax}`
    return readFileSync(handle)
  } finally {
    closeSync(handle)
  }
}

function writeSynced(path: string, bytes: Uint8Array): void {
  const handle = openSync(path, 'wx', 0o644)
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function syncFolder(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function refusal(cause: unknown, path: string, partial: string): SansangError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const where = path
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new SansangError('disk-full', {
      message: `no room left on disk for ${path}; nothing was kept`,
      hint: 'free some space, or choose --out on another disk',
      exit: 'prerequisite',
      where,
      cause,
    })
  if (code === 'EEXIST' && existsSync(partial))
    return new SansangError('folder-busy', {
      message: `${partial} exists: another run is writing ${path}, or one was killed while it did`,
      hint: `when no other run is under way: rm -r ${partial}`,
      where,
      cause,
    })
  if (['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG', 'ENOENT'].includes(code))
    return new SansangError('folder-not-writable', {
      message: `${path} cannot be written (${code}); nothing was kept`,
      hint: 'choose a folder you may write to: --out DIR',
      where,
      cause,
    })
  return new SansangError('folder-not-written', {
    message: `${path} could not be written; nothing was kept`,
    hint: './sansang doctor, then try another --out',
    exit: 'internal',
    where,
    cause,
  })
}
