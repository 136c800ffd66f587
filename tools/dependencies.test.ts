// tools/dependencies.test.ts: when node_modules may be taken as it is. The installing: tools/launcher.system.test.ts.
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
