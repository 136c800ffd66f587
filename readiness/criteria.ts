// readiness/criteria.ts: reads criteria from checks/<catalogue>/*.yaml, all or none. Judges nothing.
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { CATALOGUES, type Catalogue, type Criterion } from '../types/criterion.ts'
import { type Fault, SansangError } from '../types/error.ts'
import type { EvidenceKind } from '../types/evidence.ts'
import { criterionFaults } from './criterion-faults.ts'
import { loadKinds } from './kinds.ts'
import { sortedBy } from './order.ts'
import { refuseFaults, shapeFaults } from './shape.ts'
import { readYamlSource, type YamlSource } from './yaml-source.ts'

const HINT = 'docs/criteria.md says the form of a criterion'

/** The kinds and criteria of one folder of checks: `evidence-kinds.yaml` and one folder a catalogue. */
export function loadChecks(root: string): { kinds: EvidenceKind[]; criteria: Criterion[] } {
  const kinds = loadKinds(join(root, 'evidence-kinds.yaml'))
  return { kinds, criteria: loadCriteria([root], kinds) }
}

/**
 * Criteria of all catalogue folders under the roots, sorted by id. Throws `bad-criteria` with every fault of every file by
 * file, line and column, and `no-criteria` when there is no file at all.
 */
export function loadCriteria(roots: readonly string[], kinds: readonly EvidenceKind[]): Criterion[] {
  const files = roots.flatMap(criterionFiles)
  if (files.length === 0)
    throw new SansangError('no-criteria', {
      message: `no criterion in ${roots.join(', ')}`,
      hint: `criteria are files <catalogue>/<id>.yaml; catalogues: ${CATALOGUES.join(', ')}`,
    })
  const read = files.map(({ path, catalogue }) => criterionFrom(readYamlSource(path), catalogue, kinds))
  const faults = [...read.flatMap((one) => one.faults), ...duplicates(read)]
  refuseFaults(faults, 'bad-criteria', `${files.length} criteria`, HINT)
  return sortedBy(
    read.flatMap(({ criterion }) => criterion ?? []),
    ({ id }) => [id],
  )
}

type Read = { readonly path: string; readonly criterion?: Criterion; readonly faults: readonly Fault[] }

/** One criterion from its file, or what is wrong with it. */
export function criterionFrom(
  source: YamlSource,
  catalogue: Catalogue,
  kinds: readonly EvidenceKind[],
): Read {
  const { path } = source
  if (source.faults.length > 0) return { path, faults: source.faults }
  const shape = shapeFaults('criterion-file', source.value)
  const faults: Fault[] = shape.map(({ path, key, message }) => ({
    where: source.where(path, { key }),
    message,
  }))
  // Keys with a fault of form are left out of the questions of meaning; all others are still asked.
  const unfit = new Set(shape.map(({ about }) => about))
  const given: unknown = source.value
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return { path, faults }
  const sound = Object.fromEntries(Object.entries(given).filter(([key]) => !unfit.has(key)))
  const draft: Partial<Criterion> = sound
  for (const { at, key, offset, message } of criterionFaults(draft, {
    file: basename(path),
    catalogue,
    kinds,
  }))
    faults.push({
      where: source.where(at, { ...(key && { key }), ...(offset !== undefined && { offset }) }),
      message,
    })
  return faults.length > 0
    ? { path, faults }
    : { path, faults, criterion: { ...(given as Criterion), catalogue } }
}

function criterionFiles(root: string): { path: string; catalogue: Catalogue }[] {
  return CATALOGUES.flatMap((catalogue) => {
    const folder = join(root, catalogue)
    if (!existsSync(folder)) return []
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml') || name.endsWith('.yml'))
    return names.sort().map((name) => ({ path: join(folder, name), catalogue }))
  })
}

function duplicates(read: readonly Read[]): Fault[] {
  const first = new Map<string, string>()
  return read.flatMap(({ path, criterion }) => {
    if (criterion === undefined) return []
    const earlier = first.get(criterion.id)
    first.set(criterion.id, earlier ?? path)
    return earlier === undefined
      ? []
      : [{ where: `${path}:1:1`, message: `id ${criterion.id} is already in ${earlier}` }]
  })
}
