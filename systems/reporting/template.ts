// template.ts: a report's definition: its period rule and its indicators. Stores nothing.
import { type Fault, SansangError } from '../../types/error.ts'
import { type Formula, parseFormula } from './formula.ts'
import type { PeriodRule } from './period.ts'

export type Indicator = {
  readonly code: string
  readonly name: string
  /** Unit of measure: `hồ sơ`, `triệu đồng`, `%`. */
  readonly unit: string
  readonly decimals: number
  /** Present: derived from inputs by formula. */
  readonly formula?: string
}

export type Template = PeriodRule & {
  readonly code: string
  readonly name: string
  readonly indicators: readonly Indicator[]
}

/** Everything wrong with a definition, at once; empty when it can be used. Derived indicators read inputs only. */
export function templateFaults(template: Template): Fault[] {
  const faults: Fault[] = []
  const inputs = new Set(
    template.indicators.filter(({ formula }) => formula === undefined).map(({ code }) => code),
  )
  const seen = new Set<string>()
  for (const { code, formula } of template.indicators) {
    if (seen.has(code)) faults.push({ where: code, message: 'this indicator code is used twice' })
    seen.add(code)
    if (formula === undefined) continue
    try {
      for (const input of parseFormula(formula).inputs)
        if (!inputs.has(input))
          faults.push({
            where: code,
            message: `its formula reads ${input}, which is no input of this report`,
          })
    } catch (error) {
      if (!(error instanceof SansangError)) throw error
      faults.push({ where: code, message: error.message })
    }
  }
  if (inputs.size === 0)
    faults.push({ where: template.code, message: 'a report has at least one input indicator' })
  return faults
}

/** Derived indicators with their formulas, in the template's order. */
export function derivedOf(
  template: Template,
): { readonly indicator: Indicator; readonly formula: Formula }[] {
  return template.indicators.flatMap((indicator) =>
    indicator.formula === undefined ? [] : [{ indicator, formula: parseFormula(indicator.formula) }],
  )
}
