// checks/inventory/plain-file.ts: the bytes of a regular file of bounded size. Knows no form.
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'

/** Far more than any form holds; what is above the form's own bound is refused with its size by whoever reads it. */
const SIZE_BYTES_MAX = 16 * 1024 * 1024

/**
 * Reads a file, through symbolic links. Throws for a folder, a pipe or a device: opening a pipe nobody writes to would wait for
 * ever, deaf to Ctrl-C, and /dev/zero has no end.
 */
export function readPlainFile(path: string): Uint8Array {
  const handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const about = fstatSync(handle)
    if (!about.isFile()) throw new Error('it is no regular file')
    if (about.size > SIZE_BYTES_MAX) throw new Error(`it has ${about.size} bytes`)
    return readFileSync(handle)
  } finally {
    closeSync(handle)
  }
}
