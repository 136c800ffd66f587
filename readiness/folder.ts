// readiness/folder.ts: a run's folder on disk, whole or not at all. Does not know what the files mean.
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { SansangError } from '../types/error.ts'

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

/** Every file of a folder by name; what is no regular file is listed apart, never followed. Throws `no-run-folder`. */
export function readRunFolder(path: string): { files: Map<string, Uint8Array>; strangers: string[] } {
  const files = new Map<string, Uint8Array>()
  const strangers: string[] = []
  try {
    if (!lstatSync(resolve(path)).isDirectory()) throw new Error('it is no folder')
    for (const entry of readdirSync(path, { withFileTypes: true }))
      if (entry.isFile()) files.set(entry.name, readFileSync(join(path, entry.name)))
      else strangers.push(entry.name)
  } catch (cause) {
    throw new SansangError('no-run-folder', {
      message: `${path} cannot be read as a run folder`,
      hint: 'give the folder `ready` wrote, the one with verdict.json and bundle.sigstore.json in it',
      where: path,
      cause,
    })
  }
  return { files, strangers: strangers.sort() }
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
