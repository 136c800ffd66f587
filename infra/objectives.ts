// infra/objectives.ts: what the systems must hold to, from loadtests/objectives.json, the one file of objectives. Adds no figure.
import { readFileSync } from 'node:fs'
import { SYSTEMS, type SystemName } from '../types/system.ts'

/** Response times in milliseconds; share of failed requests from 0 to 1. */
export type Objective = { readonly p95Ms: number; readonly p99Ms: number; readonly failedShareMax: number }

const FILE = new URL('../loadtests/objectives.json', import.meta.url)

/** Objectives of the five systems. Throws for a system the file does not speak of. */
export function readObjectives(): Readonly<Record<SystemName, Objective>> {
  const { systems } = JSON.parse(readFileSync(FILE, 'utf8')) as {
    systems: Partial<Record<string, Objective>>
  }
  const entries = SYSTEMS.map((system): [string, Objective] => {
    const objective = systems[system]
    if (objective === undefined)
      throw new TypeError(`loadtests/objectives.json has no objective for ${system}`)
    return [system, objective]
  })
  return Object.fromEntries(entries) as Record<SystemName, Objective>
}
