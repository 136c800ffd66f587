// systems/exchange/batch.test.ts: group commit keeps order and failures apart.
import { expect, test } from 'vitest'
import { batched } from './batch.ts'

test('one alone waits for nobody; those who come meanwhile go together, in order', async () => {
  const groups: number[][] = []
  const batch = batched<number, number>(3, async (items) => {
    groups.push([...items])
    await Promise.resolve()
    return items.map((item) => item * 10)
  })
  expect(await Promise.all([1, 2, 3, 4, 5].map((item) => batch.add(item)))).toEqual([10, 20, 30, 40, 50])
  expect(groups).toEqual([[1], [2, 3, 4], [5]])
})
test('a group that fails fails for its members only', async () => {
  const batch = batched<string, string>(1, async ([item = '']) => {
    if (item === 'bad') throw new Error('no')
    return [item]
  })
  const results = await Promise.allSettled([batch.add('a'), batch.add('bad'), batch.add('b')])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
test('too few results are a failure, not somebody else’s result', async () => {
  const batch = batched<number, number>(10, async () => [])
  await expect(batch.add(1)).rejects.toThrow('0 results for a group of 1')
})
test('work after a pause starts again', async () => {
  const batch = batched<number, number>(10, async (items) => items)
  await batch.add(1)
  expect(await batch.add(2)).toBe(2)
})
