// infra/stack-generate.ts: every province's stack file as it should stand, beside as it stands. Writes nothing.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Fault, SansangError } from '../types/error.ts'
import { readSource, type Source } from './config-source.ts'
import { meantProvince } from './meant-province.ts'
import { faultsOf, partial } from './shape.ts'
import { isUntouched, stackText, stackValues, type Values } from './stack-file.ts'
import { schemaTexts } from './stack-schema.ts'
import { STACK_SHAPE } from './stack-shape.ts'
import { type Province, readProvinces } from './units.ts'

const STACKS = fileURLToPath(new URL('../stacks', import.meta.url))
const HAND_SHAPE = partial(STACK_SHAPE)
const NOTHING: Source = { faults: [], values: {}, kept: { config: {}, top: {} } }

export type GeneratedFile = {
  /** Within the folder of stacks: `Pulumi.ca-mau.yaml`. */
  readonly name: string
  readonly text: string
  /** Absent when the file is not there yet. */
  readonly stored: string | undefined
}

/**
 * The stack files and their JSON Schema. Throws `hand-invalid` with every fault of every hand file, and `stack-edited` for
 * generated files a person has changed: those values would be lost.
 */
export function generatedStacks(folder: string = STACKS): GeneratedFile[] {
  const hands = readHands(folder)
  const edited: Fault[] = []
  const stacks = readProvinces().map((province): GeneratedFile => {
    const name = `Pulumi.${province.slug}.yaml`
    const stored = readIfThere(`${folder}/${name}`)
    const hand = hands.get(province.slug) ?? {}
    const found = stored === undefined ? NOTHING : readSource(`stacks/${name}`, stored, () => [])
    edited.push(...editsOf(province, hand, found, stored))
    return { name, text: stackText(province, hand, found.kept), stored }
  })
  if (edited.length > 0)
    throw new SansangError('stack-edited', {
      message: `${edited.length} generated stack ${edited.length === 1 ? 'file has' : 'files have'} been changed by hand and would be overwritten`,
      hint: 'move the changed values to stacks/hand/<province>.yaml, git checkout the generated file, then: ./sansang stacks generate',
      faults: edited,
    })
  const schemas = Object.entries(schemaTexts()).map(([name, text]) => ({
    name,
    text,
    stored: readIfThere(`${folder}/${name}`),
  }))
  return [...stacks, ...schemas]
}

/** Broken YAML, and settings that are neither what was generated last nor what would be generated now. */
function editsOf(
  province: Province,
  hand: Values,
  found: Source,
  stored: string | undefined,
): readonly Fault[] {
  if (stored === undefined) return []
  if (found.faults.length > 0) return found.faults
  if (isUntouched(stored, found.values)) return []
  const now = stackText(province, hand, { config: {}, top: {} })
  if (isUntouched(now, found.values)) return []
  const values = stackValues(province, hand)
  const groups = Object.entries(found.values).filter(([key, group]) => differs(group, values[key]))
  return [
    {
      where: `stacks/Pulumi.${province.slug}.yaml`,
      message: `its values are not the generated ones; look at ${groups.map(([key]) => key).join(', ') || 'what is missing'}`,
    },
  ]
}

function differs(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return left !== right
  const [ours, theirs] = [left as Record<string, unknown>, right as Record<string, unknown>]
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].some((key) =>
    differs(ours[key], theirs[key]),
  )
}

function readHands(folder: string): Map<string, Values> {
  const names = existsSync(`${folder}/hand`)
    ? readdirSync(`${folder}/hand`)
        // A file set aside under another name would be left out of the platform without a word.
        .filter((name) => name !== 'hand.schema.json' && !name.startsWith('.'))
        .sort()
    : []
  const faults: Fault[] = []
  const hands = new Map<string, Values>()
  for (const name of names) {
    const where = `stacks/hand/${name}`
    if (!name.endsWith('.yaml')) {
      faults.push({
        where,
        message: 'is no <province>.yaml and would not be read; rename it or take it away',
      })
      continue
    }
    const slug = name.replace(/\.yaml$/, '')
    const source = readSource(where, readFileSync(`${folder}/hand/${name}`, 'utf8'), (values) =>
      faultsOf(HAND_SHAPE, values),
    )
    faults.push(...strangerOf(where, slug), ...source.faults)
    hands.set(slug, source.values as Values)
  }
  if (faults.length > 0)
    throw new SansangError('hand-invalid', {
      message: `what was set by hand has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`,
      hint: 'mend them, then: ./sansang stacks generate; stacks/README.md explains every key',
      faults,
    })
  return hands
}

function strangerOf(where: string, slug: string): Fault[] {
  const slugs = readProvinces().map((province) => province.slug)
  if (slugs.includes(slug)) return []
  const meant = meantProvince(slug)
  return [
    {
      where,
      message: `no province is called ${slug}${meant?.because === undefined ? '' : `: ${meant.because}`}${meant === undefined ? '' : `; did you mean ${meant.slug}?`}`,
    },
  ]
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
