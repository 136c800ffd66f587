// tools/dependencies.test.ts: when node_modules may be taken as it is. The installing: tools/launcher.system.test.ts.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { agrees } from './dependencies.ts'

const ROOT = { '': { version: '0.1.0' } }
const PG = { version: '8.1.0', integrity: 'sha512-a' }
const DARWIN = { version: '1.0.0', integrity: 'sha512-b', optional: true }
const WANTED = { packages: { ...ROOT, 'node_modules/pg': PG, 'node_modules/darwin': DARWIN } }

test('everything there, or only another platform’s binary absent, agrees', () => {
  expect(agrees(WANTED, { packages: { 'node_modules/pg': PG, 'node_modules/darwin': DARWIN } })).toBe(true)
  expect(agrees(WANTED, { packages: { 'node_modules/pg': PG } })).toBe(true)
})

test.each([
  ['absent', {}],
  ['of another version', { 'node_modules/pg': { ...PG, version: '8.0.0' } }],
  ['with other content', { 'node_modules/pg': { ...PG, integrity: 'sha512-c' } }],
  ['beside one nobody asked for', { 'node_modules/pg': PG, 'node_modules/extra': PG }],
])('a package %s does not', (_, packages) => {
  expect(agrees(WANTED, { packages })).toBe(false)
})

type Entry = { readonly optionalDependencies?: Readonly<Record<string, string>> }

/** Optional packages the lock names and does not hold: `npm ci` refuses such a lock on every machine. */
function unlocked(packages: Readonly<Record<string, Entry>>): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !Object.keys(packages).some((other) => isFoundFrom(path, other, name)),
    ),
  )
}

/** Node looks in the node_modules of the package itself and of every folder above it. */
function isFoundFrom(path: string, other: string, name: string): boolean {
  const suffix = `node_modules/${name}`
  if (!other.endsWith(suffix)) return false
  const holder = other.slice(0, -suffix.length).replace(/\/$/, '')
  return holder === '' || path === holder || path.startsWith(`${holder}/`)
}

test('a lock without a platform’s package is caught', () => {
  const packages = { 'node_modules/a': { optionalDependencies: { 'a-linux': '1.0.0', 'a-darwin': '1.0.0' } } }
  expect(unlocked({ ...packages, 'node_modules/a-linux': {} })).toEqual(['a-darwin'])
  expect(unlocked({ ...packages, 'node_modules/b/node_modules/a-linux': {} })).toEqual([
    'a-linux',
    'a-darwin',
  ])
  expect(
    unlocked({ ...packages, 'node_modules/a-linux': {}, 'node_modules/a/node_modules/a-darwin': {} }),
  ).toEqual([])
})

test.each(['package-lock.json', 'tools/node/package-lock.json'])(
  '%s can be installed on every platform',
  async (path) => {
    const { packages } = JSON.parse(await readFile(new URL(`../${path}`, import.meta.url), 'utf8'))
    expect(Object.keys(packages).length).toBeGreaterThan(2)
    expect(unlocked(packages)).toEqual([])
  },
)
