// cli/verify/bounded.system.test.ts: a folder written to exhaust whoever verifies it ends in an answer, soon. A real process, no command line.
import { expect, test } from 'vitest'
import { criterion, GOOD_HOST, goodRun, record } from '../../readiness/fixtures/run.ts'
import { sealed } from '../../readiness/fixtures/sealed.ts'
import { EVIDENCE_FILE, evidenceFile } from '../../readiness/jsonl.ts'
import type { Criterion } from '../../types/criterion.ts'
import type { JsonObject } from '../../types/json.ts'
import { type Bounds, verifyBounded } from './bounded.ts'
import type { Question } from './judge.ts'

const never = new AbortController().signal
/** Whatever the machine: each test has a bound of its own that ends it. */
const AMPLE: Bounds = { seconds: 600, memoryMiB: 1024, signal: never }
const ask = (files: Question['files'], bounds: Partial<Bounds> = {}, more: Partial<Question> = {}) =>
  verifyBounded(
    { files, strangers: [], trust: undefined, prove: undefined, ...more },
    { ...AMPLE, ...bounds },
  )

/** A run whose one rule or sentence meets one long fact. */
function costly(changes: Partial<Criterion>, facts: JsonObject): Question['files'] {
  const evidence = ['26740', '26743', '27094'].map((code) =>
    record(`${code}/PC-01`, { ...GOOD_HOST, ...facts }),
  )
  return new Map([[EVIDENCE_FILE, evidenceFile(goodRun({ criteria: [criterion(changes)], evidence }))]])
}

const unsafe = Array.from({ length: 60_000 }, (_, n) => `service ${n}`)
const ENDLESS = costly(
  {
    needs: ['services.unsafe'],
    rule: 'services.unsafe.all(a, services.unsafe.all(b, a + "x" != b))',
  },
  { services: { unsafe } },
)
const verbose = (times: number): Partial<Criterion> => {
  const text = { vi: '{os.name} '.repeat(times), en: '{os.name} '.repeat(times) }
  return { says: { pass: text, fail: text } }
}

test('a sound folder is answered as ever, with its proof', async () => {
  const { files } = sealed()
  const { verification, proof } = await ask(files, {}, { prove: 'host/26740/PC-01' })
  expect(verification.problems.map(({ where }) => where)).not.toContain(EVIDENCE_FILE)
  expect(verification.verdict?.outcome).toBe('GO')
  expect(proof).toMatchObject(verification.intact ? { text: expect.stringContaining('index ') } : {})
})

test('canary: a rule of billions of steps', async () => {
  const { verification } = await ask(ENDLESS, { seconds: 3 })
  expect(verification).toMatchObject({
    intact: false,
    problems: [{ where: EVIDENCE_FILE, message: 'could not be judged within 3 s; no run takes so much' }],
  })
})

test('canary: sentences that fill the memory', async () => {
  const files = costly(verbose(100), { os: { name: 'W'.repeat(300_000), supportEnds: '2026-10-13' } })
  const { verification } = await ask(files, { memoryMiB: 64 })
  expect(verification.problems).toEqual([
    {
      where: EVIDENCE_FILE,
      message: 'could not be judged within 64 MiB of memory; no run takes so much',
    },
  ])
})

test('canary: a sentence longer than a string can be', async () => {
  const files = costly(verbose(600), { os: { name: 'W'.repeat(1_000_000), supportEnds: '2026-10-13' } })
  const { verification } = await ask(files)
  expect(verification.intact).toBe(false)
  expect(verification.problems[0]?.message).toMatch(/could not be judged.*no run takes so much/)
})

test('an interruption ends the process', async () => {
  const stop = new AbortController()
  const answer = ask(ENDLESS, { signal: stop.signal })
  setTimeout(() => stop.abort(), 200)
  await expect(answer).rejects.toThrow(/abort/i)
})

test('an interruption ends the process also while the folder is being handed to it', async () => {
  const stop = new AbortController()
  const answer = ask(ENDLESS, { signal: stop.signal })
  stop.abort()
  await expect(answer).rejects.toThrow(/abort/i)
})
