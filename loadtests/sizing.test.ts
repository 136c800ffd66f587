// loadtests/sizing.test.ts: rates follow the province's facts.
import { describe, expect, test } from 'vitest'
import objectives from './objectives.json' with { type: 'json' }
import { peakRates } from './sizing.ts'

const facts = (communes: number, dossiersPerWorkingDay: number) => ({
  communes: Array.from({ length: communes }, (_, n) => String(n).padStart(5, '0')),
  bridgePoints: ['79', '74', '77'],
  dossiersPerWorkingDay,
})

describe('peakRates', () => {
  test('sizes Ho Chi Minh City: 16,000 dossiers a day, 168 communes', () => {
    const rates = peakRates(facts(168, 16_000), objectives.sizing)
    // 16,000 × 1.3 × 20 % in the peak hour / 3,600 s × headroom 3
    expect(rates.procedures).toBeCloseTo(3.47, 2)
    expect(rates.exchange).toBeGreaterThan(rates.procedures)
  })

  test('grows with the dossiers, and never falls under the floor', () => {
    expect(peakRates(facts(168, 32_000), objectives.sizing).procedures).toBeCloseTo(6.94, 2)
    expect(peakRates(facts(38, 100), objectives.sizing).procedures).toBe(objectives.sizing.ratePerSecondMin)
  })

  test('refuses a province without communes or dossiers', () => {
    expect(() => peakRates(facts(0, 16_000), objectives.sizing)).toThrow(RangeError)
    expect(() => peakRates(facts(168, 0), objectives.sizing)).toThrow(RangeError)
  })
})
