// infra/plan-all.test.ts: the plan of every stack that has no full golden, as its differences from one that has. Lossless, and short.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import type { Plan } from '../types/plan.ts'
import { changesOf } from './change.ts'
import { listStacks } from './config.ts'
import { planProvinces } from './plan.ts'

const FOLDER = fileURLToPath(new URL('goldens/others', import.meta.url))
const UPDATE = process.env['SANSANG_UPDATE_GOLDENS'] === '1'
/** Its own goldens are whole (plan.test.ts), a file a component. */
const BASE = 'an-giang'
const WHOLE = [BASE, 'ho-chi-minh', 'lam-dong']

let plans: ReadonlyMap<string, Plan>
beforeAll(async () => {
  const slugs = listStacks()
  const made = await planProvinces(slugs)
  plans = new Map(made.map((plan) => [plan.province.slug, plan]))
}, 120_000)

function plan(slug: string): Plan {
  const found = plans.get(slug)
  if (found === undefined) throw new Error(`no plan of ${slug}`)
  return found
}

/** The same names in every province's plan, so that only what differs differs; outputs stand as one more resource. */
function neutral(own: Plan): Plan {
  const { slug, name } = own.province
  const text = JSON.stringify(own)
    .replaceAll(new RegExp(`(?<![a-z])${slug}(?![a-z])`, 'g'), '<province>')
    .replaceAll(name, '<name>')
  const { outputs, resources, ...rest }: Plan = JSON.parse(text)
  const page = { urn: 'outputs', type: 'outputs', name: 'outputs', inputs: outputs }
  return { ...rest, outputs: {}, resources: [...resources, page] }
}

/** Component below the platform → `Kind name field: base → own`, one line a field. */
function goldenOf(own: Plan): string {
  const after = neutral(own)
  const { changes } = changesOf(neutral(plan(BASE)), after, true)
  const byComponent: Record<string, string[]> = {}
  for (const { type, name, action, fields } of changes) {
    const lines = fields.map(
      ({ path, from, to }) => `${path}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`,
    )
    const label = `${type.split(':').at(-1)} ${name}`
    const component = componentOf(after, type, name)
    const said = lines.length === 0 ? [`${label}: ${action}`] : lines.map((line) => `${label} ${line}`)
    byComponent[component] = [...(byComponent[component] ?? []), ...said]
  }
  return `${JSON.stringify({ name: own.province.name, base: BASE, resources: own.resources.length, differences: byComponent }, null, 2)}\n`
}

function componentOf({ resources }: Plan, type: string, name: string): string {
  const platform = resources[1]?.urn
  let one = resources.find((resource) => resource.type === type && resource.name === name)
  while (one?.parent !== undefined && one.parent !== platform) {
    const { parent } = one
    one = resources.find(({ urn }) => urn === parent)
  }
  return one === undefined || one.parent === undefined ? 'platform' : one.name
}

test('34 stacks: 3 with whole goldens, 31 told by their differences, no golden left over', () => {
  expect(listStacks()).toHaveLength(34)
  const others = listStacks().filter((slug) => !WHOLE.includes(slug))
  expect(others).toHaveLength(31)
  const golden = (slug: string) => `${FOLDER}/${slug}.golden.json`
  const differs = others.filter(
    (slug) => !existsSync(golden(slug)) || readFileSync(golden(slug), 'utf8') !== goldenOf(plan(slug)),
  )
  const stored = existsSync(FOLDER) ? readdirSync(FOLDER).map((name) => name.replace('.golden.json', '')) : []
  const orphans = stored.filter((slug) => !others.includes(slug))
  if (UPDATE) {
    mkdirSync(FOLDER, { recursive: true })
    for (const slug of differs) writeFileSync(golden(slug), goldenOf(plan(slug)))
    for (const slug of orphans) rmSync(golden(slug))
  }
  // A run that rewrites them fails too: the next one, without the flag, is the proof.
  expect({ differs, orphans }).toEqual({ differs: [], orphans: [] })
})

test('a changed replica is told', () => {
  const own = plan('lai-chau')
  const changed: Plan = JSON.parse(JSON.stringify(own).replace('"replicas":3', '"replicas":5'))
  expect(goldenOf(changed)).not.toBe(goldenOf(own))
})

test('how many resources there are does not depend on the communes', () => {
  const counts = new Set([...plans.values()].map(({ resources }) => resources.length))
  expect([...counts]).toHaveLength(1)
})
