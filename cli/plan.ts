// cli/plan.ts: shows what a province's program declares. Starts nothing and writes nothing.
import { parseArgs } from 'node:util'
import { listStacks } from '../infra/config.ts'
import { EXIT, SansangError } from '../types/error.ts'
import type { Command, Io } from './command.ts'

const USAGE = `Usage: ./sansang plan <province> [--json]
       ./sansang plan --all [--json]

Evaluates the Pulumi program of one province in this process (no Pulumi CLI, no cluster, no network) and shows what it
declares: components, replicas, processor and memory asked for, and who may connect to whom.

  --all     every province that has a stack
  --json    one JSON document: the plan (with --all a list of plans)

Example: ./sansang plan ho-chi-minh
`

export const command: Command = {
  summary: 'what a province’s platform will be, as components and totals',
  usage: USAGE,
  run,
}

async function run(args: readonly string[], io: Io): Promise<number> {
  const { slugs, all, json } = options(args)
  // Pulumi takes half a second to load; a misuse is answered without it.
  const { planProvince } = await import('../infra/plan.ts')
  const { planPage } = await import('./plan-page.ts')
  const plans = await Promise.all(slugs.map((slug) => planProvince(slug)))
  if (json) io.out(`${JSON.stringify(all ? plans : plans[0], null, 2)}\n`)
  else io.out(plans.map(planPage).join('\n'))
  return EXIT.ok
}

function options(args: readonly string[]): { slugs: string[]; all: boolean; json: boolean } {
  const { values, positionals } = parse(args)
  if (values.all && positionals.length === 0) return { slugs: listStacks(), all: true, json: values.json }
  const [slug, ...more] = positionals
  if (slug === undefined || more.length > 0 || values.all)
    throw new SansangError('misuse', {
      message: 'plan takes one province, or --all',
      hint: `./sansang plan <province>; there are ${listStacks().join(', ')}`,
    })
  return { slugs: [slug], all: false, json: values.json }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, all: { type: 'boolean', default: false } },
    })
  } catch (cause) {
    throw new SansangError('misuse', {
      message: cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause),
      hint: './sansang plan --help',
      cause,
    })
  }
}
