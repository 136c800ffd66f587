// readiness/merkle.test.ts: known trees, a brute-force twin, and proofs that must fail. No signature.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inclusionProof, isIncluded, leafHash, rootHash } from './merkle.ts'

/** The inputs and roots of the Certificate Transparency reference test (RFC 6962 trees of one to eight leaves). */
const INPUTS = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const LEAVES = INPUTS.map((hex) => leafHash(Buffer.from(hex, 'hex')))

describe('known trees', () => {
  test('of no leaf', () => {
    expect(rootHash([]).toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
  })
  test('count', () => expect(ROOTS).toHaveLength(8))
  test.each(ROOTS.map((root, index) => [index + 1, root] as const))('of %i leaves', (size, root) => {
    expect(rootHash(LEAVES.slice(0, size)).toString('hex')).toBe(root)
  })
  test('a known path: leaf 0 of 8', () => {
    expect(inclusionProof(LEAVES, 0).map((hash) => hash.toString('hex'))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
  })
})

/** Written from the definition, level by level, not by splitting: an odd node is carried up. */
function bruteForceRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest()
  let level = [...leaves]
  while (level.length > 1) {
    const next: Buffer[] = []
    for (let n = 0; n < level.length; n += 2) {
      const [left, right] = level.slice(n, n + 2)
      if (left === undefined) continue
      next.push(
        right === undefined
          ? left
          : createHash('sha256')
              .update(Buffer.concat([Buffer.of(1), left, right]))
              .digest(),
      )
    }
    level = next
  }
  return level[0] ?? Buffer.alloc(0)
}

const leaves = fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 40 }).map((all) => all.map(leafHash))

test('property: the same root as the brute-force twin', () => {
  fc.assert(
    fc.property(leaves, (all) => {
      expect(rootHash(all).equals(bruteForceRoot(all))).toBe(true)
    }),
  )
})

test('property: every leaf is included, and no other passes for it', () => {
  fc.assert(
    fc.property(leaves, (all) => {
      const root = rootHash(all)
      for (const [index, leaf] of all.entries()) {
        const proof = inclusionProof(all, index)
        const claim = { leaf, index, size: all.length, proof, root }
        expect(isIncluded(claim)).toBe(true)
        expect(isIncluded({ ...claim, leaf: leafHash(Buffer.from('something else')) })).toBe(false)
        expect(isIncluded({ ...claim, index: all.length })).toBe(false)
        expect(isIncluded({ ...claim, proof: [...proof, root] })).toBe(false)
        if (proof.length > 0) expect(isIncluded({ ...claim, proof: proof.slice(1) })).toBe(false)
      }
    }),
    { numRuns: 40 },
  )
})

test('property: any change, swap, cut or addition changes the root', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 20 }),
      fc.nat(),
      (lines, pick) => {
        const rootOf = (texts: readonly string[]) =>
          rootHash(texts.map((text) => leafHash(Buffer.from(text)))).toString('hex')
        const at = pick % lines.length
        const root = rootOf(lines)
        expect(rootOf(lines.with(at, `${lines[at]}.`))).not.toBe(root)
        expect(rootOf(lines.slice(0, -1))).not.toBe(root)
        expect(rootOf([...lines, lines.at(-1) ?? ''])).not.toBe(root)
        const [first, second] = lines
        if (first !== undefined && second !== undefined && first !== second)
          expect(rootOf([second, first, ...lines.slice(2)])).not.toBe(root)
      },
    ),
    { numRuns: 100 },
  )
})

test('a node cannot pass for a leaf', () => {
  const [a = Buffer.alloc(0), b = Buffer.alloc(0)] = LEAVES
  expect(leafHash(Buffer.concat([a, b])).equals(rootHash([a, b]))).toBe(false)
})

test.each([-1, 8, 0.5])('no proof of leaf %d of 8', (index) =>
  expect(() => inclusionProof(LEAVES, index)).toThrow(RangeError),
)
