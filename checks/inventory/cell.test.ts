// checks/inventory/cell.test.ts: what a cell states, what it refuses, and that writing and reading are each other's inverse.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../types/json.ts'
import { type CellType, readCell, writeCell } from './cell.ts'

const STATED: readonly (readonly [CellType, string, Json])[] = [
  ['string', 'Phường Sài Gòn', 'Phường Sài Gòn'],
  ['string', '-', ''],
  ['boolean', 'true', true],
  ['boolean', 'FALSE', false],
  ['boolean', 'Có', true],
  ['boolean', 'không', false],
  ['integer', '-12', -12],
  ['integer', '007', 7],
  ['number', '27,5', 27.5],
  ['number', '27.125', 27.125],
  ['date', '2024-02-29', '2024-02-29'],
  ['time', '2025-06-30T23:59:59+07:00', '2025-06-30T23:59:59+07:00'],
  ['time', '2025-06-30T02:00:00.5Z', '2025-06-30T02:00:00.5Z'],
  ['time', '2025-06-30', '2025-06-30T00:00:00+07:00'],
  ['time', '2025-06-30 14:05', '2025-06-30T14:05:00+07:00'],
  ['time', '2025-06-30T14:05:09', '2025-06-30T14:05:09+07:00'],
  ['strings', 'smb1; telnet', ['smb1', 'telnet']],
  ['strings', '-', []],
]

test.each(STATED)('a cell of type %s states %j as %j', (type, text, fact) => {
  expect(readCell(text, { type })).toEqual({ fact })
})

const REFUSED: readonly (readonly [CellType, string])[] = [
  ['boolean', '1'],
  ['boolean', 'yes'],
  ['integer', '12.0'],
  ['integer', '1e3'],
  ['integer', '-0'],
  ['integer', '1234567890123456'],
  ['number', '1,234'],
  ['number', '1.234.567'],
  ['number', 'Infinity'],
  ['number', '٣'],
  ['date', '30/06/2025'],
  ['date', '2025-02-30'],
  ['date', '2025-6-30'],
  ['date', '-'],
  ['time', '30/06/2025 14:05'],
  ['time', '2025-02-30 09:00'],
  ['time', '2025-06-30 24:00'],
  ['time', '2025-06-30 9h'],
  ['time', '2025-06-30 09:00:00+07:00'],
  ['time', '2025-06-30T24:00:00+07:00'],
  ['time', '2025-02-30T09:00:00+07:00'],
  ['strings', 'smb1;;telnet'],
  ['strings', ';'],
  ['strings', 'smb1;-'],
]

test.each(REFUSED)('a cell of type %s refuses %j and says the form', (type, text) => {
  expect(readCell(text, { type })).toEqual({
    expected: { vi: expect.stringMatching(/\p{L}/u), en: expect.stringMatching(/\w/) },
  })
})

test('only declared values are taken', () => {
  const field = { type: 'string', values: ['wpa2', 'wpa3'] } as const
  expect(readCell('wpa2', field)).toEqual({ fact: 'wpa2' })
  expect(readCell('WPA2', field)).toMatchObject({ expected: { en: 'one of wpa2, wpa3' } })
  expect(readCell('wpa2;wep', { type: 'strings', values: ['wpa2'] })).toMatchObject({
    expected: { vi: 'một trong các giá trị wpa2', en: 'one of wpa2' },
  })
})

test('a fact no cell can state is refused when written', () => {
  for (const [type, fact] of [
    ['string', '-'],
    ['string', ' padded'],
    ['strings', ['a;b']],
    ['strings', ['']],
    ['number', 1e300],
    ['integer', 0.5],
  ] as const)
    expect(() => writeCell(fact, { type }), JSON.stringify(fact)).toThrow('cannot be written')
})

const item = fc.stringMatching(/^[\p{L}\d][\p{L}\d .:/_-]{0,12}[\p{L}\d]$/u)
const FACTS: Readonly<Record<CellType, fc.Arbitrary<Json>>> = {
  string: fc.oneof(fc.constant(''), item),
  boolean: fc.boolean(),
  integer: fc.integer(),
  number: fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1000),
  date: fc
    .date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  time: fc
    .date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  strings: fc.array(item),
}

test.each(Object.keys(FACTS) as CellType[])(
  'what is written into a cell of type %s reads the same',
  (type) => {
    fc.assert(
      fc.property(FACTS[type], (fact) => {
        const field = { type }
        expect(readCell(writeCell(fact, field), field)).toEqual({ fact })
      }),
    )
  },
)

test('any text is read or refused, never thrown at', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(FACTS) as CellType[])),
      fc.string({ minLength: 1 }),
      (type, text) => {
        const read = readCell(text, { type })
        expect('fact' in read || 'expected' in read).toBe(true)
      },
    ),
  )
})
