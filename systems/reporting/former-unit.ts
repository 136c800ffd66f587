// former-unit.ts: whose figures a code stands for, across the change of 1 July 2025. Changes no unit list.
import { Problem } from '../kit/problem.ts'
import type { UnitList } from '../kit/units.ts'

export type Reporter = { readonly unit: string; readonly formerUnit?: string }

/**
 * The unit a report counts for. A former commune with one successor reports a part of it; one that was split cannot be
 * placed without guessing, so Problem 422 `former-unit` names the successors. Throws 422 `unknown-unit` for any other code.
 */
export function reporterOf(units: UnitList, code: string): Reporter {
  const unit = units.find(code)
  if (unit !== undefined) return { unit: unit.code }
  const [only, ...others] = units.resolve(code)
  if (only === undefined)
    throw new Problem(422, 'unknown-unit', `there is no unit ${code} in province ${units.provinceCode}`)
  if (others.length > 0)
    throw new Problem(
      422,
      'former-unit',
      `the area of former unit ${code} was divided between ${[only, ...others].join(', ')}; report for each of them`,
    )
  return { unit: only, formerUnit: code }
}
