// readiness/canonical.test.ts: RFC 8785 by its own examples, and what it refuses. No file.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical, canonicalFile } from './canonical.ts'

test('RFC 8785, section 3.2.3: keys by UTF-16 code unit', () => {
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
  const text = canonical(Object.fromEntries(keys.map((key) => [key, 0])))
  expect(Object.keys(JSON.parse(text))).toHaveLength(7)
  expect([...text.matchAll(/"((?:[^"\\]|\\.)+)":/g)].map(([, key]) => key)).toEqual([
    '\\r',
    '1',
    '\u0080',
    '\u00f6',
    '\u20ac',
    '\ud83d\ude00',
    '\ufb33',
  ])
})

test('RFC 8785, appendix B: numbers', () => {
  const cases: [number, string][] = [
    [-0, '0'],
    [5e-324, '5e-324'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [1e21, '1e+21'],
    [0.000001, '0.000001'],
  ]
  for (const [number, text] of cases) expect(canonical(number)).toBe(text)
})

test('an undefined member is left out; a file ends with a newline', () => {
  expect(Buffer.from(canonicalFile({ b: undefined, a: 'Đ' })).toString()).toBe('{"a":"Đ"}\n')
})

test.each([[NaN], [Infinity], ['\ud800'], [undefined], [{ a: [1n] }]])('%o is refused', (value) => {
  expect(() => canonical(value)).toThrow(expect.objectContaining({ code: 'not-canonical', exit: 70 }))
})

test('property: stable, and JSON reads it back', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = canonical(value)
      expect(canonical(JSON.parse(text))).toBe(text)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})
