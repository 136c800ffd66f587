// cli/own-scope.ts: what this version judges a run's province by, for verify to compare. Starts nothing, plans nothing.
import { fileURLToPath } from 'node:url'
import { loadChecks } from '../readiness/criteria.ts'
import type { Scope } from '../readiness/scope.ts'
import type { RunHeader } from '../types/run.ts'
import { provinceOf } from './ready/communes.ts'
import { fixedPopulations } from './ready/static-evidence.ts'

const CHECKS = fileURLToPath(new URL('../checks', import.meta.url))

/** Criteria, kinds and the populations known without the stack. Workloads and services are the province's own and not here. */
export function ownScope({ province }: RunHeader): Scope {
  const { name: provinceName, unitsSince } = provinceOf(province.code)
  return { ...loadChecks(CHECKS), populations: fixedPopulations(province), provinceName, unitsSince }
}
