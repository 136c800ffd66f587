// cli/own-scope.ts: what this version judges a run's province by, for verify to compare. Starts nothing, plans nothing.
import { fileURLToPath } from 'node:url'
import { readProvinces } from '../infra/units.ts'
import { loadChecks } from '../readiness/criteria.ts'
import { objectiveFacts } from '../readiness/load/evidence.ts'
import { readObjectives } from '../readiness/load/profile.ts'
import type { Scope } from '../readiness/scope.ts'
import type { JsonObject } from '../types/json.ts'
import type { RunHeader } from '../types/run.ts'
import { provinceOf } from './ready/communes.ts'
import { SCRIPT_NAMES } from './ready/measure.ts'
import { fixedPopulations } from './ready/static-evidence.ts'

const CHECKS = fileURLToPath(new URL('../checks', import.meta.url))

/** Criteria, kinds, limits and the populations known without the stack. Workloads and services are the province's own and not here. */
export async function ownScope(): Promise<(header: RunHeader) => Scope> {
  const checks = loadChecks(CHECKS)
  const { systems, drills } = await readObjectives()
  const objectives = new Map<string, JsonObject>([
    ...SCRIPT_NAMES.map((script) => [`load/${script}`, objectiveFacts(script, systems)] as const),
    ...Object.entries(drills).map(([name, limits]) => [`drill/${name}`, { ...limits }] as const),
  ])
  return ({ province: { code } }) => {
    const { name: provinceName, unitsSince } = provinceOf(code)
    const provinceSlug = readProvinces().find((province) => province.code === code)?.slug
    const populations = fixedPopulations({ code })
    if (provinceSlug !== undefined && provinceName !== undefined)
      populations.push({ name: 'province', members: [{ id: provinceSlug, label: provinceName }] })
    return { ...checks, populations, objectives, provinceName, provinceSlug, unitsSince }
  }
}
