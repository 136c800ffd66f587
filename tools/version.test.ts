// tools/version.test.ts: versions as programs print them, compared as numbers.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { atLeast, formatVersion, onPath, parseVersion, type Version } from './version.ts'

test.each([
  ['git version 2.39.5', [2, 39, 5]],
  ['go version go1.26.8 linux/amd64', [1, 26, 8]],
  ['k6 v1.8.1 (go1.26.8, linux/amd64)', [1, 8, 1]],
  ['toxiproxy-server version 2.5.0', [2, 5, 0]],
  ['OpenSSL 3.0.19 27 Jan 2026 (Library: OpenSSL 3.0.19)', [3, 0, 19]],
  ['postgres (PostgreSQL) 18.4', [18, 4, 0]],
  ['11.19.1', [11, 19, 1]],
])('%j is %j', (text, version) => {
  expect(parseVersion(text)).toEqual(version)
})

test('a text without a version has none', () => {
  expect(parseVersion('git')).toBeUndefined()
})

test('later is at least, earlier is not: 1.9 comes before 1.26', () => {
  expect(atLeast([1, 26, 0], [1, 26, 0])).toBe(true)
  expect(atLeast([1, 9, 9], [1, 26, 0])).toBe(false)
  expect(atLeast([2, 0, 0], [1, 26, 5])).toBe(true)
})

test('any two different versions are in one order', () => {
  const part = fc.nat({ max: 300 })
  const version = fc.tuple(part, part, part)
  fc.assert(
    fc.property(version, version, (a: Version, b: Version) => {
      expect(parseVersion(`x ${formatVersion(a)}`)).toEqual(a)
      const same = formatVersion(a) === formatVersion(b)
      expect(atLeast(a, b) !== atLeast(b, a) || same).toBe(true)
    }),
  )
})

test('what is on PATH is found, what is not is not', async () => {
  expect(await onPath('sh')).toMatch(/\/sh$/)
  expect(await onPath('sh', '/nowhere')).toBeUndefined()
  expect(await onPath('no-such-program')).toBeUndefined()
})
