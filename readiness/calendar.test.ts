// readiness/calendar.test.ts: days and times, and what is neither. No clock.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysBetween, hoursBetween, isDay, isTime } from './calendar.ts'

test('days', () => {
  expect(daysBetween('2025-06-30', '2025-07-01')).toBe(1)
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
  expect(daysBetween('2025-07-01', '2025-06-01')).toBe(-30)
})

test('hours, across offsets', () => {
  expect(hoursBetween('2025-06-30T09:00:00+07:00', '2025-06-30T02:30:00Z')).toBe(0.5)
  expect(hoursBetween('2025-07-01T00:00:00Z', '2025-06-30T00:00:00Z')).toBe(-24)
})

test('what is no day or time is refused, not guessed', () => {
  for (const text of ['2025-02-29', '2025-7-1', '01/07/2025', '', '2025-07-01T00:00:00Z']) {
    expect(isDay(text), text).toBe(false)
    expect(() => daysBetween('2025-01-01', text), text).toThrow(RangeError)
  }
  for (const text of ['2025-07-01T09:00:00', '2025-07-01', '2025-07-01T25:00:00Z', 'now']) {
    expect(isTime(text), text).toBe(false)
    expect(() => hoursBetween(text, '2025-07-01T00:00:00Z'), text).toThrow(RangeError)
  }
})

test('property: days add up', () => {
  const day = fc
    .date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10))
  fc.assert(
    fc.property(day, day, day, (a, b, c) => {
      expect(daysBetween(a, b) + daysBetween(b, c)).toBe(daysBetween(a, c))
      expect(daysBetween(a, b) > 0).toBe(a < b)
    }),
  )
})
