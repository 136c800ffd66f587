// systems/kit/acting-unit.ts: the unit a request is about: in force, and one the caller may act for. Resolves no former unit by itself.
import { type Caller, requireUnit } from './auth.ts'
import { Problem } from './problem.ts'
import type { UnitList } from './units.ts'

/**
 * The code of the unit in force, or the province's two digits for its own office. Throws Problem 422 `former-unit` naming the
 * successors, 422 `unknown-unit`, and 403 `other-unit` for a caller bound elsewhere.
 */
export function actingUnit(units: UnitList, caller: Caller, code: string): string {
  const unit = code === units.provinceCode ? code : units.find(code)?.code
  if (unit !== undefined) {
    requireUnit(caller, unit)
    return unit
  }
  const successors = units.resolve(code)
  if (successors.length > 0)
    throw new Problem(
      422,
      'former-unit',
      `unit ${code} was abolished on ${units.effectiveFrom}; use ${successors.join(' or ')}`,
    )
  throw new Problem(422, 'unknown-unit', `there is no unit ${code} in province ${units.provinceCode}`)
}

/** What a list shows: the unit asked for, a bound caller's own without asking, undefined for all. Throws as `actingUnit`. */
export function listedUnit(units: UnitList, caller: Caller, code: string | undefined): string | undefined {
  return code === undefined ? caller.unit : actingUnit(units, caller, code)
}
