// submission.ts: whether the values a unit typed in fit the report's definition. Stores nothing.
import type { Fault } from '../../types/error.ts'
import type { Template } from './template.ts'

export type Value = { readonly indicator: string; readonly value: number; readonly unit: string }

/** Sums of scaled values must stay exact: a figure beyond this is a slip of the unit of measure. */
const VALUE_MAX = 1_000_000_000_000

/**
 * Everything wrong with a unit's values, at once: an input left out, a derived value typed in (deviation R8), another unit of
 * measure (R9), more decimals than the indicator has, one value given twice.
 */
export function valueFaults(template: Template, values: readonly Value[]): Fault[] {
  const faults: Fault[] = []
  const given = new Set<string>()
  for (const { indicator: code, value, unit } of values) {
    const indicator = template.indicators.find((candidate) => candidate.code === code)
    const fault = (message: string) => faults.push({ where: code, message })
    if (given.has(code)) fault('is given twice')
    given.add(code)
    if (indicator === undefined) {
      fault('is not an indicator of this report')
      continue
    }
    if (indicator.formula !== undefined) fault(`is derived (${indicator.formula}) and never typed in`)
    if (unit !== indicator.unit) fault(`is measured in "${indicator.unit}", not in "${unit}"`)
    if (value < 0) fault('is negative')
    if (value > VALUE_MAX) fault(`is more than ${VALUE_MAX}`)
    if (!hasDecimals(value, indicator.decimals)) fault(`has more than ${indicator.decimals} decimals`)
  }
  for (const { code, formula } of template.indicators)
    if (formula === undefined && !given.has(code)) faults.push({ where: code, message: 'is missing' })
  return faults
}

/** As the shortest decimal text says, so that 0.1 + 0.2 is refused where 0.3 is not. */
function hasDecimals(value: number, most: number): boolean {
  return Number(value.toFixed(most)) === value
}
