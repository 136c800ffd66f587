// cli/ready/busy.test.ts: who measures on a machine that is busy is told before, and nobody else is.
import { expect, test } from 'vitest'
import { BUSY_PERCENT, busyNote, othersPercent, usedPercent } from './busy.ts'

test.each([
  [{ idle: 0, all: 0 }, { idle: 30, all: 100 }, 70],
  [{ idle: 50, all: 100 }, { idle: 150, all: 200 }, 0],
  [{ idle: 50, all: 100 }, { idle: 50, all: 200 }, 100],
  // An idle time counted back by a tick.
  [{ idle: 50, all: 100 }, { idle: 40, all: 200 }, 100],
  // A system that tells no times.
  [{ idle: 0, all: 0 }, { idle: 0, all: 0 }, 0],
])('between %j and %j', (before, after, percent) => {
  expect(usedPercent(before, after)).toBe(percent)
})

test('a share of this very machine is a share', async () => {
  const percent = await othersPercent()
  expect(percent).toBeGreaterThanOrEqual(0)
  expect(percent).toBeLessThanOrEqual(100)
})

test('is said from the bound on, with the figure and what to do', () => {
  expect(busyNote(BUSY_PERCENT - 1)).toBeUndefined()
  expect(busyNote(BUSY_PERCENT)).toContain('other programs use 50 % of its processors')
  expect(busyNote(BUSY_PERCENT)).toContain('run again')
})
