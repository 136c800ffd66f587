// readiness/rule-bounds.test.ts: rules that would never end, or take all memory, are refused when they are read. Runs none of them.
import { describe, expect, test } from 'vitest'
import { compileRule } from './cel.ts'
import { HOST } from './fixtures/run.ts'

const faults = (rule: string): string => {
  const compiled = compileRule(rule, HOST)
  return 'rule' in compiled ? '' : compiled.faults.map(({ message }) => message).join('\n')
}

describe('patterns whose matching doubles with every letter', () => {
  test.each([
    ['bounded repetitions in a row', `^${'a{0,9}'.repeat(20)}b$`],
    ['letters that may be absent, in a row', `^${'a?'.repeat(30)}${'a'.repeat(30)}$`],
    ['a lazy repetition beside another', '^a+?b+$'],
    ['open repetitions', '^a*b*$'],
  ])('%s', (_, pattern) => {
    expect(faults(`checkedBy.matches("${pattern}")`)).toMatch('one of * + ? {n,} {m,n} at most')
  })
  test('one repetition, or fixed lengths, will do', () => {
    for (const pattern of ['^[0-9]+$', '^v?1', '^[A-Z]{2}-[0-9]{3}$', '^a{2,5}$'])
      expect(faults(`checkedBy.matches("${pattern}")`), pattern).toBe('')
  })
})

describe('names that double what they hold', () => {
  const doubling = (seed: string, depth: number): string =>
    depth === 0
      ? `size(v0) > 0`
      : `cel.bind(v${depth - 1}, ${seed}, ${doubling(`v${depth - 1} + v${depth - 1}`, depth - 1)})`
  test('a chain of them', () => {
    expect(faults(doubling('services.unsafe', 15))).toMatch('cel.bind inside cel.bind')
  })
  test('one inside the value of another', () => {
    const rule = 'cel.bind(a, cel.bind(b, services.unsafe, b + b), size(a) > 0)'
    expect(faults(rule)).toMatch('cel.bind inside cel.bind')
  })
  test('one that comes back inside a loop', () => {
    const rule = 'cel.bind(a, services.unsafe, a.all(x, cel.bind(b, a + a, size(b) > 0)))'
    expect(faults(rule)).toMatch('cel.bind inside cel.bind')
  })
  test('one alone will do', () => {
    expect(faults('cel.bind(a, services.unsafe, size(a) > 0 && size(a) < 9)')).toBe('')
  })
})
