// loadtests/shared/options.ts: k6 options from the profile: open model, and the objectives as thresholds.
import type { Options, Scenario, Threshold } from 'k6/options'
import type { SystemName } from '../../types/system.ts'
import { profile } from './profile.ts'

function scenario(system: SystemName, exec?: string): Scenario {
  const rate = profile.ratesPerSecond[system]
  return {
    executor: 'constant-arrival-rate',
    // k6 takes whole iterations per time unit: hundredths a second are exact over 100 s.
    rate: Math.round(rate * 100),
    timeUnit: '100s',
    duration: `${profile.durationSeconds}s`,
    preAllocatedVUs: Math.max(4, Math.ceil(rate * 4)),
    maxVUs: Math.max(8, Math.ceil(rate * 10)),
    gracefulStop: '10s',
    tags: { scenario_system: system },
    ...(exec === undefined ? {} : { exec }),
  }
}

/** A rate without samples passes a k6 threshold, so every script also counts its operations. */
function thresholds(systems: readonly SystemName[]): Record<string, Threshold[]> {
  const limits: Record<string, Threshold[]> = {}
  for (const system of systems) {
    const { p95Ms, p99Ms, failedShareMax, operationsMin } = profile.objectives[system]
    limits[`operations{system:${system}}`] = [`count>=${operationsMin}`]
    if (profile.faultExpected) continue
    limits[`operation_ms{system:${system}}`] = [`p(95)<=${p95Ms}`, `p(99)<=${p99Ms}`]
    limits[`operation_failed{system:${system}}`] = [`rate<=${failedShareMax}`]
  }
  if (!profile.faultExpected) limits['dropped_iterations'] = ['count==0']
  return limits
}

const COMMON: Options = {
  discardResponseBodies: false,
  noConnectionReuse: false,
  summaryTrendStats: ['count', 'avg', 'med', 'p(95)', 'p(99)', 'max'],
  setupTimeout: '60s',
}

/** Options of a script for one system. */
export function optionsFor(system: SystemName): Options {
  return { ...COMMON, scenarios: { [system]: scenario(system) }, thresholds: thresholds([system]) }
}

/** Options of the joint script: all systems at once, each scenario running the function of its name. */
export function jointOptions(systems: readonly SystemName[]): Options {
  const scenarios = Object.fromEntries(systems.map((system) => [system, scenario(system, system)]))
  return { ...COMMON, scenarios, thresholds: thresholds(systems) }
}
