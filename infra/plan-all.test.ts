// infra/plan-all.test.ts: the plan of every stack that has no full golden, as its differences from one that has. Lossless, and short.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
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
const SUFFIX = '.golden.json'
const COMPONENTS = 12

let plans: ReadonlyMap<string, Plan>
beforeAll(async () => {
  const slugs = listStacks()
  const made = await planProvinces(slugs)
  plans = new Map(made.map((plan) => [plan.province.slug, plan]))
})

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

/** Component → its golden: how many resources it has, and `Kind name field: base → own`, one line a field that differs. */
function goldensOf(own: Plan): Map<string, string> {
  const after = neutral(own)
  const components = after.resources.map(({ type, name }) => componentOf(after, type, name))
  const differences = new Map(components.map((component) => [component, [] as string[]]))
  for (const { type, name, action, fields } of changesOf(neutral(plan(BASE)), after, true).changes) {
    const lines = fields.map(
      ({ path, from, to }) => `${path}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`,
    )
    const label = `${type.split(':').at(-1)} ${name}`
    const component = componentOf(after, type, name)
    const said = lines.length === 0 ? [`${label}: ${action}`] : lines.map((line) => `${label} ${line}`)
    differences.set(component, [...(differences.get(component) ?? []), ...said])
  }
  return new Map(
    [...differences].map(([component, lines]) => [
      component,
      `${JSON.stringify({ base: BASE, resources: components.filter((one) => one === component).length, differences: lines }, null, 2)}\n`,
    ]),
  )
}

function componentOf({ resources }: Plan, type: string, name: string): string {
  const platform = resources[1]?.urn
  let one = resources.find((resource) => resource.type === type && resource.name === name)
  while (one?.parent !== undefined && one.parent !== platform) {
    const { parent } = one
    one = resources.find(({ urn }) => urn === parent)
  }
  const component = one === undefined || one.parent === undefined ? 'platform' : one.name
  // The namespace is called after its province.
  return component.includes('<province>') ? 'namespace' : component
}

/** `<slug>/<component>` of every golden on disk. */
function stored(): string[] {
  if (!existsSync(FOLDER)) return []
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length))
}

test('34 stacks: 3 with whole goldens, 31 told by their differences, a file a component, none left over', () => {
  expect(listStacks()).toHaveLength(34)
  const others = listStacks().filter((slug) => !WHOLE.includes(slug))
  expect(others).toHaveLength(31)
  const wanted: ReadonlyMap<string, string> = new Map(
    others.flatMap((slug) =>
      [...goldensOf(plan(slug))].map(([part, text]) => [`${slug}/${part}`, text] as const),
    ),
  )
  expect(wanted.size).toBe(others.length * COMPONENTS)
  const path = (name: string) => `${FOLDER}/${name}${SUFFIX}`
  const differs = [...wanted].filter(
    ([name, text]) => !existsSync(path(name)) || readFileSync(path(name), 'utf8') !== text,
  )
  const orphans = stored().filter((name) => !wanted.has(name))
  if (UPDATE) {
    for (const [name, text] of differs) {
      mkdirSync(dirname(path(name)), { recursive: true })
      writeFileSync(path(name), text)
    }
    for (const name of orphans) rmSync(path(name))
  }
  // A run that rewrites them fails too: the next one, without the flag, is the proof.
  expect({ differs: differs.map(([name]) => name), orphans }).toEqual({ differs: [], orphans: [] })
})

test('a changed replica is told', () => {
  const own = plan('lai-chau')
  const changed: Plan = JSON.parse(JSON.stringify(own).replace('"replicas":3', '"replicas":5'))
  const differs = [...goldensOf(changed)].filter(([part, text]) => text !== goldensOf(own).get(part))
  expect(differs.map(([part]) => part)).toEqual(['postgres'])
})

test('how many resources there are does not depend on the communes', () => {
  const counts = new Set([...plans.values()].map(({ resources }) => resources.length))
  expect([...counts]).toHaveLength(1)
})
