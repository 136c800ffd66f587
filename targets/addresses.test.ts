// targets/addresses.test.ts: only the URLs of known services change, and nothing around them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rewriteUrls } from './addresses.ts'

const ADDRESSES = new Map([
  ['procedures:8080', 21001],
  ['postgres:5432', 21002],
  ['national:8080', 21003],
])

test('a URL keeps scheme, user and path', () => {
  expect(rewriteUrls('postgres://procedures@postgres:5432/procedures', ADDRESSES)).toBe(
    'postgres://procedures@127.0.0.1:21002/procedures',
  )
})

test('every URL inside JSON is rewritten', () => {
  const peers = { procedures: 'http://procedures:8080', 'national-axis': 'http://national:8080/axis' }
  expect(JSON.parse(rewriteUrls(JSON.stringify(peers), ADDRESSES))).toEqual({
    procedures: 'http://127.0.0.1:21001',
    'national-axis': 'http://127.0.0.1:21003/axis',
  })
})

test('another port, another host and text that is no URL stay', () => {
  const cases = [
    'http://procedures:80801',
    'http://procedures:9090',
    'https://a.procedures:8080',
    'procedures:8080',
    '0.0.0.0',
  ]
  expect(cases).toHaveLength(5)
  for (const text of cases) expect(rewriteUrls(text, ADDRESSES)).toBe(text)
})

test('text without a known address is never changed', () => {
  fc.assert(fc.property(fc.string(), (text) => rewriteUrls(text, new Map()) === text))
})

test('rewriting twice is rewriting once', () => {
  const part = fc.constantFrom(
    'http://procedures:8080',
    'postgres://a:b@postgres:5432/x',
    ' ',
    '"',
    '/path',
    'national:8080',
  )
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const once = rewriteUrls(parts.join(''), ADDRESSES)
      return rewriteUrls(once, ADDRESSES) === once
    }),
  )
})
