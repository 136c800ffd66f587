// checks/collectors/plan-objects.ts: a plan's Kubernetes objects sorted by kind: workloads, namespaces, services. Judges nothing.
import type { Json, JsonObject } from '../../types/json.ts'
import type { Plan, PlannedResource } from '../../types/plan.ts'
import { listAt, numberAt, objectAt, textAt, textsAt } from './plan-json.ts'

export type PlannedWorkload = {
  readonly name: string
  readonly namespace: string
  /** Deployment, StatefulSet, … */
  readonly kind: string
  readonly replicas: number
  /** Labels of its pods. */
  readonly labels: Readonly<Record<string, string>>
  readonly podSpec: JsonObject
  /** Init containers first. */
  readonly containers: readonly Json[]
}

export type PlannedNamespace = { readonly name: string; readonly labels: Readonly<Record<string, string>> }

const TYPE = /^kubernetes:[^:]*:(.+)$/

/** Kubernetes kind of a resource; undefined for components and other providers. */
export function kindOf(resource: PlannedResource): string | undefined {
  return TYPE.exec(resource.type)?.[1]
}

/** The planned objects of these kinds, in the order of the plan. */
export function objectsOf(plan: Plan, ...kinds: readonly string[]): PlannedResource[] {
  return plan.resources.filter((resource) => kinds.includes(kindOf(resource) ?? ''))
}

/** `metadata.name`; what Pulumi would invent a suffix for counts under its resource name. */
export function nameOf(resource: PlannedResource): string {
  return textAt(resource.inputs, 'metadata', 'name') ?? resource.name
}

/** Kubernetes puts an object that names no namespace into `default`. */
export function namespaceOf(resource: PlannedResource): string {
  return textAt(resource.inputs, 'metadata', 'namespace') ?? 'default'
}

/** Where each kind keeps its pod template. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Pod: [],
}

/** Everything in the plan that starts pods, in the plan's order. */
export function workloadsOf(plan: Plan): PlannedWorkload[] {
  return plan.resources.flatMap((resource) => {
    const kind = kindOf(resource) ?? ''
    const path = TEMPLATES[kind]
    if (path === undefined) return []
    const template = objectAt(resource.inputs, ...path)
    const podSpec = objectAt(template, 'spec') ?? {}
    return {
      name: nameOf(resource),
      namespace: namespaceOf(resource),
      kind,
      replicas: numberAt(resource.inputs, 'spec', 'replicas') ?? 1,
      labels: textsAt(template, 'metadata', 'labels'),
      podSpec,
      containers: [...listAt(podSpec, 'initContainers'), ...listAt(podSpec, 'containers')],
    }
  })
}

/** Namespaces the plan declares, and those it uses without declaring: these have no label of ours. */
export function namespacesOf(plan: Plan): PlannedNamespace[] {
  const declared = objectsOf(plan, 'Namespace').map((resource) => ({
    name: nameOf(resource),
    labels: {
      'kubernetes.io/metadata.name': nameOf(resource),
      ...textsAt(resource.inputs, 'metadata', 'labels'),
    },
  }))
  const used = [...new Set(workloadsOf(plan).map(({ namespace }) => namespace))]
  const undeclared = used.filter((name) => !declared.some((namespace) => namespace.name === name))
  return [
    ...declared,
    ...undeclared.map((name) => ({ name, labels: { 'kubernetes.io/metadata.name': name } })),
  ]
}
