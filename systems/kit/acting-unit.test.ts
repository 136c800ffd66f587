// acting-unit.test.ts: units in force pass, former and foreign ones are named, bound callers stay at home.
import { expect, test } from 'vitest'
import { actingUnit, listedUnit } from './acting-unit.ts'
import type { Caller } from './auth.ts'
import { loadUnits } from './units.ts'

const units = loadUnits('79', 'H29')
const province: Caller = { subject: 'a', client: 'a', roles: ['clerk'] }
const commune: Caller = { ...province, unit: '26740' }

test('a unit in force, and the province for its own office', () => {
  expect(actingUnit(units, province, '26740')).toBe('26740')
  expect(actingUnit(units, province, '79')).toBe('79')
  expect(actingUnit(units, commune, '26740')).toBe('26740')
})

test('another unit than the caller’s own: 403, the province’s office included', () => {
  for (const code of ['26743', '79'])
    expect(() => actingUnit(units, commune, code)).toThrow(
      expect.objectContaining({ status: 403, type: 'other-unit' }),
    )
})

test('a former commune is refused with its successors, a foreign one as unknown', () => {
  expect(() => actingUnit(units, province, '25741')).toThrow(/abolished on 2025-07-01; use 25747 or 25750/)
  expect(() => actingUnit(units, province, '00004')).toThrow(
    expect.objectContaining({ status: 422, type: 'unknown-unit' }),
  )
})

test('a list: the unit asked for, a bound caller’s own, or all', () => {
  expect(listedUnit(units, province, undefined)).toBeUndefined()
  expect(listedUnit(units, commune, undefined)).toBe('26740')
  expect(() => listedUnit(units, commune, '26743')).toThrow(/26740 only/)
})
