// cli/plan-against.system.test.ts: the program of a git revision is evaluated from its own files, and leaves nothing behind.
import { mkdtempDisposableSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { changesOf } from '../infra/change.ts'
import { olderPlans } from './plan-against.ts'

const signal = new AbortController().signal
// A folder for what is temporary that nobody else on this machine uses.
const dir = mkdtempDisposableSync(join(tmpdir(), 'sansang-against-'))
beforeAll(() => void vi.stubEnv('TMPDIR', dir.path))
afterAll(() => {
  vi.unstubAllEnvs()
  dir.remove()
})
const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('sansang-revision-'))

test('HEAD gives the plan its own program declares, and only of stacks it has', async () => {
  const plans = await olderPlans(['hue', 'no-such-province'], 'HEAD', signal)
  expect([...plans.keys()]).toEqual(['hue'])
  const plan = plans.get('hue')
  if (plan === undefined) throw new Error('no plan')
  expect(plan.resources.length).toBeGreaterThan(50)
  expect(changesOf(plan, plan).changes).toEqual([])
  expect(left()).toEqual([])
})

test('a revision with a dash before it is no option to git', async () => {
  await expect(olderPlans(['hue'], '--output=/x', signal)).rejects.toMatchObject({ code: 'unknown-revision' })
})

test('nothing of the province at that revision is no older plan', async () => {
  expect((await olderPlans(['no-such-province'], 'HEAD', signal)).size).toBe(0)
})
