// targets/kube-objects.ts: a plan's Kubernetes objects as an API server is asked about them. Pure; infra/render.ts makes the objects.
import { isSecret, manifestOf } from '../infra/render.ts'
import type { Json, JsonObject } from '../types/json.ts'
import type { Plan } from '../types/plan.ts'
import type { Asked, KubeObject } from './kube-accept.ts'

/** Every Kubernetes object of the plan, in its order. Where a secret value will be stands its name. */
export function objectsOf(plan: Plan): Asked[] {
  const planned = plan.resources.filter(({ type }) => type.startsWith('kubernetes:'))
  return planned.map((resource) => {
    const { kind, name, body } = manifestOf(resource)
    const { apiVersion, metadata, ...rest } = withoutSecrets(body) as JsonObject
    const object: KubeObject = {
      ...rest,
      apiVersion: String(apiVersion),
      kind,
      metadata: { ...(metadata as JsonObject), name },
    }
    return { where: resource.urn, object }
  })
}

/** Text, since only `stringData` and environment values may be secret. */
function withoutSecrets(value: Json): Json {
  if (isSecret(value)) return value.secret
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutSecrets(member)]))
}
