// checks/collectors/plan-lifecycle.ts: how a planned workload grows, is replaced, and runs as a job. Judges nothing.
import type { JsonObject } from '../../types/json.ts'
import type { Plan, PlannedResource } from '../../types/plan.ts'
import { listAt, numberAt, textAt, truthAt, valueAt } from './plan-json.ts'
import { kindOf, nameOf, namespaceOf, type PlannedWorkload } from './plan-objects.ts'
import { scalerOf } from './plan-quantity.ts'

/** An autoscaler may ask for at most this many times its least replicas: beyond, the sizing is wrong, not the day. */
const GROWTH_MAX = 10

/** The facts of evidence kind `workload` about autoscaling, updates and jobs; a fact the plan does not state is left out. */
export function lifecycleFacts(plan: Plan, workload: PlannedWorkload): JsonObject {
  const resource = plan.resources.find(
    (candidate) =>
      kindOf(candidate) === workload.kind &&
      nameOf(candidate) === workload.name &&
      namespaceOf(candidate) === workload.namespace,
  )
  return {
    autoscaler: autoscalerOf(plan, workload),
    updateKeepsAll: updateKeepsAll(resource),
    jobDefects: resource === undefined ? [] : jobDefects(resource),
    claimDefects: resource === undefined ? [] : claimDefects(resource),
  }
}

/** bounded: it can grow and never below two. */
function autoscalerOf(plan: Plan, workload: PlannedWorkload): string {
  const scaler = scalerOf(plan, workload)
  if (scaler === undefined) return 'absent'
  const least = numberAt(scaler.inputs, 'spec', 'minReplicas') ?? 1
  const most = numberAt(scaler.inputs, 'spec', 'maxReplicas') ?? 0
  if (least < 2) return 'below-two'
  if (most <= least) return 'fixed'
  if (listAt(scaler.inputs, 'spec', 'metrics').length === 0) return 'blind'
  return most > GROWTH_MAX * least ? 'unbounded' : 'bounded'
}

/** A rolling update that starts the new pod before it ends the old one. */
function updateKeepsAll(resource: PlannedResource | undefined): boolean {
  if (resource === undefined || kindOf(resource) !== 'Deployment') return true
  const strategy = (field: string) => valueAt(resource.inputs, 'spec', 'strategy', 'rollingUpdate', field)
  const unavailable = strategy('maxUnavailable')
  const rolling = textAt(resource.inputs, 'spec', 'strategy', 'type') !== 'Recreate'
  return rolling && (unavailable === 0 || unavailable === '0%')
}

function jobDefects(resource: PlannedResource): string[] {
  if (kindOf(resource) !== 'CronJob') return []
  const spec = (...path: string[]) => valueAt(resource.inputs, 'spec', ...path)
  return [
    ...(spec('concurrencyPolicy') === 'Forbid' ? [] : ['concurrencyPolicy']),
    ...(truthAt(resource.inputs, 'spec', 'suspend') === true ? ['suspend'] : []),
    ...(spec('timeZone') === undefined ? ['timeZone'] : []),
    ...(spec('jobTemplate', 'spec', 'activeDeadlineSeconds') === undefined ? ['activeDeadlineSeconds'] : []),
  ]
}

/** Claims that a scaled-down or deleted set takes its data with, or that two nodes may write at once. */
function claimDefects(resource: PlannedResource): string[] {
  const claims = listAt(resource.inputs, 'spec', 'volumeClaimTemplates')
  if (claims.length === 0) return []
  const lost = ['whenDeleted', 'whenScaled'].filter(
    (when) =>
      (textAt(resource.inputs, 'spec', 'persistentVolumeClaimRetentionPolicy', when) ?? 'Retain') !==
      'Retain',
  )
  const shared = claims.filter(
    (claim) => !listAt(claim, 'spec', 'accessModes').every((mode) => mode === 'ReadWriteOncePod'),
  )
  return [...lost, ...shared.map((claim) => `${textAt(claim, 'metadata', 'name')}: accessModes`)]
}
