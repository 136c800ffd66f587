// readiness/jsonl.test.ts: one spelling of a run, and every other refused by line. Judges nothing.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SansangError } from '../types/error.ts'
import type { Run } from '../types/run.ts'
import { goodRun, HEADER, record, waiver } from './fixtures/run.ts'
import { evidenceFile, linesOf, parseRun, runLines } from './jsonl.ts'

const RUN = goodRun({ waivers: [waiver({ id: 'W-2' }), waiver()] })
const LINES = runLines(RUN)
const fileOf = (lines: readonly string[]): Uint8Array =>
  Buffer.from(lines.map((line) => `${line}\n`).join(''))

function faultsOf(bytes: Uint8Array): string[] {
  try {
    parseRun(bytes)
    return []
  } catch (error) {
    if (!(error instanceof SansangError)) throw error
    expect(error).toMatchObject({ code: 'bad-evidence-file', exit: 64 })
    return error.faults.map(({ where, message }) => `${where} ${message}`)
  }
}

const at = (type: string): number => LINES.findIndex((line) => line.startsWith(`{"type":"${type}"`))
const changed = (index: number, change: (line: string) => string): string[] =>
  LINES.map((line, n) => (n === index ? change(line) : line))

test('lines in the order of the architecture', () => {
  const types = LINES.map((line) => JSON.parse(line).type)
  expect(types).toEqual([
    'run',
    'kind',
    'kind',
    'criterion',
    'criterion',
    'criterion',
    'population',
    'population',
    'waiver',
    'waiver',
    ...Array(5).fill('evidence'),
    'journal',
    'journal',
  ])
  expect(
    LINES.filter((line) => line.includes('"type":"waiver"')).map((line) => JSON.parse(line).value.id),
  ).toEqual(['W-1', 'W-2'])
})

test('what is written is read back, and written again to the same bytes', () => {
  const bytes = evidenceFile(RUN)
  const read = parseRun(bytes)
  expect(read.header).toEqual(HEADER)
  expect(read.evidence).toHaveLength(5)
  expect(Buffer.compare(evidenceFile(read), bytes)).toBe(0)
  expect(linesOf(bytes)).toEqual(LINES)
})

test('evidence with a doubled id is read: it is evaluation that reports it', () => {
  const run = goodRun({ evidence: [...RUN.evidence, record('26740/PC-01', { role: 'secret' })] })
  expect(parseRun(evidenceFile(run)).evidence).toHaveLength(6)
})

describe('every fault has its line', () => {
  const swapped = (a: number): string[] =>
    LINES.map((line, n) => (n === a ? (LINES[a + 1] ?? '') : n === a + 1 ? (LINES[a] ?? '') : line))
  const cases: [string, Uint8Array, string][] = [
    [
      'truncated in a line',
      evidenceFile(RUN).subarray(0, -20),
      'evidence.jsonl does not end with a newline: cut off',
    ],
    ['empty', new Uint8Array(), 'evidence.jsonl does not end with a newline'],
    ['no UTF-8', Uint8Array.of(0x7b, 0xff, 0x0a), 'evidence.jsonl is not UTF-8'],
    [
      'byte order mark',
      Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), evidenceFile(RUN)]),
      'evidence.jsonl:1 is no JSON document',
    ],
    ['blank line', fileOf([...LINES, '']), `evidence.jsonl:${LINES.length + 1} is no JSON document`],
    [
      'carriage returns',
      Buffer.from(LINES.map((line) => `${line}\r\n`).join('')),
      'evidence.jsonl:1 is not in canonical form',
    ],
    [
      'a space',
      fileOf(changed(2, (line) => line.replace(':', ': '))),
      'evidence.jsonl:3 is not in canonical form',
    ],
    [
      'another spelling of a number',
      fileOf(changed(LINES.length - 1, (line) => line.replace('61.2', '61.20'))),
      `evidence.jsonl:${LINES.length} is not in canonical form`,
    ],
    [
      'another order of keys',
      fileOf(changed(0, (line) => `{"value":${line.slice(line.indexOf('"value":') + 8, -1)},"type":"run"}`)),
      'evidence.jsonl:1 is not in canonical form',
    ],
    [
      'a key twice',
      fileOf(changed(0, (line) => line.replace('"type":"run"', '"type":"run","type":"run"'))),
      'evidence.jsonl:1 is not in canonical form',
    ],
    [
      'an escaped lone surrogate',
      fileOf(changed(0, (line) => line.replace('Thành', '\\ud800'))),
      'evidence.jsonl:1 is not in canonical form',
    ],
    [
      'a number no double holds',
      fileOf(changed(LINES.length - 1, (line) => line.replace('61.2', '1e999'))),
      `evidence.jsonl:${LINES.length} is not in canonical form`,
    ],
    [
      'a whole number beyond the exact ones',
      fileOf(changed(LINES.length - 1, (line) => line.replace('61.2', '9007199254740993'))),
      `evidence.jsonl:${LINES.length} is not in canonical form`,
    ],
    [
      'a zero below zero',
      fileOf(changed(LINES.length - 1, (line) => line.replace('61.2', '-0'))),
      `evidence.jsonl:${LINES.length} is not in canonical form`,
    ],
    [
      'NaN',
      fileOf(changed(LINES.length - 1, (line) => line.replace('61.2', 'NaN'))),
      `evidence.jsonl:${LINES.length} is no JSON document`,
    ],
    [
      'nested a hundred thousand deep',
      fileOf(changed(1, () => `{"type":"kind","value":${'['.repeat(1e5)}${']'.repeat(1e5)}}`)),
      'evidence.jsonl:2 is nested deeper than 100',
    ],
    [
      'an unknown type',
      fileOf(changed(3, (line) => line.replace('criterion', 'criteria'))),
      'evidence.jsonl:4 has the unknown type "criteria"',
    ],
    ['no object', fileOf(changed(1, () => '[1]')), 'evidence.jsonl:2 is no record'],
    [
      'a third key',
      fileOf(changed(1, (line) => `{"a":1,${line.slice(1)}`)),
      'evidence.jsonl:2 has keys besides type and value: a',
    ],
    [
      'a wrong shape',
      fileOf(changed(at('evidence'), (line) => line.replace('"measured"', '"guessed"'))),
      `evidence.jsonl:${at('evidence') + 1} evidence.origin: "guessed" is none of`,
    ],
    [
      'an unknown key in a record',
      fileOf(changed(at('waiver'), (line) => line.replace('{"approver"', '{"also":1,"approver"'))),
      `evidence.jsonl:${at('waiver') + 1} waiver.also: unknown key "also"`,
    ],
    [
      'two records of one type swapped',
      fileOf(swapped(at('evidence'))),
      `evidence.jsonl:${at('evidence') + 2} is not in order`,
    ],
    [
      'two types swapped',
      fileOf(swapped(at('population') - 1)),
      `evidence.jsonl:${at('population') + 1} a record of type criterion cannot follow one of type population`,
    ],
    [
      'the journal not in time',
      fileOf(swapped(at('journal'))),
      `evidence.jsonl:${LINES.length} is earlier than the entry before it`,
    ],
    [
      'a criterion twice',
      fileOf([...LINES.slice(0, 4), LINES[3] ?? '', ...LINES.slice(4)]),
      'evidence.jsonl:5 repeats EQ-05',
    ],
    ['no run record', fileOf(LINES.slice(1)), 'evidence.jsonl:1 comes before the run record'],
    ['two run records', fileOf([LINES[0] ?? '', ...LINES]), 'evidence.jsonl:2 is a second run record'],
  ]
  test('count', () => expect(cases).toHaveLength(27))
  test.each(cases)('%s', (_, bytes, fault) => {
    const faults = faultsOf(bytes)
    expect(
      faults.some((one) => one.startsWith(fault)),
      faults.join('\n'),
    ).toBe(true)
  })
  test('all of them at once', () => {
    const lines = LINES.map((line, n) => (n === 2 || n === 5 ? line.replace(':', ' :') : line))
    expect(faultsOf(fileOf(lines))).toHaveLength(2)
  })
})

test('property: the order records were collected in does not change the file', () => {
  const expected = Buffer.from(evidenceFile(RUN)).toString()
  const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length })
  fc.assert(
    fc.property(
      shuffled(RUN.evidence),
      shuffled(RUN.criteria),
      shuffled(RUN.waivers),
      shuffled(RUN.journal),
      (evidence, criteria, waivers, journal) => {
        const run: Run = { ...RUN, evidence, criteria, waivers, journal }
        expect(Buffer.from(evidenceFile(run)).toString()).toBe(expected)
      },
    ),
    { numRuns: 40 },
  )
})

test('property: any line put in the middle is refused', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string().filter((text) => !text.includes('\n')),
      ),
      (line) => {
        const faults = faultsOf(fileOf([...LINES.slice(0, 6), line, ...LINES.slice(6)]))
        expect(faults.length).toBeGreaterThan(0)
        expect(faults[0]).toMatch(/^evidence\.jsonl:7 /)
      },
    ),
  )
})
