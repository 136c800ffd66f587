// readiness/verify.test.ts: every way a folder can differ from its seal, and lies that are properly signed. No command line.
import { describe, expect, test } from 'vitest'
import { BUNDLE_FILE, bundleFile } from './bundle.ts'
import { signEnvelope } from './dsse.ts'
import { GOOD_HOST, goodRun, record, waiver } from './fixtures/run.ts'
import { render, sealed, TOOL } from './fixtures/sealed.ts'
import { EVIDENCE_FILE } from './jsonl.ts'
import { type SigningKey, sampleKey } from './key.ts'
import { openSeal } from './opened-seal.ts'
import { seal, VERDICT_FILE } from './seal.ts'
import { PAYLOAD_TYPE, type Statement, statementBytes } from './statement.ts'
import { type Verifying, verifyRun } from './verify.ts'

const KEY = sampleKey()
const { files: FILES, verdict: VERDICT } = sealed({}, KEY)

const verify = (files: ReadonlyMap<string, Uint8Array>, more: Partial<Verifying> = {}) =>
  verifyRun({ files, tool: TOOL, render, ...more })
const textOf = (name: string): string => Buffer.from(FILES.get(name) ?? '').toString()
const withFile = (name: string, content: string | Uint8Array): Map<string, Uint8Array> =>
  new Map(FILES).set(name, Buffer.from(content))
const places = (files: ReadonlyMap<string, Uint8Array>, more: Partial<Verifying> = {}): string =>
  verify(files, more)
    .problems.map(({ where, message }) => `${where} ${message}`)
    .join('\n')

describe('intact', () => {
  test('everything checked, derived again, and the outcome told', () => {
    expect(verify(FILES)).toMatchObject({
      intact: true,
      problems: [],
      signer: { keyId: KEY.publicKey.id, kind: 'sample', standing: 'unknown' },
      verdict: { outcome: 'GO' },
      derived: [VERDICT_FILE, 'report.html', 'oscal-assessment-results.json', 'junit.xml'],
    })
  })
  test('a NO-GO is intact too', () => {
    const { files } = sealed({ evidence: [] })
    expect(verify(files)).toMatchObject({ intact: true, verdict: { outcome: 'NO-GO' } })
  })
  test('by another version: digests, verdict and signature still, renderings not derived, and it says so', () => {
    const other = { ...TOOL, revision: 'b'.repeat(40) }
    const drawn = () => new Map([['report.html', Buffer.from('drawn otherwise')]])
    expect(verify(FILES, { tool: other, render: drawn })).toMatchObject({
      intact: true,
      derived: [VERDICT_FILE],
      notDerived: expect.stringMatching(
        new RegExp(`^report\\.html: .*may say anything; by sansang 0\\.1\\.0 \\(${TOOL.revision}\\)`),
      ),
    })
  })
  test('by another version: a verdict that does not follow is a fault all the same', () => {
    const other = { ...TOOL, revision: 'b'.repeat(40) }
    expect(places(forgedVerdict(), { tool: other })).toMatch(
      /^verdict\.json:1:\d+ differs from what the evidence/,
    )
  })
  test('which version says it sealed the run', () => {
    expect(verify(FILES, { tool: { ...TOOL, version: '9.9.9' } }).sealedBy).toEqual(TOOL)
    expect(verify(withFile(EVIDENCE_FILE, '')).sealedBy).toBeUndefined()
  })
  test('by another version that draws alike: derived all the same', () => {
    const answer = verify(FILES, { tool: { ...TOOL, revision: 'b'.repeat(40) } })
    expect(answer.derived).toHaveLength(4)
    expect(answer.notDerived).toBeUndefined()
  })
  test('a dirty checkout is nobody’s version', () => {
    const dirty = { ...TOOL, revision: `${'a'.repeat(40)}-dirty` }
    const drawn = () => new Map([['report.html', Buffer.from('drawn otherwise')]])
    expect(verify(FILES, { tool: dirty, render: drawn })).toMatchObject({
      intact: true,
      notDerived: expect.stringContaining('report.html'),
    })
  })
})

describe('trust', () => {
  test('the trusted signer', () => {
    expect(verify(FILES, { trust: KEY.publicKey })).toMatchObject({
      intact: true,
      signer: { standing: 'established' },
    })
  })
  test('canary: a perfect folder by anyone else', () => {
    const answer = verify(FILES, { trust: sampleKey().publicKey })
    expect(answer).toMatchObject({ intact: false, signer: { standing: 'stranger' } })
    expect(answer.problems).toHaveLength(1)
    expect(answer.problems[0]?.message).toMatch(/is not the trusted one: signed by .+, trusted is .+/)
  })
  test('canary: naming the trusted key without having it', () => {
    const { statement } = openSeal(FILES.get(BUNDLE_FILE) ?? new Uint8Array())
    if (statement === undefined) throw new Error('the fixture has no statement')
    const thief = sampleKey()
    const envelope = signEnvelope(PAYLOAD_TYPE, statementBytes(statement), thief)
    const files = new Map(FILES).set(BUNDLE_FILE, bundleFile({ hint: KEY.publicKey.id, envelope }))
    expect(places(files, { trust: KEY.publicKey })).toMatch('signature does not verify over the statement')
  })
})

describe('files', () => {
  test.each([...FILES.keys()])('%s removed', (name) => {
    const files = new Map(FILES)
    files.delete(name)
    expect(places(files)).toContain(`${name} is missing from the folder`)
  })
  test('a file too many, a folder or link inside', () => {
    expect(places(withFile('notes.txt', 'x'))).toBe('notes.txt is a file no run folder has')
    const strangers = [{ where: 'link.html', message: 'is no regular file' }]
    expect(places(FILES, { strangers })).toBe('link.html is no regular file')
  })
  test('two files swapped', () => {
    const files = withFile('report.html', textOf('junit.xml')).set(
      'junit.xml',
      Buffer.from(textOf('report.html')),
    )
    expect(places(files)).toMatch(/report\.html is not as sealed[\s\S]*|junit\.xml is not as sealed/)
    expect(verify(files).intact).toBe(false)
  })
  test.each([...FILES.keys()])('%s truncated, emptied, made longer', (name) => {
    const bytes = FILES.get(name) ?? new Uint8Array()
    for (const other of [bytes.subarray(0, -1), new Uint8Array(), Buffer.concat([bytes, Buffer.from('\n')])])
      expect(places(new Map(FILES).set(name, other))).toContain(name)
  })
  test.each([...FILES.keys()])('%s: a byte changed at 12 offsets, its name said each time', (name) => {
    const bytes = FILES.get(name) ?? new Uint8Array()
    for (let step = 0; step < 12; step++) {
      const at = Math.floor((step * (bytes.length - 1)) / 11)
      const other = Buffer.from(bytes)
      other[at] = (other[at] ?? 0) ^ 1
      const answer = verify(new Map(FILES).set(name, other))
      expect(answer.intact, `${name} byte ${at}`).toBe(false)
      expect(
        answer.problems.some(({ where }) => where.startsWith(name)),
        `${name} byte ${at}`,
      ).toBe(true)
    }
  })
})

describe('evidence', () => {
  const lines = textOf(EVIDENCE_FILE).split('\n')
  test('lines swapped: the line is named', () => {
    const at = lines.findIndex((line) => line.includes('"type":"evidence"'))
    const swapped = lines.with(at, lines[at + 1] ?? '').with(at + 1, lines[at] ?? '')
    expect(places(withFile(EVIDENCE_FILE, swapped.join('\n')))).toContain(
      `evidence.jsonl:${at + 2} is not in order`,
    )
  })
  test('a record removed: count, root and verdict each notice', () => {
    const without = lines.filter((line) => !line.includes('host/26743/PC-01'))
    const said = places(withFile(EVIDENCE_FILE, without.join('\n')))
    expect(said).toContain(`evidence.jsonl has ${lines.length - 2} lines, sealed were ${lines.length - 1}`)
    expect(said).toContain('its Merkle root is not the sealed one')
    expect(said).toContain('checkpoint does not state')
    expect(said).toMatch(/verdict\.json:1:\d+ differs from what the evidence gives/)
  })
  test('a fact changed for the better', () => {
    const { files } = sealed({
      evidence: [
        record('26740/PC-01', { ...GOOD_HOST, av: { realtime: false } }),
        ...goodRun().evidence.slice(1),
      ],
    })
    const better = Buffer.from(files.get(EVIDENCE_FILE) ?? '')
      .toString()
      .replace('"realtime":false', '"realtime":true')
    expect(places(new Map(files).set(EVIDENCE_FILE, Buffer.from(better)))).toContain(
      'evidence.jsonl is not as sealed',
    )
  })
  test('a run without any criterion is a problem of its own', () => {
    const without = lines.filter((line) => !line.includes('"type":"criterion"'))
    expect(places(withFile(EVIDENCE_FILE, without.join('\n')))).toContain(
      'evidence.jsonl no criterion was selected, so there is nothing to judge',
    )
  })
  test('a file of nothing but faults is read so far and no further, and told in 200 points', () => {
    const said = places(withFile(EVIDENCE_FILE, '{}\n'.repeat(50_000)))
    expect(said).toContain('evidence.jsonl:100 is where reading stopped, after 100 faults')
    expect(said).not.toContain('evidence.jsonl:101')
    const strangers = Array.from({ length: 300 }, (_, n) => ({ where: `${n}`, message: 'x' }))
    const { problems } = verify(FILES, { strangers })
    expect(problems).toHaveLength(201)
    expect(problems.at(-1)).toEqual({ where: 'the folder', message: 'has 100 more problems' })
  })
  test('what the engine did not foresee is no problem of the folder and passes through', () => {
    const drawing = () => {
      throw new TypeError('a renderer is broken')
    }
    expect(() => verify(FILES, { render: drawing })).toThrow('a renderer is broken')
  })
  test('a run that cannot be evaluated is a problem, not a crash', () => {
    const broken = textOf(EVIDENCE_FILE).replace('"rule":"av.realtime"', '"rule":"av.realtim"')
    expect(places(withFile(EVIDENCE_FILE, broken))).toContain(
      'EQ-07:1:1 evidence of kind host has no field "av.realtim"',
    )
  })
})

/** A signer who lies: everything consistent but the point changed. */
function liar(change: (statement: Statement) => Statement, key: SigningKey = KEY): Map<string, Uint8Array> {
  const { statement } = openSeal(FILES.get(BUNDLE_FILE) ?? new Uint8Array())
  if (statement === undefined) throw new Error('the fixture has no statement')
  const envelope = signEnvelope(PAYLOAD_TYPE, statementBytes(change(statement)), key)
  return new Map(FILES).set(BUNDLE_FILE, bundleFile({ hint: key.publicKey.id, envelope }))
}

/** Sealed again over a verdict that says the contrary. */
function forgedVerdict(): Map<string, Uint8Array> {
  const files = new Map(FILES)
  files.delete(BUNDLE_FILE)
  const claimed = { ...VERDICT, outcome: 'NO-GO' } as const
  files.set(VERDICT_FILE, Buffer.from(textOf(VERDICT_FILE).replace('"outcome":"GO"', '"outcome":"NO-GO"')))
  const run = { ...goodRun(), header: { ...goodRun().header, tool: TOOL } }
  return files.set(BUNDLE_FILE, seal({ files, run, verdict: claimed, key: KEY }))
}

describe('canary: a properly signed lie is still found', () => {
  test('the honest statement signed again is intact', () => expect(places(liar((same) => same))).toBe(''))
  const predicate = (change: Partial<Statement['predicate']>) =>
    liar((one) => ({ ...one, predicate: { ...one.predicate, ...change } }))
  test.each([
    ['outcome', predicate({ outcome: 'NO-GO' })],
    ['standing', predicate({ standing: 'rehearsal' })],
    ['day', predicate({ asOf: '2025-07-02' })],
    ['run', predicate({ runId: 'another' })],
    ['key id', predicate({ signer: { publicKey: KEY.publicKey.pem, keyId: 'x', kind: 'sample' } })],
    [
      'spelling of the key',
      predicate({ signer: { publicKey: KEY.publicKey.pem.trim(), keyId: KEY.publicKey.id, kind: 'sample' } }),
    ],
    ['leaves', predicate({ evidence: { leaves: 1, rootHash: 'x' } })],
    ['checkpoint', predicate({ checkpoint: 'sansang.vn/ho-chi-minh\n1\nAA==\n' })],
    ['a file left out', liar((one) => ({ ...one, subject: one.subject.slice(1) }))],
    [
      'a file named twice',
      liar((one) => ({ ...one, subject: [...one.subject, ...one.subject.slice(0, 1)] })),
    ],
  ] as const)('%s', (_, files) => expect(verify(files).intact).toBe(false))
  test('a checkpoint in another spelling', () => {
    const files = liar(({ predicate, ...rest }) => ({
      ...rest,
      predicate: { ...predicate, checkpoint: predicate.checkpoint.replace(/\n$/, '=\n') },
    }))
    expect(places(files)).toContain('checkpoint has no signature line of its origin')
  })
  test('the same bytes signed as something of another type', () => {
    const { bytes } = openSeal(FILES.get(BUNDLE_FILE) ?? new Uint8Array())
    if (bytes === undefined) throw new Error('the fixture has no statement')
    const envelope = signEnvelope('application/json', bytes, KEY)
    const bundle = bundleFile({ hint: KEY.publicKey.id, envelope })
    expect(places(new Map(FILES).set(BUNDLE_FILE, bundle))).toMatch('signature does not verify')
  })
  test('a hint at another key', () => {
    const { statement } = openSeal(FILES.get(BUNDLE_FILE) ?? new Uint8Array())
    if (statement === undefined) throw new Error('the fixture has no statement')
    const envelope = signEnvelope(PAYLOAD_TYPE, statementBytes(statement), KEY)
    const hint = sampleKey().publicKey.id
    const files = new Map(FILES).set(BUNDLE_FILE, bundleFile({ hint, envelope }))
    expect(places(files)).toMatch('signature does not verify')
  })
  test('but whether a key is a sample one is the signer’s own word', () => {
    const signer = { publicKey: KEY.publicKey.pem, keyId: KEY.publicKey.id, kind: 'given' } as const
    expect(verify(predicate({ signer }))).toMatchObject({
      intact: true,
      signer: { kind: 'given', standing: 'unknown' },
    })
  })

  test('a verdict that does not follow from its evidence', () => {
    expect(places(forgedVerdict())).toMatch(/verdict\.json:1:\d+ differs from what the evidence gives/)
  })
  test('a report that does not follow from its evidence', () => {
    const files = new Map(FILES)
    files.delete(BUNDLE_FILE)
    files.set('report.html', Buffer.from('all is well'))
    const run = { ...goodRun(), header: { ...goodRun().header, tool: TOOL } }
    files.set(BUNDLE_FILE, seal({ files, run, verdict: VERDICT, key: KEY }))
    expect(places(files)).toBe('report.html:1:1 differs from what the evidence gives')
  })
})

test('a run with every kind of finding and waiver is sealed and verified alike', () => {
  const { files, verdict } = sealed({
    evidence: [record('26740/PC-01', { av: { realtime: 'x' } }), record('99999/a'), record('26743/b', {})],
    waivers: [waiver(), waiver({ id: 'W-2', subjects: ['*'], expires: '2024-01-01' })],
  })
  expect(verdict.outcome).toBe('NO-GO')
  expect(verify(files)).toMatchObject({ intact: true, verdict })
})
