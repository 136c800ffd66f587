// readiness/kinds.test.ts: each fault the declaration of kinds can have, with its place. Collects nothing.
import { describe, expect, test } from 'vitest'
import { expectFault, faultsThrown, type Spoilt } from './fixtures/spoilt.ts'
import { kindsFrom } from './kinds.ts'
import { parseYamlSource } from './yaml-source.ts'

const GOOD = `kinds:
  load:
    population: loads
    title: { vi: Bài thử tải, en: Load test }
    fields:
      p99Ms: { type: number, unit: ms }
  edge:
    population: communes
    title: { vi: Thiết bị biên, en: Edge device }
    fields:
      wan.p95Pct: { type: number, unit: '%' }
      inbound: { type: string, values: [allow, deny] }
`

const faultsOf = (text: string) => faultsThrown('bad-kinds', () => kindsFrom(parseYamlSource('k.yaml', text)))

test('kinds sorted by name, fields as declared', () => {
  const kinds = kindsFrom(parseYamlSource('k.yaml', GOOD))
  expect(kinds.map(({ name }) => name)).toEqual(['edge', 'load'])
  expect(kinds[0]?.fields['inbound']).toEqual({ type: 'string', values: ['allow', 'deny'] })
})

describe('every fault has its place', () => {
  const cases: Spoilt[] = [
    [
      'unknown type',
      'type: number, unit: ms',
      'type: float',
      'k.yaml:6:22 "float" is none of: string, boolean',
    ],
    [
      'unknown key',
      'population: loads',
      'population: loads\n    people: 3',
      'k.yaml:4:5 unknown key "people"',
    ],
    ['missing language', ', en: Load test', '', 'k.yaml:4:12 "en" is missing'],
    ['bad field name', 'p99Ms:', 'p99-Ms:', 'k.yaml:6:7 "p99-Ms" does not have the form'],
    ['bad kind name', '  load:', '  Load:', 'k.yaml:2:3 "Load" does not have the form'],
    [
      'a field that holds fields',
      'inbound:',
      'wan:',
      'k.yaml:12:7 "wan" cannot be a field and hold wan.p95Pct',
    ],
    ['a given name', 'p99Ms:', 'asOf:', 'k.yaml:6:7 "asOf" is the name of something every rule is given'],
    ['values of a number', 'type: number, unit: ms', 'type: number, values: [a]', 'k.yaml:6:7 "values" fits'],
    ['unit of a string', 'type: string, values', 'type: string, unit: s, values', 'k.yaml:12:7 "unit" fits'],
    ['a kind twice', '  edge:', '  load:', 'k.yaml:7:3 Map keys must be unique'],
    ['no fields', '      p99Ms: { type: number, unit: ms }\n', '      {}\n', 'must NOT have fewer than 1'],
  ]
  test('count', () => expect(cases).toHaveLength(11))
  test.each(cases)('%s', (...spoilt) => expectFault(GOOD, spoilt, faultsOf))
})
