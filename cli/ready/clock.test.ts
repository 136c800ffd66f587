// cli/ready/clock.test.ts: the wall clock in Vietnam, whatever the machine's own zone is.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isTime } from '../../readiness/calendar.ts'
import { timestamp } from './clock.ts'

test('is seven hours ahead of UTC, past midnight and past the year', () => {
  expect(timestamp(new Date('2025-06-30T16:59:59.999Z'))).toBe('2025-06-30T23:59:59+07:00')
  expect(timestamp(new Date('2025-06-30T17:00:00Z'))).toBe('2025-07-01T00:00:00+07:00')
  expect(timestamp(new Date('2025-12-31T18:30:00Z'))).toBe('2026-01-01T01:30:00+07:00')
})

test('names the same second as the moment it was given', () => {
  const moment = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(moment, (at) => {
      expect(isTime(timestamp(at))).toBe(true)
      expect(Date.parse(timestamp(at))).toBe(Math.floor(at.getTime() / 1000) * 1000)
    }),
  )
})

test('is now when no moment is given', () => {
  const wholeSecond = (ms: number) => Math.floor(ms / 1000) * 1000
  const before = wholeSecond(Date.now())
  const said = Date.parse(timestamp())
  expect(said).toBeGreaterThanOrEqual(before)
  expect(said).toBeLessThanOrEqual(Date.now())
})
