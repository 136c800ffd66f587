// checks/collectors/plan-token.ts: which containers of a pod hold a token of the API server, and what it may do there. Judges nothing.
import type { Json } from '../../types/json.ts'
import type { Plan } from '../../types/plan.ts'
import { listAt, textAt } from './plan-json.ts'
import { nameOf, namespaceOf, objectsOf, type PlannedWorkload } from './plan-objects.ts'

/** Containers that mount a projected token: `postgres`. */
export function tokenContainers({ podSpec, containers }: PlannedWorkload): string[] {
  const volumes = listAt(podSpec, 'volumes')
    .filter((volume) => listAt(volume, 'projected', 'sources').some((source) => hasToken(source)))
    .map((volume) => textAt(volume, 'name'))
  return containers
    .filter((container) =>
      listAt(container, 'volumeMounts').some((mount) => volumes.includes(textAt(mount, 'name'))),
    )
    .map((container) => textAt(container, 'name') ?? '')
}

function hasToken(source: Json): boolean {
  return typeof source === 'object' && source !== null && 'serviceAccountToken' in source
}

/** Verbs no name narrows in Kubernetes; the rest must name its objects, or touch pods only. */
const NAMELESS = ['create', 'list', 'watch']

/**
 * What the service account may do beyond the consensus of a database: `postgres: secrets get`. Its own few ConfigMaps by name and
 * the labels of pods are what Patroni needs; anything more is listed.
 */
export function tokenExcess(plan: Plan, { namespace, podSpec }: PlannedWorkload): string[] {
  const account = textAt(podSpec, 'serviceAccountName') ?? 'default'
  const bindings = objectsOf(plan, 'RoleBinding', 'ClusterRoleBinding').filter((binding) =>
    listAt(binding.inputs, 'subjects').some((subject) => textAt(subject, 'name') === account),
  )
  return bindings.flatMap((binding) => {
    const role = textAt(binding.inputs, 'roleRef', 'name') ?? ''
    if (textAt(binding.inputs, 'roleRef', 'kind') !== 'Role') return [`${role}: ClusterRole`]
    const found = objectsOf(plan, 'Role').find(
      (candidate) => nameOf(candidate) === role && namespaceOf(candidate) === namespace,
    )
    return found === undefined
      ? [`${role}: not planned`]
      : listAt(found.inputs, 'rules').flatMap((rule) => excessOf(role, rule))
  })
}

function excessOf(role: string, rule: Json): string[] {
  const named = listAt(rule, 'resourceNames').length > 0
  const verbs = listAt(rule, 'verbs').map(String)
  return listAt(rule, 'resources')
    .map(String)
    .flatMap((resource) =>
      verbs
        .filter((verb) => {
          if (resource === 'pods') return !['get', 'list', 'watch', 'patch', 'update'].includes(verb)
          if (resource !== 'configmaps') return true
          return named ? !['get', 'patch', 'update'].includes(verb) : !NAMELESS.includes(verb)
        })
        .map((verb) => `${role}: ${resource} ${verb}`),
    )
}
