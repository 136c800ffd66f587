// targets/memory.system.test.ts: the meter counts the whole tree of a session, also what hides its environment.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { measureMemory } from './memory.ts'
import { openSession } from './session.ts'

const HOARDER = new URL('./fixtures/hoarder.ts', import.meta.url).pathname
const MIB = 1024 * 1024
const before = process.env['SANSANG_HOME']
let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sansang-home-'))
  process.env['SANSANG_HOME'] = home
})
afterAll(async () => {
  if (before === undefined) delete process.env['SANSANG_HOME']
  else process.env['SANSANG_HOME'] = before
  await rm(home, { recursive: true })
})

/** Peak bytes of hoarders alone, so that what the test runner itself holds does not matter. */
async function hoarded(megabytes: number): Promise<{ bytes: number; count: number; peak: number }> {
  await using session = await openSession('test')
  await using meter = measureMemory(session.id, 50)
  await session.spawn({ name: 'hoarder', command: process.execPath, args: [HOARDER, String(megabytes)] })
  const seen = () => meter.report().byProcess.find(({ name }) => name.endsWith('hoarder.ts'))
  // A meter that misses one of the two is caught by the test's own limit.
  while ((seen()?.bytes ?? 0) <= megabytes * MIB || seen()?.count !== 2) await sleep(50)
  const { peakBytes, samples } = meter.report()
  expect(samples).toBeGreaterThan(0)
  return { bytes: seen()?.bytes ?? 0, count: seen()?.count ?? 0, peak: peakBytes }
}

test('counts parent and child, and this process', async () => {
  const { bytes, count, peak } = await hoarded(200)
  expect(count).toBe(2)
  expect(bytes).toBeGreaterThan(200 * MIB)
  expect(bytes).toBeLessThan(400 * MIB)
  expect(peak).toBeGreaterThan(bytes + 20 * MIB)
})
