// systems/national/portal-status.test.ts: every pair of statuses, judged by the portal.
import { expect, test } from 'vitest'
import { statusFault } from './portal-status.ts'

const ALL = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']
/** The life of a dossier as domain.md tells it; the harness's own procedures system walks within it. */
const LIVES = [
  '1 2 4 9 10',
  '1 2 4 5 4 9 10',
  '1 2 6 4 9 10',
  '1 3',
  '1 7',
  '1 2 4 8',
  '1 2 5 7',
  '1 2 4 4 9',
]

test.each(LIVES)('a dossier may live %s', (life) => {
  const steps = life.split(' ')
  steps.forEach((status, index) => {
    expect(statusFault(index === 0 ? undefined : steps[index - 1], status)).toBeUndefined()
  })
})
test('of a hundred pairs, thirty-five may follow', () => {
  const pairs = ALL.flatMap((from) => ALL.map((to) => statusFault(from, to)))
  expect(pairs).toHaveLength(100)
  expect(pairs.filter((fault) => fault === undefined)).toHaveLength(35)
})
test.each(['3', '7', '8', '10'])('after %s nothing but itself', (from) =>
  expect(ALL.filter((to) => statusFault(from, to) === undefined)).toEqual([from]),
)
test('what is finished is not told of for the first time', () =>
  expect(ALL.filter((to) => statusFault(undefined, to) === undefined)).toEqual(['1', '2', '4', '5', '6']))
test('a status nobody knows never follows', () => expect(statusFault('4', '44')).toContain('44'))
