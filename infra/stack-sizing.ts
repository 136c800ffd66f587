// infra/stack-sizing.ts: how large a province's platform is planned, from its facts. Pure; load tests say whether it suffices.
import { SYSTEMS } from '../types/system.ts'
import type { Size, WorkloadSize } from './stack.ts'

export type SizingFacts = {
  readonly communes: number
  readonly bridgePoints: number
  readonly dossiersPerWorkingDay: number
}

export type Sizes = {
  readonly database: Size & { readonly instances: number; readonly storageGiB: number }
  readonly workloads: Readonly<Record<string, WorkloadSize>>
}

/** What one step of every size below is meant to carry. Ours, not published. */
const DOSSIERS_A_STEP = 8_000
const COMMUNES_A_STEP = 128

/** A year's working days and what a dossier leaves in the database: rows, journal, outbox, not its scanned files. */
const WORKING_DAYS = 250
const KIB_A_DOSSIER = 128
const STORAGE_STEP_GIB = 100

/** Replicas, processor, memory and storage for the facts: steps of 8,000 dossiers a day or 128 communes, one spare replica. */
export function sizesOf({ communes, bridgePoints, dossiersPerWorkingDay }: SizingFacts): Sizes {
  const dossierSteps = Math.max(1, Math.ceil(dossiersPerWorkingDay / DOSSIERS_A_STEP))
  const steps = Math.max(dossierSteps, Math.ceil(communes / COMMUNES_A_STEP))
  const common = { replicas: 1 + steps, cpuMillicores: 250, memoryMiB: 128 * (1 + steps) }
  const storageGiB = (dossiersPerWorkingDay * WORKING_DAYS * KIB_A_DOSSIER) / 2 ** 20
  return {
    database: {
      instances: 3,
      storageGiB: STORAGE_STEP_GIB * Math.max(1, Math.ceil(storageGiB / STORAGE_STEP_GIB)),
      cpuMillicores: 1_000 * dossierSteps,
      memoryMiB: 2_048 * dossierSteps,
    },
    workloads: {
      ...Object.fromEntries(SYSTEMS.map((system) => [system, common])),
      procedures: { replicas: 2 + dossierSteps, cpuMillicores: 500, memoryMiB: 512 },
      // A meeting goes on at every bridge point while one replica restarts.
      meetings: { ...common, replicas: Math.max(common.replicas, bridgePoints) },
      identity: common,
      gateway: common,
    },
  }
}
