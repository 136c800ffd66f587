// readiness/p256.test.ts: signatures in one spelling, and the valid twin refused. No envelope.
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { sampleKey } from './key.ts'
import { signP256, verifyP256 } from './p256.ts'

const { privateKey, publicKey } = sampleKey()
const TEXT = Buffer.from('sẵn sàng')
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

test('signs what node’s own verifier accepts, always with the small s', () => {
  for (let round = 0; round < 40; round++) {
    const signature = signP256(privateKey, TEXT)
    expect(verify('sha256', TEXT, publicKey.key, signature)).toBe(true)
    expect(verifyP256(publicKey.key, TEXT, signature)).toBe(true)
  }
})

test('another text, another key', () => {
  const signature = signP256(privateKey, TEXT)
  expect(verifyP256(publicKey.key, Buffer.from('san sang'), signature)).toBe(false)
  expect(verifyP256(sampleKey().publicKey.key, TEXT, signature)).toBe(false)
})

test('canary: the twin signature (r, n − s) is valid ECDSA and still refused', () => {
  const raw = sign('sha256', TEXT, { key: privateKey, dsaEncoding: 'ieee-p1363' })
  const s = BigInt(`0x${raw.subarray(32).toString('hex')}`)
  const twin = Buffer.concat([
    raw.subarray(0, 32),
    Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex'),
  ])
  const both = [raw, twin]
  for (const one of both)
    expect(verify('sha256', TEXT, { key: publicKey.key, dsaEncoding: 'ieee-p1363' }, one)).toBe(true)
  const der = (half: Buffer): Buffer => {
    const integer = (bytes: Buffer): Buffer => {
      let cut = bytes
      while (cut.length > 1 && cut[0] === 0) cut = cut.subarray(1)
      const padded = (cut[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), cut]) : cut
      return Buffer.concat([Buffer.of(2, padded.length), padded])
    }
    const body = Buffer.concat([integer(half.subarray(0, 32)), integer(half.subarray(32))])
    return Buffer.concat([Buffer.of(0x30, body.length), body])
  }
  expect(both.map((one) => verify('sha256', TEXT, publicKey.key, der(one)))).toEqual([true, true])
  expect(both.filter((one) => verifyP256(publicKey.key, TEXT, der(one)))).toHaveLength(1)
})

test('every flipped bit and every cut of a signature is refused', () => {
  const signature = signP256(privateKey, TEXT)
  for (let bit = 0; bit < signature.length * 8; bit++) {
    const other = Buffer.from(signature)
    other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(verifyP256(publicKey.key, TEXT, other), `bit ${bit}`).toBe(false)
  }
  for (let length = 0; length < signature.length; length++)
    expect(verifyP256(publicKey.key, TEXT, signature.subarray(0, length))).toBe(false)
  expect(verifyP256(publicKey.key, TEXT, Buffer.concat([signature, Buffer.of(0)]))).toBe(false)
})

test('a key of another kind never verifies', () => {
  const { publicKey: ed } = generateKeyPairSync('ed25519')
  expect(() => verifyP256(ed, TEXT, signP256(privateKey, TEXT))).toThrow()
})
