// systems/kit/soundness.test.ts: what would be changed on its way is named, and nothing else is.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEPTH_MAX, unsoundness } from './soundness.ts'

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))

describe('sound', () => {
  const good: [string, unknown][] = [
    ['no body', undefined],
    ['Vietnamese, composed and decomposed', ['Nguyễn', 'Nguyễn'.normalize('NFD')]],
    ['a whole surrogate pair', '\u{1f600}'],
    ['the last exact integer', Number.MAX_SAFE_INTEGER],
    ['fractions', [0.1, -1e-300]],
    ['the deepest there may be', nested(DEPTH_MAX + 1)],
  ]
  test.each(good)('%s', (_name, value) => expect(unsoundness('body', value)).toEqual([]))
  test('all six are tried', () => expect(good).toHaveLength(6))
})

describe('unsound', () => {
  const bad: [string, unknown, string, RegExp][] = [
    ['U+0000', { note: 'a\u0000b' }, 'body/note', /U\+0000/],
    ['half a surrogate pair', ['x', '\ud800'], 'body/1', /surrogate/],
    ['the other half', '\udfff', 'body', /surrogate/],
    ['1e309', JSON.parse('{"value":1e309}'), 'body/value', /beyond/],
    ['an integer that is rounded', JSON.parse('[12345678901234567890]'), 'body/0', /2\^53/],
    ['a name with U+0000', { a: { '\u0000': 1 } }, 'body/a', /name holds/],
    ['a level too many', nested(DEPTH_MAX + 2), `body${'/0'.repeat(DEPTH_MAX + 1)}`, /deeper/],
    ['a million levels', nested(1_000_000), `body${'/0'.repeat(DEPTH_MAX + 1)}`, /deeper/],
  ]
  test.each(bad)('%s', (_name, value, where, message) =>
    expect(unsoundness('body', value)).toMatchObject([{ where, message: expect.stringMatching(message) }]),
  )
  test('all eight are tried', () => expect(bad).toHaveLength(8))

  test('every fault at once, in order, but no more than twenty', () => {
    expect(unsoundness('body', { a: '\u0000', b: { c: '\ud800' } }).map(({ where }) => where)).toEqual([
      'body/a',
      'body/b/c',
    ])
    expect(unsoundness('body', Array(1_000).fill('\u0000'))).toHaveLength(20)
  })
})

test('what is sound comes back the same from UTF-8 and JSON', () => {
  const value = fc.jsonValue({ stringUnit: 'binary' })
  fc.assert(
    fc.property(value, (sent) => {
      const back: unknown = JSON.parse(Buffer.from(JSON.stringify(sent), 'utf8').toString('utf8'))
      if (unsoundness('body', sent).length === 0) expect(JSON.stringify(back)).toBe(JSON.stringify(sent))
    }),
    { seed: 20250701, numRuns: 300 },
  )
})
