// readiness/policy-pack/violations.test.ts: a preview is judged as its plan is, sees each seeded defect, and never reads a secret's value.
import { fileURLToPath } from 'node:url'
import { ComponentResource } from '@pulumi/pulumi'
import { beforeAll, expect, test, vi } from 'vitest'
import { ENTRY_DEFECTS } from '../../checks/collectors/fixtures/plan-defects-entry.ts'
import { POD_DEFECTS } from '../../checks/collectors/fixtures/plan-defects-pod.ts'
import { readyPlan } from '../../checks/collectors/fixtures/plan-ready.ts'
import { planProvince } from '../../infra/plan.ts'
import type { Plan } from '../../types/plan.ts'
import { loadChecks } from '../criteria.ts'
import { type PreviewedResource, planOf } from './stack-plan.ts'
import { violationsOf } from './violations.ts'

const { kinds, criteria } = loadChecks(fileURLToPath(new URL('../../checks', import.meta.url)))
const checks = { kinds, criteria: criteria.filter(({ catalogue }) => catalogue === 'platform') }

let ready: Plan
/** Type of a component → the keys it registered as outputs. */
let registered: ReadonlyMap<string, readonly string[]>
beforeAll(async () => {
  type Registering = ComponentResource & { registerOutputs(outputs: object): void }
  const calls = vi.spyOn(ComponentResource.prototype as Registering, 'registerOutputs')
  ready = readyPlan(await planProvince('ho-chi-minh'))
  const found = new Map<string, readonly string[]>()
  for (const [index, component] of calls.mock.contexts.entries()) {
    const { __pulumiType: type } = component as unknown as { __pulumiType: string }
    // The SDK registers nothing once more, later; the first time counts.
    if (!found.has(type)) found.set(type, Object.keys(calls.mock.calls[index]?.[0] ?? {}))
  }
  registered = found
  calls.mockRestore()
})

/**
 * As the engine and the SDK hand resources over: of a component what it registered as outputs and nothing else, values of Secrets
 * unknown until something is made of them, functions beside the values.
 */
function previewed({ resources }: Plan): PreviewedResource[] {
  return resources.map(({ type, name, urn, inputs }) => {
    const kept = registered.get(type)
    const values = Object.entries(inputs).filter(([key]) => kept === undefined || kept.includes(key))
    const props: Record<string, unknown> = { ...Object.fromEntries(values), isInstance: () => false }
    if (type === 'kubernetes:core/v1:Secret')
      Object.defineProperty(props, 'stringData', {
        enumerable: true,
        get: () => {
          throw new Error(`${name} was read`)
        },
      })
    if (type.startsWith('random:')) props['result'] = 'marked-secret-7f3a'
    return { type, name, urn, props }
  })
}

test('a stack without fault has no violation', () => {
  expect([...violationsOf(previewed(ready), checks)]).toEqual([])
})

test('no secret stands in what is judged', () => {
  const text = JSON.stringify(planOf(previewed(ready)))
  expect(text).not.toContain('marked-secret')
  expect(text).toContain('"secret":"identity-secrets/stringData"')
})

const defects = [...ENTRY_DEFECTS, ...POD_DEFECTS].filter(
  // That a key of a Secret exists cannot be asked where its keys are not yet known.
  ([what]) => what !== 'a key nobody makes',
)

test.each(defects)('%s', (_, mutate, expected) => {
  const violations = violationsOf(previewed(mutate(ready)), checks)
  expect([...violations.keys()]).toEqual([...new Set(expected.map((finding) => finding.slice(0, 5)))])
})

test('the defects are as many as counted', () => expect(defects).toHaveLength(89))
