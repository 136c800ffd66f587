// cli/plan.ts: shows what a province's program declares, and what that changes. Starts nothing; writes only where --render says.
import { join } from 'node:path'
import { listStacks } from '../infra/config.ts'
import { EXIT, SansangError } from '../types/error.ts'
import type { Plan } from '../types/plan.ts'
import { readArguments } from './arguments.ts'
import type { Command, Io } from './command.ts'

const USAGE = `Usage: ./sansang plan <province> [--joint] [--json]
       ./sansang plan --all [--json]
       ./sansang plan <province> | --all  --render DIR
       ./sansang plan <province> | --all  --against PLAN.json | REVISION  [--json]

Evaluates the Pulumi program of one province in this process (no Pulumi CLI, no cluster, no network) and shows what it
declares: components, replicas, processor and memory asked for, and who may connect to whom.

  --all        every province that has a stack
  --joint      the province as a joint operation: the platforms of the former provinces side by side
  --json       one JSON document: the plan (with --all a list of plans; with --against the changes)
  --render     writes the plan as Kubernetes YAML in the order to apply it, one object a file, and kustomization.yaml;
               secrets are placeholders. DIR is replaced whole; with --all each province gets a folder below it
  --against    what the plan would change, resource by resource, since an older plan --json (a file) or since the
               program and stack of a git revision

Examples: ./sansang plan ho-chi-minh
          ./sansang plan ho-chi-minh --render deploy/ho-chi-minh
          ./sansang plan ho-chi-minh --against HEAD~1
`

export const command: Command = {
  usage: USAGE,
  run,
}

type Options = {
  readonly slugs: readonly string[]
  readonly all: boolean
  readonly json: boolean
  readonly joint: boolean
  readonly render: string | undefined
  readonly against: string | undefined
}

async function run(args: readonly string[], io: Io): Promise<number> {
  const options = optionsOf(args)
  // Pulumi takes half a second to load; a misuse is answered without it.
  const { planProvinces, planPlatforms } = await import('../infra/plan.ts')
  if (options.joint) return joint(await planPlatforms(options.slugs[0] ?? ''), options, io)
  const plans = await planProvinces(options.slugs)
  if (options.render !== undefined) await render(plans, options, io)
  else if (options.against !== undefined) await compare(plans, options, io)
  else await show(plans, options, io)
  return EXIT.ok
}

async function show(plans: readonly Plan[], { all, json }: Options, io: Io): Promise<void> {
  const { planPage } = await import('./plan-page.ts')
  if (json) io.out(`${JSON.stringify(all ? plans : plans[0], null, 2)}\n`)
  else io.out(plans.map(planPage).join('\n'))
}

async function joint(platforms: readonly Plan[], options: Options, io: Io): Promise<number> {
  const { jointPlan } = await import('../infra/joint.ts')
  const whole = jointPlan(options.slugs[0] ?? '', platforms)
  if (options.render !== undefined) await render([whole], options, io)
  else if (options.json) await show([whole], options, io)
  else {
    io.out(`${whole.province.name}: ${platforms.length} platforms side by side, a bridge point each\n\n`)
    await show(platforms, options, io)
  }
  return EXIT.ok
}

async function render(plans: readonly Plan[], { all, render = '' }: Options, io: Io): Promise<void> {
  const { manifestsOf } = await import('../infra/render.ts')
  const { renderFolder } = await import('../infra/render-folder.ts')
  // All are rendered before the first is written: a fault in one leaves every folder as it was.
  const rendered = plans.map((plan) => ({ plan, manifests: manifestsOf(plan) }))
  for (const { plan, manifests } of rendered) {
    const folder = all ? join(render, plan.province.slug) : render
    renderFolder(folder, manifests)
    io.out(`wrote ${manifests.size - 1} objects of ${plan.province.slug} to ${folder}\n`)
  }
}

async function compare(plans: readonly Plan[], { all, json, against = '' }: Options, io: Io): Promise<void> {
  const { changesOf } = await import('../infra/change.ts')
  const { olderPlans } = await import('./plan-against.ts')
  const { changePage } = await import('./plan-change.ts')
  const slugs = plans.map(({ province }) => province.slug)
  const older = await olderPlans(slugs, against, io.signal)
  const changes = plans.map((plan) => ({
    province: plan.province.slug,
    against,
    ...changesOf(older.get(plan.province.slug), plan),
  }))
  if (json) io.out(`${JSON.stringify(all ? changes : changes[0], null, 2)}\n`)
  else io.out(changes.map((one) => changePage(one, one.province, against)).join('\n'))
}

function optionsOf(args: readonly string[]): Options {
  const { values, positionals } = parse(args)
  const { all, json, joint, render, against } = values
  const [slug, ...more] = positionals
  if ((slug === undefined) !== all || more.length > 0)
    throw new SansangError('misuse', {
      message: 'plan takes one province, or --all',
      hint: `./sansang plan <province>; there are ${listStacks().join(', ')}`,
    })
  const clash =
    (render !== undefined && (against !== undefined || json)) || (joint && (all || against !== undefined))
  if (clash || render === '' || against === '')
    throw new SansangError('misuse', {
      message: '--render goes with neither --json nor --against, --joint with neither --all nor --against',
      hint: './sansang plan --help',
    })
  return { slugs: slug === undefined ? listStacks() : [slug], all, json, joint, render, against }
}

function parse(args: readonly string[]) {
  return readArguments('plan', {
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      joint: { type: 'boolean', default: false },
      render: { type: 'string' },
      against: { type: 'string' },
    },
  })
}
