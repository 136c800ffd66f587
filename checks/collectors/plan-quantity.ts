// checks/collectors/plan-quantity.ts: Kubernetes quantities as numbers, and whether a namespace's quota holds what is planned. Pure.
import type { Json } from '../../types/json.ts'
import type { Plan } from '../../types/plan.ts'
import { listAt, numberAt, textAt, textsAt } from './plan-json.ts'
import { nameOf, namespaceOf, objectsOf, type PlannedWorkload, workloadsOf } from './plan-objects.ts'

const MEBI: Readonly<Record<string, number>> = {
  Ki: 1 / 1024,
  Mi: 1,
  Gi: 1024,
  Ti: 1024 ** 2,
  '': 1 / 1024 ** 2,
}

/** `4Gi` → 4096. NaN where the text is no quantity of bytes. */
export function mebibytes(quantity: string): number {
  const match = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti|)$/.exec(quantity)
  return match === null ? Number.NaN : Number(match[1]) * (MEBI[match[2] ?? ''] ?? Number.NaN)
}

/** `500m` → 500, `2` → 2000. NaN where the text is no quantity of processors. */
function millicores(quantity: string): number {
  const match = /^(\d+(?:\.\d+)?)(m?)$/.exec(quantity)
  return match === null ? Number.NaN : Number(match[1]) * (match[2] === 'm' ? 1 : 1000)
}

/** `requests.memory: 9000 of 12000` for every amount a quota grants less of than the workloads need at their largest. */
export function quotaShort(plan: Plan): string[] {
  return objectsOf(plan, 'ResourceQuota').flatMap((quota) => {
    const namespace = namespaceOf(quota)
    const hard = textsAt(quota.inputs, 'spec', 'hard')
    const workloads = workloadsOf(plan).filter((workload) => workload.namespace === namespace)
    const needs = needsOf(plan, workloads)
    return Object.entries(needs).flatMap(([key, needed]) => {
      const granted = hard[key]
      if (granted === undefined) return [`${nameOf(quota)} ${key}: unlimited`]
      const amount = key.endsWith('cpu')
        ? millicores(granted)
        : key === 'pods'
          ? Number(granted)
          : mebibytes(granted)
      return amount >= needed ? [] : [`${nameOf(quota)} ${key}: ${granted} of ${needed}`]
    })
  })
}

function needsOf(plan: Plan, workloads: readonly PlannedWorkload[]): Record<string, number> {
  const sum = (amount: (container: Json) => number) =>
    workloads.reduce(
      (total, workload) =>
        total +
        largest(plan, workload) *
          listAt(workload.podSpec, 'containers').reduce<number>((own, one) => own + amount(one), 0),
      0,
    )
  const text = (container: Json, kind: string, resource: string) =>
    textAt(container, 'resources', kind, resource) ?? '0'
  return {
    pods: workloads.reduce((total, workload) => total + largest(plan, workload), 0),
    'requests.cpu': sum((container) => millicores(text(container, 'requests', 'cpu'))),
    'requests.memory': sum((container) => mebibytes(text(container, 'requests', 'memory'))),
    'limits.cpu': sum((container) => millicores(text(container, 'limits', 'cpu'))),
    'limits.memory': sum((container) => mebibytes(text(container, 'limits', 'memory'))),
  }
}

/** Replicas when the autoscaler has done its most. */
function largest(plan: Plan, workload: PlannedWorkload): number {
  const scaler = scalerOf(plan, workload)
  return Math.max(workload.replicas, numberAt(scaler?.inputs, 'spec', 'maxReplicas') ?? 0)
}

/** The autoscaler that names this workload as its target. */
export function scalerOf(plan: Plan, { name, namespace, kind }: PlannedWorkload) {
  return objectsOf(plan, 'HorizontalPodAutoscaler').find(
    (scaler) =>
      namespaceOf(scaler) === namespace &&
      textAt(scaler.inputs, 'spec', 'scaleTargetRef', 'kind') === kind &&
      textAt(scaler.inputs, 'spec', 'scaleTargetRef', 'name') === name,
  )
}
