// systems/kit/calendar.ts: Vietnamese working days and office hours. Knows the years of data/holidays.json and refuses others.
import { readFileSync } from 'node:fs'
import { SansangError } from '../../types/error.ts'

/** A calendar day, `YYYY-MM-DD`, in Vietnam. */
export type Day = string

export type HolidayFile = {
  readonly years: Readonly<Record<string, string>>
  readonly daysOff: readonly { readonly date: string }[]
  readonly makeUpWorkdays: readonly { readonly date: string }[]
}

export type Calendar = {
  isWorkingDay(day: Day): boolean
  /** The n-th working day after `day`, which itself is not counted (Civil Code 2015, art. 147.2). n = 0: `day` if it is one, else the next. */
  addWorkingDays(day: Day, count: number): Day
  /** Working days in (from, to]. */
  workingDaysBetween(from: Day, to: Day): number
  /** Office hours between two moments; 0 when `to` is not later. */
  workingHoursBetween(from: Date, to: Date): number
  /** The moment when this many office hours have passed since `from`. */
  addWorkingHours(from: Date, hours: number): Date
  /** The moment the office closes on that day. */
  closingTime(day: Day): Date
}

/** Vietnam keeps UTC+7 all year. */
const OFFSET_MS = 7 * 3_600_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Own figure: 07:30–11:30 and 13:00–17:00, eight hours; the law leaves office hours to each province. */
const OFFICE_HOURS = [
  [7.5, 11.5],
  [13, 17],
] as const
const CLOSING_HOUR = 17

/** The calendar of `data/holidays.json`. */
export function loadCalendar(): Calendar {
  const text = readFileSync(new URL('../../data/holidays.json', import.meta.url), 'utf8')
  return createCalendar(JSON.parse(text) as HolidayFile)
}

/** Working days are Monday to Friday without `daysOff`, plus `makeUpWorkdays`. Throws `calendar-year-unknown` outside `years`. */
export function createCalendar(file: HolidayFile): Calendar {
  const off = new Set(file.daysOff.map((row) => row.date))
  const made = new Set(file.makeUpWorkdays.map((row) => row.date))
  const isWorkingDay = (day: Day): boolean => {
    if (file.years[day.slice(0, 4)] === undefined) throw unknownYear(day)
    if (made.has(day)) return true
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    return weekday !== 0 && weekday !== 6 && !off.has(day)
  }
  const addWorkingDays = (day: Day, count: number): Day => {
    let reached = day
    if (count === 0) while (!isWorkingDay(reached)) reached = nextDay(reached)
    for (let left = count; left > 0; ) {
      reached = nextDay(reached)
      if (isWorkingDay(reached)) left -= 1
    }
    return reached
  }
  return {
    isWorkingDay,
    addWorkingDays,
    workingDaysBetween: (from, to) => {
      let count = 0
      for (let day = nextDay(from); day <= to; day = nextDay(day)) if (isWorkingDay(day)) count += 1
      return count
    },
    workingHoursBetween: (from, to) => {
      let workedMs = 0
      for (let day = dayOf(from); day <= dayOf(to); day = nextDay(day))
        for (const [opensAt, closesAt] of isWorkingDay(day) ? officeHours(day) : [])
          workedMs += Math.max(0, Math.min(closesAt, to.getTime()) - Math.max(opensAt, from.getTime()))
      return workedMs / HOUR_MS
    },
    addWorkingHours: (from, hours) => {
      let leftMs = hours * HOUR_MS
      for (let day = dayOf(from); ; day = nextDay(day))
        for (const [opensAt, closesAt] of isWorkingDay(day) ? officeHours(day) : []) {
          const startMs = Math.max(opensAt, from.getTime())
          if (startMs > closesAt) continue
          if (closesAt - startMs >= leftMs) return new Date(startMs + leftMs)
          leftMs -= closesAt - startMs
        }
    },
    closingTime: (day) => new Date(midnight(day) + CLOSING_HOUR * HOUR_MS),
  }
}

/** The clock in Vietnam at this moment: `2025-07-01T08:30:00.000`. */
export function clockOf(moment: Date): string {
  return new Date(moment.getTime() + OFFSET_MS).toISOString().slice(0, -1)
}

/** The day in Vietnam at this moment. */
export function dayOf(moment: Date): Day {
  return clockOf(moment).slice(0, 10)
}

/** `yyyyMMddHHmmss` in Vietnam, 24-hour, as the national portal wants every date. */
export function portalTime(moment: Date): string {
  return clockOf(moment).replace(/\D/g, '').slice(0, 14)
}

/** The calendar day after, weekends included. */
export function nextDay(day: Day): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
}

function midnight(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) - OFFSET_MS
}

function officeHours(day: Day): readonly (readonly [number, number])[] {
  return OFFICE_HOURS.map(([opens, closes]) => [
    midnight(day) + opens * HOUR_MS,
    midnight(day) + closes * HOUR_MS,
  ])
}

function unknownYear(day: Day): SansangError {
  return new SansangError('calendar-year-unknown', {
    message: `the days off of ${day.slice(0, -6)} are not known`,
    hint: 'add the year to data/holidays.json once it has been announced',
  })
}
