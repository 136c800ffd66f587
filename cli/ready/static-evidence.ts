// cli/ready/static-evidence.ts: what is known without starting anything: plan, inventory, services' forms. Judges nothing.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { planEvidence } from '../../checks/collectors/plan.ts'
import { readCoverage, SERVICES_FILE } from '../../checks/inventory/coverage.ts'
import { readInventory } from '../../checks/inventory/read.ts'
import { sampleInventory } from '../../checks/sample/inventory.ts'
import { sampleCoverage } from '../../checks/sample/service-coverage.ts'
import type { Stack } from '../../infra/stack.ts'
import { stateError } from '../../targets/state.ts'
import type { Evidence, EvidenceKind, Population } from '../../types/evidence.ts'
import type { Plan } from '../../types/plan.ts'
import { SYSTEMS } from '../../types/system.ts'
import { timestamp } from './clock.ts'
import { communesOf } from './communes.ts'
import { DRILLS, SCRIPT_NAMES } from './measure.ts'
import type { ReadyOptions } from './options.ts'

export type Gathered = { readonly evidence: readonly Evidence[]; readonly populations: readonly Population[] }

/** Evidence of the plan, and the populations `workloads` and `province`. */
export function gatherPlan(plan: Plan): Gathered {
  return planEvidence(plan, { collectedAt: timestamp() })
}

/** Who must be heard from whether or not anything arrives. */
export function fixedPopulations({ code: provinceCode }: { readonly code: string }): Population[] {
  const named = (name: string, ids: readonly string[]) => ({
    name,
    members: [...ids].sort().map((id) => ({ id, label: id })),
  })
  return [
    {
      name: 'communes',
      members: communesOf(provinceCode).map(({ code, name }) => ({ id: code, label: name })),
    },
    named('systems', SYSTEMS),
    named('loads', SCRIPT_NAMES),
    named(
      'drills',
      DRILLS.map((drill) => drill.name),
    ),
  ]
}

/** Nobody has said which services there are: one silent member, so that silence cannot pass for an empty list. */
const NO_SERVICES: Population = {
  name: 'services',
  members: [{ id: 'services', label: 'danh mục dịch vụ công trực tuyến / the list of online services' }],
}

type InventoryOptions = {
  readonly stack: Stack
  readonly asOf: string
  readonly options: Pick<ReadyOptions, 'sample' | 'seed' | 'inventory'>
  readonly kinds: readonly EvidenceKind[]
  /** Where the sample's files are written before they are read like anyone's. */
  readonly dir: string
}

/** The communes' inventory and the province's services. Throws `bad-inventory`, `bad-coverage`, `no-inventory`, `disk-full`. */
export async function gatherInventory({
  stack,
  asOf,
  options,
  kinds,
  dir,
}: InventoryOptions): Promise<Gathered> {
  const communes = communesOf(stack.code)
  const folder = options.sample
    ? await writeSample(join(dir, 'inventory'), { stack, asOf, seed: options.seed, kinds })
    : options.inventory
  if (folder === undefined) return { evidence: [], populations: [NO_SERVICES] }
  const { evidence } = readInventory(folder, { communes, kinds })
  const coverage = readCoverage(join(folder, SERVICES_FILE), kinds)
  return {
    evidence: [...evidence, ...(coverage?.evidence ?? [])],
    populations: [coverage?.population ?? NO_SERVICES],
  }
}

type SampleFiles = {
  readonly stack: Stack
  readonly asOf: string
  readonly seed: number
  readonly kinds: readonly EvidenceKind[]
}

async function writeSample(folder: string, { stack, asOf, seed, kinds }: SampleFiles): Promise<string> {
  const files = [
    ...sampleInventory({
      provinceCode: stack.code,
      communes: communesOf(stack.code),
      kinds,
      asOf,
      seed,
    }),
    { name: SERVICES_FILE, text: sampleCoverage(asOf) },
  ]
  try {
    await mkdir(folder, { recursive: true })
    for (const { name, text } of files) await writeFile(join(folder, name), text)
  } catch (cause) {
    throw stateError(folder, cause)
  }
  return folder
}
