// cli/plan-against.system.test.ts: the program of a git revision is evaluated from its own files, and leaves nothing behind.
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { changesOf } from '../infra/change.ts'
import { olderPlans } from './plan-against.ts'

const signal = new AbortController().signal
const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('sansang-revision-'))

test('HEAD gives the plan its own program declares, and only of stacks it has', async () => {
  const before = left()
  const plans = await olderPlans(['hue', 'no-such-province'], 'HEAD', signal)
  expect([...plans.keys()]).toEqual(['hue'])
  const plan = plans.get('hue')
  if (plan === undefined) throw new Error('no plan')
  expect(plan.resources.length).toBeGreaterThan(50)
  expect(changesOf(plan, plan).changes).toEqual([])
  expect(left()).toEqual(before)
}, 60_000)

test('a revision with a dash before it is no option to git', async () => {
  await expect(olderPlans(['hue'], '--output=/x', signal)).rejects.toMatchObject({ code: 'unknown-revision' })
})

test('nothing of the province at that revision is no older plan', async () => {
  expect((await olderPlans(['no-such-province'], 'HEAD', signal)).size).toBe(0)
})
