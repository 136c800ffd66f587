// targets/kube-objects.ts: a plan's Kubernetes resources as the objects an API server is given. Pure.
import type { Json, JsonObject } from '../types/json.ts'
import type { Plan, PlannedResource } from '../types/plan.ts'
import type { Asked, KubeObject } from './kube-accept.ts'

/** `kubernetes:apps/v1:Deployment`; the group `core` is the one without a name. */
const TYPE = /^kubernetes:(?:core\/(?<core>[^:/]+)|(?<version>[^:]+)):(?<kind>.+)$/

/** Every Kubernetes object of the plan, in its order. A secret value is only its name here, as it is in the plan. */
export function objectsOf(plan: Plan): Asked[] {
  return plan.resources.flatMap((resource) => {
    const match = TYPE.exec(resource.type)?.groups
    if (match === undefined) return []
    const apiVersion = match['core'] ?? match['version'] ?? ''
    return [{ where: resource.urn, object: objectOf(resource, apiVersion, match['kind'] ?? '') }]
  })
}

function objectOf({ name, inputs }: PlannedResource, apiVersion: string, kind: string): KubeObject {
  const { metadata, ...rest } = withoutSecrets(inputs) as JsonObject
  return { apiVersion, kind, ...rest, metadata: { name, ...(metadata as JsonObject | undefined) } }
}

/** `{ "secret": "<name>" }` stands where a text will be. */
function withoutSecrets(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [first] = entries
  if (entries.length === 1 && first?.[0] === 'secret' && typeof first[1] === 'string') return first[1]
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutSecrets(member)]))
}
