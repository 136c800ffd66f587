// readiness/line-proof.test.ts: a proof read with nothing but its own text. No folder.
import { expect, test } from 'vitest'
import { BUNDLE_FILE } from './bundle.ts'
import { checkpointFault } from './checkpoint.ts'
import { sealed } from './fixtures/sealed.ts'
import { EVIDENCE_FILE } from './jsonl.ts'
import { sampleKey } from './key.ts'
import { lineProof } from './line-proof.ts'
import { isIncluded, leafHash } from './merkle.ts'
import { openSeal } from './opened-seal.ts'

const key = sampleKey()
const { files } = sealed({}, key)
const evidence = files.get(EVIDENCE_FILE) ?? new Uint8Array()
const { statement } = openSeal(files.get(BUNDLE_FILE) ?? new Uint8Array())
const checkpoint = statement?.predicate.checkpoint ?? ''

/** Checks a proof with nothing but its own text and the signer's key, as its reader would. */
function read(proof: string) {
  const [head = '', ...rest] = proof.split('\n\n')
  const note = rest.join('\n\n')
  const [version, extra = '', index = '', ...hashes] = head.split('\n')
  const [origin = '', size = '', root = ''] = note.split('\n')
  const line = Buffer.from(extra.replace('extra ', ''), 'base64')
  const tree = { origin, size: Number(size), root: Buffer.from(root, 'base64') }
  const included = isIncluded({
    leaf: leafHash(line),
    index: Number(index.replace('index ', '')),
    proof: hashes.map((hash) => Buffer.from(hash, 'base64')),
    ...tree,
  })
  return { version, line: line.toString(), included, fault: checkpointFault(note, tree, key.publicKey) }
}

test('the proof stands on its own: the line, its place, the signed head', () => {
  const proof = read(lineProof(evidence, checkpoint, 'host/26743/PC-01'))
  expect(proof).toMatchObject({ version: 'c2sp.org/tlog-proof@v1', included: true, fault: undefined })
  expect(JSON.parse(proof.line)).toMatchObject({ type: 'evidence', value: { id: 'host/26743/PC-01' } })
})

test('canary: another line, or another place, is not included', () => {
  const proof = lineProof(evidence, checkpoint, 'host/26743/PC-01')
  const better = Buffer.from(read(proof).line.replace('"realtime":true', '"realtime":false')).toString(
    'base64',
  )
  expect(read(proof.replace(/extra .*/, `extra ${better}`)).included).toBe(false)
  expect(read(proof.replace(/index .*/, 'index 1')).included).toBe(false)
})

test.each(['host/26743', 'EQ-07', '', 'host/99999/PC-01'])('no evidence "%s"', (id) => {
  expect(() => lineProof(evidence, checkpoint, id)).toThrow(
    expect.objectContaining({ code: 'no-such-evidence', exit: 64 }),
  )
})

test.each([
  ['host/26743/PC-99', 'there are host/26743/'],
  ['host/99999/PC-01', 'there are host/'],
  ['nonsense', 'there are '],
])('of "%s" that is not there it is said what is', (id, hint) => {
  expect(() => lineProof(evidence, checkpoint, id)).toThrow(
    expect.objectContaining({
      message: `evidence.jsonl holds no evidence "${id}"`,
      hint: expect.stringContaining(hint),
    }),
  )
})
