// readiness/wrong-population.test.ts: a criterion cannot ask a smaller circle than its evidence is about. Loads no file.
import { expect, test } from 'vitest'
import { evaluate } from './evaluate.ts'
import { criterion, goodRun } from './fixtures/run.ts'

const FEW = { name: 'few', members: [{ id: '26740', label: 'Phường Sài Gòn' }] }

test('a circle of one made for the criterion: refused, and said which', () => {
  const run = goodRun({ criteria: [criterion({ population: 'few' })] })
  expect(() => evaluate({ ...run, populations: [...run.populations, FEW] })).toThrow(
    'EQ-07 asks few, but evidence of kind host is about communes',
  )
})
test('its own population is asked', () => {
  expect(evaluate(goodRun({ criteria: [criterion()] }))[0]).toMatchObject({ expected: 3, heard: 3 })
})
