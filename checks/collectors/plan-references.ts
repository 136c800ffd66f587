// checks/collectors/plan-references.ts: services that lead astray or outside, and names that stand for nothing planned. Judges nothing.
import type { Json } from '../../types/json.ts'
import type { Plan } from '../../types/plan.ts'
import { listAt, objectAt, textAt, textsAt } from './plan-json.ts'
import { kindOf, nameOf, namespaceOf, objectsOf, type PlannedWorkload, workloadsOf } from './plan-objects.ts'
import { runsPatroni } from './plan-safety.ts'
import { selects } from './plan-selector.ts'

/** Services that open a port of nodes or an address of their own: the way in is the Gateway. */
export function exposedServices(plan: Plan): string[] {
  return objectsOf(plan, 'Service')
    .filter(({ inputs }) => {
      const type = textAt(inputs, 'spec', 'type') ?? 'ClusterIP'
      return type !== 'ClusterIP' || listAt(inputs, 'spec', 'externalIPs').length > 0
    })
    .map(nameOf)
}

/** Services that select no planned pod, or pods of two workloads: requests would go nowhere, or to a stranger. */
export function astrayServices(plan: Plan): string[] {
  return objectsOf(plan, 'Service').flatMap((service) => {
    const matchLabels = textsAt(service.inputs, 'spec', 'selector')
    if (Object.keys(matchLabels).length === 0)
      return leadsByEndpoints(plan, nameOf(service)) ? [] : [`${nameOf(service)}: nothing`]
    const found = workloadsOf(plan).filter(
      (workload) =>
        workload.namespace === namespaceOf(service) && selects({ matchLabels }, givenLabels(workload)),
    )
    if (found.length === 1) return []
    return [`${nameOf(service)}: ${found.map(({ name }) => name).join(', ') || 'nothing'}`]
  })
}

function leadsByEndpoints(plan: Plan, service: string): boolean {
  return objectsOf(plan, 'EndpointSlice').some(
    ({ inputs }) => textAt(inputs, 'metadata', 'labels', 'kubernetes.io/service-name') === service,
  )
}

/** The labels a pod of the workload may come to carry: Patroni marks the primary. */
export function givenLabels(workload: PlannedWorkload): Readonly<Record<string, string>> {
  return runsPatroni(workload)
    ? { ...workload.labels, 'sansang.vn/database-role': 'primary' }
    : workload.labels
}

/** Kubernetes puts these into every namespace. */
const EVERYWHERE = ['ConfigMap kube-root-ca.crt', 'ServiceAccount default']

/** `procedures: Secret procedures-secrets/client-secret` for every reference to what nobody makes. */
export function danglingReferences(plan: Plan): string[] {
  return workloadsOf(plan).flatMap((workload) => {
    const made = madeIn(plan, workload.namespace)
    const wanted = [...new Set(referencesOf(workload))]
    const account = `ServiceAccount ${textAt(workload.podSpec, 'serviceAccountName') ?? 'default'}`
    return [...wanted, account]
      .filter((reference) => !EVERYWHERE.includes(reference) && !isMade(made, reference))
      .map((reference) => `${workload.name}: ${reference}`)
  })
}

/** Of a Secret whose keys nobody knows yet (a preview before the first `up`), any key may be there. */
function isMade(made: ReadonlySet<string>, reference: string): boolean {
  return made.has(reference) || made.has(`${reference.split('/')[0]}/${UNKNOWN}`)
}

const UNKNOWN = '*'

function madeIn(plan: Plan, namespace: string): Set<string> {
  const here = plan.resources.filter((resource) => namespaceOf(resource) === namespace)
  const names = here.flatMap((resource) => {
    const kind = kindOf(resource)
    if (kind === 'Certificate') return [`Secret ${textAt(resource.inputs, 'spec', 'secretName')}`]
    if (kind !== 'Secret' && kind !== 'ConfigMap' && kind !== 'ServiceAccount') return []
    const keys = ['data', 'stringData', 'binaryData'].flatMap((field) =>
      Object.keys(objectAt(resource.inputs, field) ?? {}),
    )
    if (kind === 'Secret' && textAt(resource.inputs, 'stringData', 'secret') !== undefined) keys.push(UNKNOWN)
    return [`${kind} ${nameOf(resource)}`, ...keys.map((key) => `${kind} ${nameOf(resource)}/${key}`)]
  })
  return new Set(names)
}

function referencesOf({ podSpec, containers }: PlannedWorkload): string[] {
  const variables = containers
    .flatMap((container) => listAt(container, 'env'))
    .flatMap((variable) => [
      ...keyed('Secret', objectAt(variable, 'valueFrom', 'secretKeyRef')),
      ...keyed('ConfigMap', objectAt(variable, 'valueFrom', 'configMapKeyRef')),
    ])
  const volumes = listAt(podSpec, 'volumes').flatMap((volume) => [
    ...itemized('Secret', textAt(volume, 'secret', 'secretName'), volume, 'secret'),
    ...itemized('ConfigMap', textAt(volume, 'configMap', 'name'), volume, 'configMap'),
    ...listAt(volume, 'projected', 'sources').flatMap((source) => [
      ...itemized('Secret', textAt(source, 'secret', 'name'), source, 'secret'),
      ...itemized('ConfigMap', textAt(source, 'configMap', 'name'), source, 'configMap'),
    ]),
  ])
  return [...variables, ...volumes]
}

function keyed(kind: string, reference: Json | undefined): string[] {
  return reference === undefined ? [] : [`${kind} ${textAt(reference, 'name')}/${textAt(reference, 'key')}`]
}

function itemized(kind: string, name: string | undefined, holder: Json, field: string): string[] {
  if (name === undefined) return []
  const items = listAt(holder, field, 'items').map((item) => `${kind} ${name}/${textAt(item, 'key')}`)
  return items.length > 0 && name !== 'kube-root-ca.crt' ? items : [`${kind} ${name}`]
}
