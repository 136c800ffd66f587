// readiness/fact.test.ts: finding a fact, and holding it against its type. No rule.
import { describe, expect, test } from 'vitest'
import type { Field } from '../types/evidence.ts'
import { factAt, typeFault } from './fact.ts'
import { HOST } from './fixtures/run.ts'

describe('factAt', () => {
  const facts = { av: { realtime: false, server: null }, list: ['a'], deep: { a: { b: 0 } } }
  test.each([
    ['av.realtime', false],
    ['deep.a.b', 0],
    ['list', ['a']],
  ])('finds %s', (path, value) => expect(factAt(facts, path)).toEqual(value))
  test.each([
    'av.server',
    'av.nope',
    'nope',
    'list.0',
    'av.realtime.x',
    'constructor',
    '__proto__',
    'list.length',
  ])('takes %s as missing', (path) => expect(factAt(facts, path)).toBeUndefined())
})

describe('typeFault', () => {
  const kindOf = (field: Field) => ({ ...HOST, fields: { x: field } })
  const cases: [Field['type'], unknown[], unknown[]][] = [
    ['string', ['', 'a'], [1, true, []]],
    ['boolean', [true, false], ['true', 0]],
    ['integer', [0, -3, 1e15], [0.5, '3', 2 ** 60]],
    ['number', [0.5, 3], ['0.5', true]],
    [
      'date',
      ['2025-07-01', '2024-02-29'],
      ['01/07/2025', '2025-02-29', '2025-7-1', 20250701, '2025-07-01T00:00:00Z'],
    ],
    [
      'time',
      ['2025-07-01T09:00:00+07:00', '2025-07-01T09:00:00.5Z'],
      ['2025-07-01', '2025-07-01T09:00:00', '2025-13-01T09:00:00Z'],
    ],
    ['strings', [[], ['a', 'b']], ['a', ['a', 1], [null]]],
    ['object', [{}, { a: 1 }], [[], 'a', 1]],
    ['objects', [[], [{ a: 1 }]], [{}, ['a'], [[1]]]],
  ]
  test('covers every type', () => expect(cases).toHaveLength(9))
  test.each(cases)('%s', (type, good, bad) => {
    for (const value of good)
      expect(typeFault(kindOf({ type }), 'x', value as never), JSON.stringify(value)).toBeUndefined()
    for (const value of bad)
      expect(typeFault(kindOf({ type }), 'x', value as never)?.en, JSON.stringify(value)).toMatch(
        `declared as ${type}`,
      )
  })
  test('a value the kind does not allow', () => {
    const kind = kindOf({ type: 'string', values: ['allow', 'deny'] })
    expect(typeFault(kind, 'x', 'deny')).toBeUndefined()
    expect(typeFault(kind, 'x', 'Deny')).toEqual({
      vi: 'x là "Deny", chỉ được là một trong allow, deny',
      en: 'x is "Deny", declared as one of allow, deny',
    })
    expect(typeFault(kindOf({ type: 'strings', values: ['a'] }), 'x', ['a', 'b'])?.en).toMatch('"b"')
  })
  test.each(['?', ' - ', '\u200b', '\u2060\ufeff', '\u3164', '…'])(
    'a text that says nothing: %j would pass for an answer',
    (text) => {
      for (const [type, value] of [
        ['string', text],
        ['strings', ['a', text]],
      ] as const)
        expect(typeFault(kindOf({ type }), 'x', value)?.en).toMatch(
          /^x is ".+", without any letter or digit$/,
        )
    },
  )
  test('what nobody sees is spelt out', () =>
    expect(typeFault(kindOf({ type: 'string' }), 'x', '\u200b')?.en).toContain('"\\u{200b}"'))
  test('a path every object inherits is not declared', () =>
    expect(typeFault(kindOf({ type: 'string' }), 'constructor', 1)).toBeUndefined())
})
