// systems/kit/formats.ts: the formats of a contract that name a day, a moment or an id, as narrow as what we can keep. Converts nothing.

import type { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
/** A day to spare at either end: Vietnam's calendar is seven hours ahead, and a join token outlasts its meeting by twelve. */
const FIRST = Date.parse('0001-01-02T00:00:00Z')
const LAST = Date.parse('9999-12-30T23:59:59.999Z')
const MOMENT = /^(\d{4}-\d{2}-\d{2})t(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:z|[+-](\d{2}):(\d{2}))$/i

/** All of ajv-formats, with `date`, `date-time` and `uuid` of our own: theirs let through what neither `Date` nor PostgreSQL can hold. */
export function addFormats(ajv: Ajv2020): Ajv2020 {
  // The package is CommonJS: its plugin is `default` of the default under ESM types.
  formats.default(ajv)
  ajv.addFormat('date', isDay)
  ajv.addFormat('date-time', isMoment)
  // Theirs takes a URN as well, which is no value of the type uuid.
  ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  return ajv
}

/** A day of the years 0001 to 9999: there is no year 0. */
export function isDay(text: string): boolean {
  const [, year] = DAY.exec(text) ?? []
  if (year === undefined || year === '0000') return false
  const midnight = new Date(`${text}T00:00:00Z`)
  // Date makes 30 February the second of March.
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text)
}

/** A moment of RFC 3339, within the years whose days have four digits in every zone. No leap second: nobody's clock here can show one. */
export function isMoment(text: string): boolean {
  const [, day, hour, minute, second, offsetHour = '0', offsetMinute = '0'] = MOMENT.exec(text) ?? []
  if (day === undefined || !isDay(day)) return false
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return false
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return false
  const moment = Date.parse(text)
  return moment >= FIRST && moment <= LAST
}
