// checks/inventory/write.test.ts: files appear whole or not at all, and nothing is replaced unasked; what is written reads the same.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadKinds } from '../../readiness/kinds.ts'
import { SansangError } from '../../types/error.ts'
import type { EvidenceKind } from '../../types/evidence.ts'
import type { Json } from '../../types/json.ts'
import { type CellField, columnsOf, communeKinds, headerOf } from './columns.ts'
import { nest } from './device.ts'
import { inventoryFrom } from './read.ts'
import { rowCells } from './row.ts'
import { BEGUN, templateFiles } from './template.ts'
import { csvText, writeFiles } from './write.ts'

const kinds = loadKinds(fileURLToPath(new URL('../evidence-kinds.yaml', import.meta.url)))
const communes = [{ code: '26740', name: 'Phường Sài Gòn' }]
let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'write-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

test('a new folder appears with all files', () => {
  writeFiles(join(dir, 'a', 'b'), [
    { name: '1.csv', text: 'x' },
    { name: '2.csv', text: 'y' },
  ])
  expect(readdirSync(join(dir, 'a'))).toEqual(['b'])
  expect(readdirSync(join(dir, 'a', 'b'))).toEqual(['1.csv', '2.csv'])
})

test('an existing file is never replaced unasked, and then no file is written', () => {
  writeFileSync(join(dir, '2.csv'), 'mine')
  const files = [
    { name: '1.csv', text: 'x' },
    { name: '2.csv', text: 'y' },
  ]
  expect(() => writeFiles(dir, files)).toThrow('1 of 2 files already exist')
  expect(readdirSync(dir)).toEqual(['2.csv'])
  writeFiles(dir, files, { overwrite: true })
  expect(readdirSync(dir)).toEqual(['1.csv', '2.csv'])
  expect(readFileSync(join(dir, '2.csv'), 'utf8')).toBe('y')
})

test('a failure half-way leaves nothing behind', () => {
  const files = [
    { name: '1.csv', text: 'x' },
    { name: 'no/such/folder.csv', text: 'y' },
  ]
  for (const target of [join(dir, 'new'), dir]) {
    try {
      writeFiles(target, files)
      expect.unreachable('it must fail')
    } catch (error) {
      expect(error).toBeInstanceOf(SansangError)
      expect(error).toMatchObject({ code: 'cannot-write', exit: 64, cause: { code: 'ENOENT' } })
    }
    expect(readdirSync(dir)).toEqual([])
  }
})

test('a template has a begun row of every kind, and is refused until somebody has filled it in', () => {
  const [file] = templateFiles(communes, kinds)
  const bytes = new TextEncoder().encode(file?.text)
  expect(new Set(BEGUN.map(([, kind]) => kind))).toEqual(new Set(communeKinds(kinds).map(({ name }) => name)))
  try {
    inventoryFrom([{ name: '26740.csv', bytes }], { communes, kinds })
    expect.unreachable('it must fail')
  } catch (error) {
    expect(error).toMatchObject({ code: 'bad-inventory' })
    const faults = error instanceof SansangError ? error.faults.map(({ message }) => message) : []
    expect(faults).toEqual(Array.from({ length: 2 * BEGUN.length }, () => 'is empty'))
  }
})

const word = fc
  .stringMatching(/^[\p{L}\d"][\p{L}\d ",.:/_-]{0,10}[\p{L}\d"]$/u)
  .map((text) => text.normalize('NFC'))
const day = fc
  .integer({ min: 0, max: 20_000 })
  .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10))

function factOf({ type, values }: CellField): fc.Arbitrary<Json> {
  const one = values === undefined ? word : fc.constantFrom(...values)
  const types: Readonly<Record<CellField['type'], fc.Arbitrary<Json>>> = {
    string: values === undefined ? fc.oneof(fc.constant(''), one) : one,
    boolean: fc.boolean(),
    integer: fc.integer(),
    number: fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 8),
    date: day,
    time: day.map((text) => `${text}T09:00:00+07:00`),
    strings: fc.array(one, { maxLength: 3 }),
  }
  return types[type]
}

function factsOf(kind: EvidenceKind): fc.Arbitrary<[string, Json][]> {
  const columns = [...columnsOf(kind)].map(([column, field]) =>
    fc.option(factOf(field).map((fact): [string, Json] => [column, fact])),
  )
  return fc.tuple(...columns).map((facts) => facts.filter((fact) => fact !== null))
}

test.each(communeKinds(kinds).map((kind) => [kind.name, kind] as const))(
  'a row of kind %s reads as the facts it was written from',
  (_, kind) => {
    const header = headerOf(kinds)
    fc.assert(
      fc.property(factsOf(kind), (facts) => {
        const row = {
          commune: '26740',
          device: 'X-1',
          kind: kind.name,
          collectedAt: '2025-06-30T09:00:00+07:00',
          collector: 'x/1',
          origin: 'declared' as const,
        }
        const text = csvText(header, [rowCells({ ...row, facts: Object.fromEntries(facts) }, header, kinds)])
        const bytes = new TextEncoder().encode(text)
        const { evidence } = inventoryFrom([{ name: '26740.csv', bytes }], { communes, kinds })
        expect(evidence.find((record) => record.kind === kind.name)?.facts).toMatchObject(nest(facts))
      }),
      { numRuns: 40 },
    )
  },
)
