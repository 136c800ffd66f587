// readiness/load/profile.ts: a province's facts and the objectives become the profile a k6 script runs with.
import { readFile } from 'node:fs/promises'
import { peakRates, type SizingFigures } from '../../loadtests/sizing.ts'
import type { LoadProfile, Objectives } from '../../types/load.ts'
import type { ProvinceFacts } from '../../types/province.ts'
import type { SystemName } from '../../types/system.ts'

export type DrillObjectives = { readonly rtoSeconds: number; readonly rpoSeconds: number }

export type ObjectivesFile = {
  readonly systems: Readonly<Record<SystemName, Objectives>>
  readonly drills: Readonly<Record<string, DrillObjectives>>
  readonly sizing: SizingFigures
}

/** Reads loadtests/objectives.json, the one file of objectives. */
export async function readObjectives(): Promise<ObjectivesFile> {
  return JSON.parse(
    await readFile(new URL('../../loadtests/objectives.json', import.meta.url), 'utf8'),
  ) as ObjectivesFile
}

type ProfileOptions = {
  readonly facts: ProvinceFacts
  readonly objectives: ObjectivesFile
  readonly endpoints: Readonly<Record<string, string>>
  readonly rehearsalSecret: string
  readonly durationSeconds: number
  readonly runId: string
  readonly faultExpected?: boolean
}

/** One profile. Rates come from the province's facts alone; a longer profile runs the same peak for longer. */
export function loadProfile(options: ProfileOptions): LoadProfile {
  const {
    facts,
    objectives,
    endpoints,
    rehearsalSecret,
    durationSeconds,
    runId,
    faultExpected = false,
  } = options
  return {
    schema: 'sansang.load-profile/1',
    endpoints,
    rehearsalSecret,
    member: facts.member,
    province: facts.code,
    communes: facts.communes,
    bridgePoints: facts.bridgePoints,
    ratesPerSecond: peakRates(facts, objectives.sizing),
    durationSeconds,
    objectives: objectives.systems,
    runId,
    faultExpected,
  }
}
