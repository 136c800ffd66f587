// readiness/drill/twin.test.ts: drills alike share one run without a fault, others have their own.
import { expect, test } from 'vitest'
import type { LoadResult } from '../../types/load.ts'
import { sharedTwins } from './twin.ts'

test('one run a script and length', async () => {
  const runs: string[] = []
  const twin = sharedTwins(async (script, seconds) => {
    runs.push(`${script} ${seconds}`)
    return { script, durationSeconds: seconds } as LoadResult
  })
  const [first, second] = [await twin('procedures', 12), await twin('procedures', 12)]
  expect(second).toBe(first)
  expect(await twin('procedures', 10)).toMatchObject({ script: 'procedures', durationSeconds: 10 })
  expect(await twin('documents', 12)).toMatchObject({ script: 'documents', durationSeconds: 12 })
  expect(runs).toEqual(['procedures 12', 'procedures 10', 'documents 12'])
})
