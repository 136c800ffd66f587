// readiness/checkpoint.ts: the head of a run's tree as a C2SP tlog-checkpoint, a signed note. Builds no tree.
import { createHash } from 'node:crypto'
import type { PublicKey, SigningKey } from './key.ts'
import { signP256, verifyP256 } from './p256.ts'

export type TreeHead = {
  /** First line: `sansang.vn/<province>`; also the key's name. */
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

/** Origin line of a province's runs. */
export function originOf(slug: string): string {
  return `sansang.vn/${slug}`
}

/** The note: head, empty line, one signature line of type 0x02 (ECDSA). */
export function signCheckpoint(head: TreeHead, key: SigningKey): string {
  const text = noteText(head)
  const signature = signP256(key.privateKey, Buffer.from(text))
  const line = Buffer.concat([noteKeyId(key.publicKey), signature]).toString('base64')
  return `${text}\n— ${head.origin} ${line}\n`
}

/** What is wrong with a checkpoint that should be this head under this key; undefined when nothing is. */
export function checkpointFault(note: string, head: TreeHead, key: PublicKey): string | undefined {
  const text = noteText(head)
  if (!note.startsWith(`${text}\n`)) return 'does not state the origin, size and root of the evidence'
  const match = /^— (\S+) ([A-Za-z0-9+/]+=*)\n$/.exec(note.slice(text.length + 1))
  const [, name = '', encoded = ''] = match ?? []
  const bytes = Buffer.from(encoded, 'base64')
  if (name !== head.origin || bytes.toString('base64') !== encoded)
    return 'has no signature line of its origin'
  if (Buffer.compare(bytes.subarray(0, 4), noteKeyId(key)) !== 0) return 'is signed by another key'
  return verifyP256(key.key, Buffer.from(text), bytes.subarray(4))
    ? undefined
    : 'has a signature that does not verify'
}

function noteText({ origin, size, root }: TreeHead): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`
}

/** C2SP signed-note: for type 0x02 the first four bytes of the SHA-256 of the SubjectPublicKeyInfo. */
function noteKeyId({ key }: PublicKey): Buffer {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 4)
}
