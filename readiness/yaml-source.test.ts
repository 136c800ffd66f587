// readiness/yaml-source.test.ts: places in a YAML file, and what is refused. Knows no schema.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { parseYamlSource, readYamlSource } from './yaml-source.ts'

const TEXT = `a: 1
b:
  c: 'x <= 30'
  d: |
    folded
e: [1, {z: 3}]
`

test('places: value, key, character in a value, nearest node above', () => {
  const source = parseYamlSource('f.yaml', TEXT)
  expect(source.where(['a'])).toBe('f.yaml:1:4')
  expect(source.where(['b', 'c'])).toBe('f.yaml:3:6')
  expect(source.where(['b', 'c'], { offset: 2 })).toBe('f.yaml:3:9')
  expect(source.where(['b', 'c'], { key: true })).toBe('f.yaml:3:3')
  expect(source.where(['b', 'd'], { offset: 3 })).toBe('f.yaml:4:6')
  expect(source.where(['e', 1, 'z'])).toBe('f.yaml:6:12')
  expect(source.where(['b', 'nope', 'more'])).toBe('f.yaml:3:3')
  expect(source.where([])).toBe('f.yaml:1:1')
})

test('YAML 1.2: days and no stay strings', () => {
  expect(parseYamlSource('f.yaml', 'a: 2025-07-01\nb: no\nc: 010').value).toEqual({
    a: '2025-07-01',
    b: 'no',
    c: 10,
  })
})

test.each([
  ['a: 1\na: 2\n', 'f.yaml:2:1', 'Map keys must be unique'],
  ['a: !js 1', 'f.yaml:1:4', 'Unresolved tag: !js'],
  ['a: &x 1\nb: *x', 'f.yaml:2:4', 'aliases are not allowed'],
  ['? [a, b]\n: 1', 'f.yaml:1:3', 'a key must be a plain word'],
  ['a: [', 'f.yaml:1:5', 'Flow sequence'],
  ['a: 1\n---\nb: 2', 'f.yaml:2:1', 'multiple documents'],
])('%j is refused', (text, where, message) => {
  const { faults, value } = parseYamlSource('f.yaml', text)
  expect(value).toBeUndefined()
  expect(faults[0]).toEqual({ where, message: expect.stringContaining(message) })
})

test('a file that is not UTF-8 or not there', () => {
  expect(() => readYamlSource('/nowhere.yaml')).toThrow(/cannot be read as UTF-8/)
  expect(() => readYamlSource(process.execPath)).toThrow(/cannot be read as UTF-8/)
})

test('property: any text gives a value or faults, never an exception', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('a', ':', ' ', '\n', '-', '[', '{', '}', '&', '*', '!', '"', "'", '|', '#'),
      }),
      (text) => {
        const source = parseYamlSource('f.yaml', text)
        for (const { where } of source.faults) expect(where).toMatch(/^f\.yaml:\d+:\d+$/)
      },
    ),
    { numRuns: 300 },
  )
})

test('property: what YAML writes is read back', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
      (value) => {
        expect(parseYamlSource('f.yaml', stringify(value)).value).toEqual(value)
      },
    ),
    { numRuns: 100 },
  )
})
