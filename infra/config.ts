// infra/config.ts: reads stacks/Pulumi.<province>.yaml. All faults at once, each with its place; never a half-read stack.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SansangError } from '../types/error.ts'
import { readSource } from './config-source.ts'
import { meantProvince } from './meant-province.ts'
import { completeStack, type Stack, stackFaults } from './stack.ts'
import { readProvinces } from './units.ts'

const STACKS = fileURLToPath(new URL('../stacks', import.meta.url))

/** Slugs of the provinces that have a stack file, sorted. Throws `stacks-unreadable`. */
export function listStacks(folder: string = STACKS): string[] {
  try {
    return (
      readdirSync(folder)
        .map((name) => /^Pulumi\.([a-z0-9-]+)\.yaml$/.exec(name)?.[1])
        // Stacks of a joint operation end in the former province's code; they are parts of a province, not one.
        .filter((slug) => slug !== undefined)
        .filter((slug) => !/-\d\d$/.test(slug))
        .sort()
    )
  } catch (cause) {
    throw new SansangError('stacks-unreadable', {
      message: `the folder of stacks cannot be read: ${folder}`,
      hint: 'run sansang from its own checkout',
      cause,
    })
  }
}

/** A stack and the `config` values it was read from, as the Pulumi engine would hand them over. */
export type StackFile = { readonly stack: Stack; readonly values: Readonly<Record<string, unknown>> }

/** One province's stack. Throws `unknown-province`, `stack-unreadable` or `stack-invalid` (all faults, by line). */
export function readStack(slug: string, folder: string = STACKS): Stack {
  return readStackFile(slug, folder).stack
}

/** Many stacks. Throws `stack-invalid` with all faults of all files before any is used. */
export function readStackFiles(slugs: readonly string[], folder: string = STACKS): StackFile[] {
  const faulty: SansangError[] = []
  const files = slugs.flatMap((slug) => {
    try {
      return [readStackFile(slug, folder)]
    } catch (error) {
      if (!(error instanceof SansangError && error.code === 'stack-invalid')) throw error
      faulty.push(error)
      return []
    }
  })
  const [first, ...more] = faulty
  if (first === undefined) return files
  if (more.length === 0) throw first
  const faults = faulty.flatMap((error) => error.faults)
  throw new SansangError('stack-invalid', {
    message: `${faulty.length} stacks have ${faults.length} faults`,
    hint: 'mend them, then plan again; stacks/README.md explains every key',
    faults,
  })
}

/** Like `readStack`, with the raw values. */
export function readStackFile(slug: string, folder: string = STACKS): StackFile {
  const known = listStacks(folder)
  if (!known.includes(slug)) throw unknownProvince(slug, known)
  const where = `stacks/Pulumi.${slug}.yaml`
  let source: string
  try {
    source = readFileSync(`${folder}/Pulumi.${slug}.yaml`, 'utf8')
  } catch (cause) {
    throw new SansangError('stack-unreadable', {
      message: `${where} cannot be read`,
      hint: `check its permissions`,
      where,
      cause,
    })
  }
  const { faults, values } = readSource(where, source, (config) => stackFaults(slug, config))
  if (faults.length > 0)
    throw new SansangError('stack-invalid', {
      message: `the stack of ${slug} has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`,
      hint: `mend ${where}, then: ./sansang plan ${slug}; stacks/README.md explains every key`,
      where,
      faults,
    })
  return { stack: completeStack(slug, values), values }
}

function unknownProvince(slug: string, known: readonly string[]): SansangError {
  const province = readProvinces().find((candidate) => candidate.slug === slug)
  if (province !== undefined)
    return new SansangError('unknown-province', {
      message: `there is no stack "${slug}": ${province.name} has no stack file yet`,
      hint: './sansang stacks generate writes it',
    })
  const meant = meantProvince(slug)
  return new SansangError('unknown-province', {
    message: `there is no stack "${slug}"${meant?.because === undefined ? '' : `: ${meant.because}`}`,
    hint:
      meant !== undefined && known.includes(meant.slug)
        ? `did you mean ${meant.slug}? ./sansang stacks lists all of them`
        : `name a stack there is (stacks: ${known.join(', ')})`,
  })
}
