// checks/inventory/write.ts: puts commune files into a folder, whole or not at all. Knows nothing of their contents.
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { SansangError } from '../../types/error.ts'

export type TextFile = { readonly name: string; readonly text: string }

/** Excel takes a file for UTF-8 only when it begins with this. */
const BYTE_ORDER_MARK = '\ufeff'

/** One CSV text (RFC 4180, CRLF, with byte order mark) of a header and rows of the same length. */
export function csvText(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${BYTE_ORDER_MARK}${[header, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')}`
}

function quoted(cell: string): string {
  return /[",;\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/**
 * Writes all files into `dir`, made when absent; a failure leaves none of them behind. Throws `already-there` when one exists
 * and `overwrite` is not said, `cannot-write` when the folder or the disk refuses.
 */
export function writeFiles(dir: string, files: readonly TextFile[], { overwrite = false } = {}): void {
  const there = files.map(({ name }) => join(dir, name)).filter((path) => existsSync(path))
  if (there.length > 0 && !overwrite)
    throw new SansangError('already-there', {
      message: `${there.length} of ${files.length} files already exist in ${dir}`,
      hint: 'choose another --out, or add --overwrite to replace them',
      where: dir,
      faults: there.map((where) => ({ where, message: 'exists and was left as it is' })),
    })
  let staging: string | undefined
  try {
    const target = resolve(dir)
    const fresh = !existsSync(target)
    mkdirSync(fresh ? dirname(target) : target, { recursive: true })
    // Beside the target, or inside it, so that the renames below stay on one file system.
    const name = `.${basename(target)}.partial-${randomUUID()}`
    staging = fresh ? join(dirname(target), name) : join(target, name)
    mkdirSync(staging)
    for (const { name, text } of files) writeFileSync(join(staging, name), text, { flush: true })
    if (fresh) renameSync(staging, target)
    else for (const { name } of files) renameSync(join(staging, name), join(target, name))
  } catch (cause) {
    throw new SansangError('cannot-write', {
      message: `the files cannot be written to ${dir}`,
      hint: 'name a folder with --out that is writable and on a disk with room',
      where: dir,
      cause,
    })
  } finally {
    if (staging !== undefined) rmSync(staging, { recursive: true, force: true })
  }
}
