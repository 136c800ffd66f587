// checks/collectors/systems.ts: asks the five running systems what they can do and whom they refuse. Judges nothing.
import type { Adapter, PathStep } from '../../types/adapter.ts'
import type { Evidence } from '../../types/evidence.ts'
import type { JsonObject } from '../../types/json.ts'
import { type Role, SYSTEMS, type SystemName } from '../../types/system.ts'
import { askStatus, type Http, TIMEOUT_MS } from './http.ts'
import { tryRefusals, trySignIn } from './refusals.ts'
import { compareUnits, type NamedUnit } from './unit-list.ts'

const COLLECTOR = 'probe/1'

export type SystemsOptions = {
  /** Base URL of each system and of `identity`. */
  readonly endpoints: Readonly<Record<string, string>>
  readonly adapters: Readonly<Record<SystemName, Adapter>>
  readonly token: (role: Role) => Promise<string>
  /** Communes in force, with their decreed names. */
  readonly communes: readonly NamedUnit[]
  /** RFC 3339 with offset. */
  readonly now: () => string
  readonly http?: Http
}

/**
 * One record of kind `system` for each of the five. What could not be measured is left out of the record, which makes it missing
 * evidence; a system that does not answer at all is a record that says so.
 */
export async function collectSystems(options: SystemsOptions): Promise<Evidence[]> {
  const records: Evidence[] = []
  // One after the other: a system's answers must not be slowed by another's.
  for (const system of SYSTEMS) records.push(await collectSystem(system, options))
  return records
}

async function collectSystem(system: SystemName, options: SystemsOptions): Promise<Evidence> {
  const { endpoints, adapters, token, communes, now, http = fetch } = options
  const baseUrl = endpoints[system]
  const identityUrl = endpoints['identity']
  const adapter = adapters[system]
  const door = { http, baseUrl: baseUrl ?? '', token }
  const facts: JsonObject = {
    ready: baseUrl !== undefined && (await isReady(http, baseUrl)),
    ...(await unitFacts(adapter, communes)),
    essentialPath: await essentialPath(adapter),
    ...(await measured('protected', () => tryRefusals(door))),
    ...(await measured('oidc', () => trySignIn({ ...door, identityUrl: identityUrl ?? '' }))),
    metrics: baseUrl !== undefined && (await servesMetrics(http, baseUrl)),
  }
  return {
    schema: 'sansang.evidence/1',
    id: `system/${system}`,
    kind: 'system',
    subject: system,
    collectedAt: now(),
    collector: COLLECTOR,
    origin: 'measured',
    facts,
  }
}

async function measured(name: string, work: () => Promise<JsonObject>): Promise<JsonObject> {
  try {
    return { [name]: await work() }
  } catch {
    // Nothing was measured, and nothing is claimed: the criterion will name the fact it misses.
    return {}
  }
}

async function isReady(http: Http, baseUrl: string): Promise<boolean> {
  return askStatus({ http, url: `${baseUrl}/readyz` }).then(
    (status) => status === 200,
    () => false,
  )
}

async function servesMetrics(http: Http, baseUrl: string): Promise<boolean> {
  try {
    const answer = await http(`${baseUrl}/metrics`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    // A line that declares a metric: an empty page or an HTML error is no measurement.
    return answer.ok && /^# TYPE \w+ (counter|gauge|histogram|summary)$/m.test(await answer.text())
  } catch {
    return false
  }
}

async function unitFacts(adapter: Adapter, communes: readonly NamedUnit[]): Promise<JsonObject> {
  try {
    const { missing, extra, renamed } = compareUnits(communes, await adapter.units())
    return {
      unitsExpected: communes.length,
      unitsMissing: missing,
      unitsExtra: extra,
      unitsRenamed: renamed,
    }
  } catch {
    return {}
  }
}

async function essentialPath(adapter: Adapter): Promise<JsonObject> {
  const failed = (step: string, steps: readonly PathStep[]) => ({
    ok: false,
    failedStep: step,
    steps: rounded(steps),
  })
  try {
    const steps = await adapter.essentialPath()
    const broken = steps.find(({ ok }) => !ok)
    if (broken !== undefined) return failed([broken.name, broken.detail].filter(Boolean).join(': '), steps)
    // A path without steps has not been walked.
    return steps.length === 0 ? failed('no step', steps) : { ok: true, failedStep: '', steps: rounded(steps) }
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error), [])
  }
}

function rounded(steps: readonly PathStep[]): JsonObject[] {
  return steps.map(({ name, ok, ms, detail }) => ({
    name,
    ok,
    ms: Math.round(ms),
    ...(detail !== undefined && { detail }),
  }))
}
