// readiness/merkle.ts: the Merkle tree of RFC 6962, section 2.1: root and inclusion proofs. Signs nothing.
import { createHash } from 'node:crypto'

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** Hash of one entry, 32 bytes. The prefix keeps a leaf from passing for a node. */
export function leafHash(entry: Uint8Array): Buffer {
  return sha256(LEAF, entry)
}

/** Hash of the tree over the leaves' hashes, 32 bytes; of no leaves, the hash of nothing. */
export function rootHash(leaves: readonly Uint8Array[]): Buffer {
  const [only] = leaves
  if (only === undefined) return sha256()
  if (leaves.length === 1) return Buffer.from(only)
  const split = splitOf(leaves.length)
  return sha256(NODE, rootHash(leaves.slice(0, split)), rootHash(leaves.slice(split)))
}

/** Hashes from the leaf's sibling up to the root's child. Throws RangeError for a leaf the tree does not have. */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): Buffer[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length)
    throw new RangeError(`leaf ${index} of a tree of ${leaves.length}`)
  if (leaves.length === 1) return []
  const split = splitOf(leaves.length)
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return index < split
    ? [...inclusionProof(left, index), rootHash(right)]
    : [...inclusionProof(right, index - split), rootHash(left)]
}

type Inclusion = {
  readonly leaf: Uint8Array
  readonly index: number
  /** Leaves in the tree. */
  readonly size: number
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/** True when the proof leads from the leaf at `index` to the root (RFC 9162, section 2.1.3.2). */
export function isIncluded({ leaf, index, size, proof, root }: Inclusion): boolean {
  if (!Number.isInteger(index) || index < 0 || index >= size) return false
  let node = index
  let last = size - 1
  let hash: Uint8Array = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = sha256(NODE, sibling, hash)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else hash = sha256(NODE, hash, sibling)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && Buffer.compare(hash, root) === 0
}

const half = (number: number): number => Math.floor(number / 2)

/** The largest power of two below n. */
function splitOf(n: number): number {
  let split = 1
  while (split * 2 < n) split *= 2
  return split
}
