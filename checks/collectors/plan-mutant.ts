// checks/collectors/plan-mutant.ts: a plan with one thing changed, for tests that must see it caught. Used by tests only.
import type { Json } from '../../types/json.ts'
import type { Plan } from '../../types/plan.ts'
import { kindOf, nameOf } from './plan-objects.ts'

type Step = string | number

/** Sets the value at `path` of the inputs of one object; `undefined` removes it. Throws when the object is not there. */
export function change(
  plan: Plan,
  kind: string,
  name: string,
  path: readonly Step[],
  value: Json | undefined,
): Plan {
  const found = plan.resources.filter((resource) => kindOf(resource) === kind && nameOf(resource) === name)
  if (found.length !== 1)
    throw new Error(`the plan has ${found.length} ${kind} ${name}, so nothing was changed`)
  return {
    ...plan,
    resources: plan.resources.map((resource) =>
      resource === found[0]
        ? { ...resource, inputs: replaced(resource.inputs, path, value) as typeof resource.inputs }
        : resource,
    ),
  }
}

/** Takes one object out of the plan. */
export function without(plan: Plan, kind: string, name: string): Plan {
  const resources = plan.resources.filter(
    (resource) => kindOf(resource) !== kind || nameOf(resource) !== name,
  )
  if (resources.length !== plan.resources.length - 1)
    throw new Error(`the plan has no single ${kind} ${name}`)
  return { ...plan, resources }
}

/** Adds one object of a type such as `networking.k8s.io/v1:NetworkPolicy`. */
export function withObject(
  plan: Plan,
  type: string,
  name: string,
  inputs: Readonly<Record<string, Json>>,
): Plan {
  const namespace = String(plan.outputs['namespace'])
  const planned = {
    urn: `urn:pulumi:${plan.province.slug}::sansang::kubernetes:${type}::${name}`,
    type: `kubernetes:${type}`,
    name,
    inputs: { metadata: { name, namespace }, ...inputs },
  }
  return { ...plan, resources: [...plan.resources, planned] }
}

function replaced(
  from: Json | undefined,
  [step, ...rest]: readonly Step[],
  value: Json | undefined,
): Json | undefined {
  if (step === undefined) return value
  if (typeof step === 'number') {
    const list: readonly Json[] = Array.isArray(from) ? from : []
    const item = replaced(list[step], rest, value)
    return [...list.slice(0, step), ...(item === undefined ? [] : [item]), ...list.slice(step + 1)]
  }
  const members =
    typeof from === 'object' && from !== null && !Array.isArray(from) ? Object.entries(from) : []
  const item = replaced(members.find(([key]) => key === step)?.[1], rest, value)
  const others = members.filter(([key]) => key !== step)
  return Object.fromEntries([...others, ...(item === undefined ? [] : [[step, item] as const])])
}
