// total.ts: the province's figures from the latest reports of its units. Pure: reads no store and no clock.
import type { Value } from './submission.ts'
import { derivedOf, type Template } from './template.ts'

/** The latest version of one report. */
export type LatestReport = {
  readonly unit: string
  /** The abolished unit these figures are of; absent: the unit's own report. */
  readonly formerUnit?: string
  readonly values: readonly Value[]
}

export type Total = {
  readonly expected: number
  readonly reported: number
  /** Units of which only former units have reported. */
  readonly partial: readonly string[]
  /** Units nobody has heard from. */
  readonly missing: readonly string[]
  /** Null: nothing was reported, or a ratio has no denominator. Silence is not zero (deviation R6). */
  readonly values: readonly {
    readonly indicator: string
    readonly unit: string
    readonly value: number | null
  }[]
}

/**
 * What each unit has said. Its own report covers those of its former units, so nothing is counted twice (R7). Reports of former units
 * alone are never the whole: each new commune keeps the code of a former one or took part of a divided one, whose share no
 * report of a former unit can carry.
 */
export function spoken(reports: readonly LatestReport[], units: readonly string[]) {
  return units.map((unit) => {
    const ofUnit = reports.filter((report) => report.unit === unit)
    const own = ofUnit.filter((report) => report.formerUnit === undefined)
    if (own.length > 0) return { unit, state: 'whole' as const, reports: own }
    return { unit, state: ofUnit.length === 0 ? ('missing' as const) : ('partial' as const), reports: ofUnit }
  })
}

/** Inputs are added exactly, in the indicator's decimals; derived values are computed from the sums, never averaged (R8). */
export function totalOf(
  template: Template,
  reports: readonly LatestReport[],
  units: readonly string[],
): Total {
  const said = spoken(reports, units)
  const counted = said.flatMap((unit) => unit.reports)
  const sums = new Map<string, number>()
  for (const { code, formula, decimals } of template.indicators) {
    if (formula !== undefined || counted.length === 0) continue
    const scale = 10 ** decimals
    const values = counted.map(
      (report) => report.values.find((value) => value.indicator === code)?.value ?? 0,
    )
    const sum = values.reduce((total, value) => total + BigInt(Math.round(value * scale)), 0n)
    sums.set(code, Number(sum) / scale)
  }
  const derived = derivedOf(template).map(({ indicator, formula }) => {
    const value = formula.evaluate(sums)
    return [
      indicator.code,
      value === undefined ? undefined : Number(value.toFixed(indicator.decimals)),
    ] as const
  })
  const results = new Map<string, number | undefined>([...sums, ...derived])
  return {
    expected: units.length,
    reported: said.filter(({ state }) => state !== 'missing').length,
    partial: said.filter(({ state }) => state === 'partial').map(({ unit }) => unit),
    missing: said.filter(({ state }) => state === 'missing').map(({ unit }) => unit),
    values: template.indicators.map(({ code, unit }) => ({
      indicator: code,
      unit,
      value: results.get(code) ?? null,
    })),
  }
}
