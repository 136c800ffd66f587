// systems/kit/calendar.test.ts: the calendar against published days and against a twin that counts minute by minute.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCalendar, dayOf, type HolidayFile, loadCalendar, nextDay, portalTime } from './calendar.ts'

const calendar = loadCalendar()
const file = JSON.parse(
  readFileSync(new URL('../../data/holidays.json', import.meta.url), 'utf8'),
) as HolidayFile
const at = (local: string) => new Date(`${local}+07:00`)
const day = fc
  .date({ min: new Date('2025-01-02'), max: new Date('2026-11-30'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe('working days', () => {
  test('every day off is off, every make-up Saturday is worked', () => {
    expect(file.daysOff.length).toBeGreaterThan(30)
    expect(file.daysOff.filter(({ date }) => calendar.isWorkingDay(date))).toEqual([])
    expect(file.makeUpWorkdays.filter(({ date }) => !calendar.isWorkingDay(date))).toEqual([])
    expect(file.makeUpWorkdays).toHaveLength(3)
  })

  test.each([
    ['2025-07-01', true],
    ['2025-07-05', false],
    ['2025-07-06', false],
    ['2025-09-01', false],
    ['2025-04-26', true],
    ['2025-05-02', false],
  ])('%s: %s', (date, working) => expect(calendar.isWorkingDay(date)).toBe(working))

  test('adding and counting agree', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 30 }), (from, count) => {
        const to = calendar.addWorkingDays(from, count)
        expect(calendar.isWorkingDay(to)).toBe(true)
        if (count > 0) expect(calendar.workingDaysBetween(from, to)).toBe(count)
        else expect(to >= from).toBe(true)
      }),
    )
  })

  test('a twin that filters a list of all days gives the same day', () => {
    const off = new Set(file.daysOff.map(({ date }) => date))
    const made = new Set(file.makeUpWorkdays.map(({ date }) => date))
    const all: string[] = []
    for (let date = '2025-01-01'; date < '2027-12-31'; date = nextDay(date)) {
      const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' }).format(
        new Date(date),
      )
      const weekend = weekday === 'Sat' || weekday === 'Sun'
      if (made.has(date) || (!weekend && !off.has(date))) all.push(date)
    }
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 40 }), (from, count) => {
        expect(calendar.addWorkingDays(from, count)).toBe(all.filter((date) => date > from)[count - 1])
      }),
    )
  })

  test('a year nobody has published is refused, not guessed', () => {
    expect(() => calendar.isWorkingDay('2028-01-04')).toThrow(/2028/)
    expect(() => calendar.addWorkingDays('2027-12-30', 5)).toThrow(/2028/)
  })
})

describe('office hours', () => {
  test.each([
    ['a whole day', '2025-07-01T00:00', '2025-07-01T23:59', 8],
    ['the morning', '2025-07-01T07:30', '2025-07-01T11:30', 4],
    ['the lunch break', '2025-07-01T11:30', '2025-07-01T13:00', 0],
    ['over a weekend', '2025-07-04T16:00', '2025-07-07T08:30', 2],
    ['backwards', '2025-07-02T10:00', '2025-07-01T10:00', 0],
  ])('%s', (_name, from, to, hours) => {
    expect(calendar.workingHoursBetween(at(from), at(to))).toBe(hours)
  })

  test('a twin that looks at every minute counts the same', () => {
    const open = (moment: number): boolean => {
      const local = new Date(moment + 7 * 3_600_000).toISOString()
      const clock = local.slice(11, 16)
      const inside = (clock >= '07:30' && clock < '11:30') || (clock >= '13:00' && clock < '17:00')
      return inside && calendar.isWorkingDay(local.slice(0, 10))
    }
    const minute = fc.integer({ min: 0, max: 6 * 24 * 60 })
    fc.assert(
      fc.property(day, minute, minute, (start, a, b) => {
        const from = Date.parse(`${start}T00:00Z`) + Math.min(a, b) * 60_000
        const to = Date.parse(`${start}T00:00Z`) + Math.max(a, b) * 60_000
        let minutes = 0
        for (let moment = from; moment < to; moment += 60_000) if (open(moment)) minutes += 1
        expect(calendar.workingHoursBetween(new Date(from), new Date(to)) * 60).toBeCloseTo(minutes, 6)
      }),
      { numRuns: 20 },
    )
  })

  test('what is added is counted', () => {
    const hours = fc.integer({ min: 1, max: 160 }).map((quarters) => quarters / 4)
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 86_399 }), hours, (start, second, quantity) => {
        const from = new Date(Date.parse(`${start}T00:00Z`) + second * 1_000)
        const to = calendar.addWorkingHours(from, quantity)
        expect(calendar.workingHoursBetween(from, to)).toBeCloseTo(quantity, 6)
      }),
      { numRuns: 60 },
    )
  })

  test('the office closes at five in the afternoon, Vietnam', () => {
    expect(calendar.closingTime('2025-07-01')).toEqual(at('2025-07-01T17:00'))
  })
})

describe('Vietnam’s clock', () => {
  test('a day begins at 17:00 UTC the evening before', () => {
    expect(dayOf(new Date('2025-06-30T16:59:59Z'))).toBe('2025-06-30')
    expect(dayOf(new Date('2025-06-30T17:00:00Z'))).toBe('2025-07-01')
    expect(portalTime(new Date('2025-06-30T17:00:05Z'))).toBe('20250701000005')
  })

  test('agrees with the time zone Asia/Ho_Chi_Minh', () => {
    const zone = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Ho_Chi_Minh',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(moment, (date) => {
        expect(portalTime(date)).toBe(zone.format(date).replace(/\D/g, ''))
      }),
    )
  })
})

test('a calendar of other days is another calendar', () => {
  const other = createCalendar({
    years: { '2025': 'made up' },
    daysOff: [{ date: '2025-07-01' }],
    makeUpWorkdays: [{ date: '2025-07-05' }],
  })
  expect(other.addWorkingDays('2025-06-30', 1)).toBe('2025-07-02')
  expect(other.addWorkingDays('2025-07-04', 1)).toBe('2025-07-05')
})
