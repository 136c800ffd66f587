// readiness/docs.test.ts: the examples of docs/criteria.md against the engine. Tests no behaviour of its own.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { criterionFrom } from './criteria.ts'
import { kindsFrom, loadKinds } from './kinds.ts'
import { waiversFrom } from './waivers.ts'
import { parseYamlSource } from './yaml-source.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const blocks = [...read('../docs/criteria.md').matchAll(/^```yaml\n(.*?)^```$/gms)].map(
  ([, text = '']) => text,
)

test('the examples of docs/criteria.md are accepted as they stand', () => {
  expect(blocks).toHaveLength(3)
  const [criterion = '', kinds = '', waivers = ''] = blocks
  const declared = loadKinds(new URL('../checks/evidence-kinds.yaml', import.meta.url).pathname)
  expect(
    criterionFrom(parseYamlSource('EQ-05.yaml', criterion), 'commune-equipment', declared).faults,
  ).toEqual([])
  expect(kindsFrom(parseYamlSource('kinds.yaml', kinds)).map(({ name }) => name)).toEqual(['edge'])
  expect(waiversFrom(parseYamlSource('waivers.yaml', waivers)).map(({ id }) => id)).toEqual(['W-1'])
})

test('docs/criteria.md names every function and method a rule may call', () => {
  const source = read('./rule-reads.ts')
  const names = [...source.matchAll(/^const (?:FUNCTIONS|METHODS|LOOPS) = \[(.*?)\]/gms)].flatMap(
    ([, list = '']) => [...list.matchAll(/'(\w+)'/g)].map(([, name = '']) => name),
  )
  expect(names.length).toBeGreaterThan(20)
  const rules = read('../docs/criteria.md').split('## Rules')[1]?.split('\n## ')[0] ?? ''
  expect(names.filter((name) => !rules.includes(name))).toEqual([])
})
