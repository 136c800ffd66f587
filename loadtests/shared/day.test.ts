// loadtests/shared/day.test.ts: the day of a load is Vietnam's, also in the seven hours in which it is still yesterday in UTC.
import { expect, test } from 'vitest'
import { today } from './day.ts'

test.each([
  ['2025-06-30T16:59:59.999Z', '2025-06-30'],
  ['2025-06-30T17:00:00.000Z', '2025-07-01'],
  ['2025-12-31T17:00:00.000Z', '2026-01-01'],
])('at %s it is %s', (moment, day) => {
  expect(today(Date.parse(moment))).toBe(day)
})
