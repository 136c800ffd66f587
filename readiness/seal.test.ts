// readiness/seal.test.ts: what a seal states, byte by byte, and what cannot be sealed. Compares with no evaluation.
import { describe, expect, test } from 'vitest'
import { BUNDLE_FILE, bundleFile, parseBundle } from './bundle.ts'
import { checkpointFault, signCheckpoint } from './checkpoint.ts'
import { preAuthentication } from './dsse.ts'
import { goodRun, HEADER, record } from './fixtures/run.ts'
import { render, sealed, TOOL } from './fixtures/sealed.ts'
import { linesOf } from './jsonl.ts'
import { sampleKey } from './key.ts'
import { inclusionProof, isIncluded, leafHash } from './merkle.ts'
import { openSeal } from './opened-seal.ts'
import { RUN_FILES, seal, sealRun } from './seal.ts'
import { digestOf, evidenceHead } from './statement.ts'

const bytesOf = (files: ReadonlyMap<string, Uint8Array>, name: string): Buffer =>
  Buffer.from(files.get(name) ?? '')

describe('a sealed run', () => {
  const key = sampleKey()
  const { files, verdict } = sealed({}, key)
  const bundle = JSON.parse(bytesOf(files, BUNDLE_FILE).toString())
  const payload = Buffer.from(bundle.dsseEnvelope.payload, 'base64')
  const statement = JSON.parse(payload.toString())

  test('holds exactly the six files', () => expect([...files.keys()].sort()).toEqual([...RUN_FILES].sort()))

  test('bundle: media type and hint as sigstore_bundle.proto asks, no keyid as cosign writes', () => {
    expect(bundle).toEqual({
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { publicKey: { hint: key.publicKey.id } },
      dsseEnvelope: {
        payload: expect.any(String),
        payloadType: 'application/vnd.in-toto+json',
        signatures: [{ sig: expect.any(String) }],
      },
    })
  })

  test('statement: every other file by digest, and what was decided', () => {
    const names = RUN_FILES.filter((name) => name !== BUNDLE_FILE).toSorted()
    expect(statement).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: names.map((name) => ({ name, digest: { sha256: digestOf(bytesOf(files, name)) } })),
      predicateType: 'https://sansang.vn/attestation/readiness/v1',
      predicate: {
        outcome: 'GO',
        standing: 'final',
        asOf: HEADER.asOf,
        province: HEADER.province,
        runId: HEADER.runId,
        tool: TOOL,
        evidence: { leaves: linesOf(bytesOf(files, 'evidence.jsonl')).length, rootHash: expect.any(String) },
        checkpoint: expect.stringMatching(/^sansang\.vn\/ho-chi-minh\n\d+\n/),
        signer: { publicKey: key.publicKey.pem, keyId: key.publicKey.id, kind: 'sample' },
      },
    })
    expect(verdict.outcome).toBe('GO')
  })

  test('the private half is nowhere in it', () => {
    const der = key.privateKey.export({ type: 'sec1', format: 'der' })
    const secret = der.subarray(7, 39)
    for (const bytes of files.values())
      for (const form of ['base64', 'hex', 'latin1'] as const)
        expect(Buffer.from(bytes).toString('latin1')).not.toContain(secret.toString(form))
  })

  test('one line can be shown to belong to the run without the others', () => {
    const lines = linesOf(bytesOf(files, 'evidence.jsonl'))
    const leaves = lines.map((line) => leafHash(Buffer.from(line)))
    const index = lines.findIndex((line) => line.includes('26743/PC-01'))
    const claim = {
      leaf: leafHash(Buffer.from(lines[index] ?? '')),
      index,
      size: statement.predicate.evidence.leaves,
      proof: inclusionProof(leaves, index),
      root: Buffer.from(statement.predicate.evidence.rootHash, 'base64'),
    }
    expect(isIncluded(claim)).toBe(true)
    expect(
      isIncluded({ ...claim, leaf: leafHash(Buffer.from((lines[index] ?? '').replace('true', 'false'))) }),
    ).toBe(false)
  })
})

test('DSSE: the pre-authentication encoding of the specification', () => {
  expect(preAuthentication('http://example.com/HelloWorld', Buffer.from('hello world')).toString()).toBe(
    'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
  )
  expect(preAuthentication('ẩ', Buffer.from('đ')).toString()).toBe('DSSEv1 3 ẩ 2 đ')
})

describe('checkpoint', () => {
  const key = sampleKey()
  const head = { origin: 'sansang.vn/ho-chi-minh', size: 3, root: Buffer.alloc(32, 7) }
  const note = signCheckpoint(head, key)
  test('the form of C2SP tlog-checkpoint and signed-note, type 0x02', () => {
    const [origin, size, root, blank, signature, end] = note.split('\n')
    expect([origin, size, root, blank, end]).toEqual([
      'sansang.vn/ho-chi-minh',
      '3',
      head.root.toString('base64'),
      '',
      '',
    ])
    const [dash, name, encoded = ''] = (signature ?? '').split(' ')
    expect([dash, name]).toEqual(['—', head.origin])
    const keyId = Buffer.from(key.publicKey.id, 'base64').subarray(0, 4)
    expect(Buffer.from(encoded, 'base64').subarray(0, 4)).toEqual(keyId)
  })
  test('good', () => expect(checkpointFault(note, head, key.publicKey)).toBeUndefined())
  test.each([
    ['another size', { size: 4 }],
    ['another root', { root: Buffer.alloc(32, 8) }],
    ['another origin', { origin: 'sansang.vn/an-giang' }],
  ])('%s', (_, change) =>
    expect(checkpointFault(note, { ...head, ...change }, key.publicKey)).toMatch('does not state'),
  )
  test('another key', () =>
    expect(checkpointFault(note, head, sampleKey().publicKey)).toBe('is signed by another key'))
  test('every changed byte', () => {
    const bytes = Buffer.from(note)
    for (let at = 0; at < bytes.length; at++) {
      const other = Buffer.from(bytes)
      other[at] = (other[at] ?? 0) ^ 1
      expect(checkpointFault(other.toString(), head, key.publicKey), `byte ${at}`).toBeDefined()
    }
  })
  test('more lines after the signature', () =>
    expect(checkpointFault(`${note}x\n`, head, key.publicKey)).toBeDefined())
})

describe('the bundle has one spelling', () => {
  const bytes = bytesOf(sealed().files, BUNDLE_FILE)
  const text = bytes.toString()
  test('canary: any byte changed, at every offset, is noticed by the bundle alone', () => {
    expect(openSeal(bytes).problems).toEqual([])
    let noticed = 0
    for (let at = 0; at < bytes.length; at++) {
      const other = Buffer.from(bytes)
      other[at] = (other[at] ?? 0) ^ (at % 2 === 0 ? 1 : 0x20)
      if (openSeal(other).problems.length > 0) noticed += 1
    }
    expect(noticed).toBe(bytes.length)
  })
  test.each([
    ['a space', text.replace(':', ': ')],
    ['no newline at the end', text.trimEnd()],
    ['two newlines', `${text}\n`],
    ['an extra key', text.replace('{', '{"a":1,')],
    ['an unsigned log entry', text.replace('"publicKey"', '"tlogEntries":[],"publicKey"')],
    [
      'base64 for URLs',
      text.replace(/"hint":"[^"]+"/, (hint) =>
        hint.replaceAll('+', '-').replaceAll('/', '_').replace('=', ''),
      ),
    ],
    ['a second signature', text.replace(/"signatures":\[(\{[^}]+\})\]/, '"signatures":[$1,$1]')],
    ['nothing', ''],
    ['no JSON', '{'],
    ['another envelope', '{"mediaType":"x"}\n'],
  ])('%s', (_, changed) => {
    expect(changed).not.toBe(text)
    expect(openSeal(Buffer.from(changed)).problems).not.toEqual([])
  })
  test('base64 with other unused bits, or without padding', () => {
    const written = (payload: string, sig: string): boolean =>
      parseBundle(
        bundleFile({ hint: 'AAAA', envelope: { payload, payloadType: 'x', signatures: [{ sig }] } }),
      ) !== undefined
    expect(written('e30=', 'AA==')).toBe(true)
    expect([
      written('e31=', 'AA=='),
      written('e30', 'AA=='),
      written('e30=', 'AB=='),
      written('e30=', ''),
    ]).toEqual([false, false, false, false])
  })
  test('it reads its own writing', () =>
    expect(parseBundle(bytes)?.envelope.payloadType).toBe('application/vnd.in-toto+json'))
})

describe('what cannot be sealed', () => {
  const run = goodRun()
  test('a folder with a file missing or one too many', () => {
    const { files, verdict } = sealed()
    const without = new Map([...files].filter(([name]) => name !== BUNDLE_FILE && name !== 'junit.xml'))
    expect(() => seal({ files: without, run, verdict, key: sampleKey() })).toThrow(/absent: junit.xml/)
    const more = new Map([...files].filter(([name]) => name !== BUNDLE_FILE)).set(
      'notes.txt',
      Buffer.from('x'),
    )
    expect(() => seal({ files: more, run, verdict, key: sampleKey() })).toThrow(/too many: notes.txt/)
  })
  test('a record with a wrong form, named by its line', () => {
    const bad = { ...run, evidence: [record('26740/PC-01', {}, { collectedAt: 'yesterday' })] }
    expect(() => sealRun(bad, sampleKey(), render)).toThrow(
      expect.objectContaining({ code: 'bad-evidence-file' }),
    )
  })
})

test('the head of evidence is the root over its lines', () => {
  const { size, origin } = evidenceHead(Buffer.from('a\nb\n'), 'lam-dong')
  expect([size, origin]).toEqual([2, 'sansang.vn/lam-dong'])
})
