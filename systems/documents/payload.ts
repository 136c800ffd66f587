// payload.ts: one attached file on the wire: zipped by itself, then base64. Does not know XML.
import { unzipSync, zipSync } from 'fflate'
import { SansangError } from '../../types/error.ts'

/** Beyond this an attachment is refused before it is unpacked. */
export const UNPACKED_BYTES_MAX = 50 * 1024 * 1024

/**
 * The file as one-entry zip in base64, as the axis' own kit sends it. The entry is named by content id and
 * extension, never by the sender's file name, which may not be a safe path at the receiver.
 */
export function packPayload(file: { contentId: string; name: string; bytes: Uint8Array }): string {
  const zipped = zipSync(
    { [`${file.contentId}${extension(file.name)}`]: file.bytes },
    { mtime: '2025-07-01' },
  )
  return Buffer.from(zipped).toString('base64')
}

/**
 * The file a base64 payload carries. Zip is recognised by its first bytes, because ContentType may name the real type or the zip's.
 * A word-processor file is a zip too: only an archive of exactly one entry is the wrapping, any other is the file.
 * Throws `payload-unreadable` for text that is not base64, a broken archive, or one that unpacks beyond `UNPACKED_BYTES_MAX`.
 */
export function unpackPayload(base64: string, name: string): Uint8Array {
  const compact = base64.replaceAll(/\s+/g, '')
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact))
    throw unreadable(name, 'the content is not base64')
  const bytes = new Uint8Array(Buffer.from(compact, 'base64'))
  if (!isZip(bytes)) return bytes
  const entries = unzip(bytes, name)
  const [only, ...others] = entries
  if (only === undefined || others.length > 0) return bytes
  const [entryName, content] = only
  return extension(name) === '.zip' && extension(entryName) !== '.zip' ? bytes : content
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 0x03 || bytes[2] === 0x05)
}

function unzip(bytes: Uint8Array, name: string): [string, Uint8Array][] {
  let total = 0
  try {
    const files = unzipSync(bytes, {
      filter: (entry) => {
        total += entry.originalSize
        if (total > UNPACKED_BYTES_MAX) throw new RangeError(`more than ${UNPACKED_BYTES_MAX} bytes`)
        return true
      },
    })
    return Object.entries(files)
  } catch (cause) {
    throw unreadable(name, 'the archive cannot be unpacked', cause)
  }
}

function extension(name: string): string {
  return (/\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '').toLowerCase()
}

function unreadable(name: string, what: string, cause?: unknown): SansangError {
  return new SansangError('payload-unreadable', {
    message: `attachment ${name}: ${what}`,
    hint: 'send the file zipped by itself and base64 encoded (QCVN 102)',
    cause,
  })
}
