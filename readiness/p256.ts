// readiness/p256.ts: ECDSA over P-256 with SHA-256, DER, one spelling of each signature. Keeps no key.
import { type KeyObject, sign, verify } from 'node:crypto'

/** Order of the P-256 base point (FIPS 186-5, SP 800-186). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const HALF = ORDER / 2n

/**
 * Signs, DER-encoded. Of the two values of s that verify, the smaller: with (r, s) also (r, n − s) is valid, and then a byte of
 * a signature could change without notice.
 */
export function signP256(key: KeyObject, bytes: Uint8Array): Buffer {
  const raw = sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })
  const [r, s] = [bigintOf(raw.subarray(0, 32)), bigintOf(raw.subarray(32))]
  return encode(r, s > HALF ? ORDER - s : s)
}

/** True for a valid signature in the one spelling `signP256` gives. */
export function verifyP256(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  const pair = decode(signature)
  if (pair === undefined || pair.s > HALF) return false
  if (Buffer.compare(encode(pair.r, pair.s), signature) !== 0) return false
  return verify('sha256', bytes, key, signature)
}

function bigintOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)
}

/** SEQUENCE { INTEGER r, INTEGER s }; at most 72 bytes, so every length is one byte. */
function encode(r: bigint, s: bigint): Buffer {
  const body = Buffer.concat([integer(r), integer(s)])
  return Buffer.concat([Buffer.of(0x30, body.length), body])
}

function integer(value: bigint): Buffer {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  // The first bit is the sign.
  const padded = (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), bytes]) : bytes
  return Buffer.concat([Buffer.of(0x02, padded.length), padded])
}

function decode(signature: Uint8Array): { r: bigint; s: bigint } | undefined {
  const [tag, length, ...body] = signature
  if (tag !== 0x30 || length !== body.length) return undefined
  const first = take(body)
  const second = first && take(first.rest)
  if (first === undefined || second === undefined || second.rest.length > 0) return undefined
  return { r: first.value, s: second.value }
}

function take(bytes: readonly number[]): { value: bigint; rest: readonly number[] } | undefined {
  const [tag, length = 0, ...rest] = bytes
  if (tag !== 0x02 || length === 0 || length > 33 || rest.length < length) return undefined
  return { value: bigintOf(Uint8Array.from(rest.slice(0, length))), rest: rest.slice(length) }
}
