// infra/scale.ts: how far a workload may grow by itself. Data and one sum; quota, autoscaler and database read the same figures.
import type { Stack, WorkloadSize } from './stack.ts'

/** A Monday's peak is met by twice the planned replicas: the sizing already holds three times the measured load. */
const GROWTH = 2

/** Replicas the autoscaler may reach. */
export function replicasMax({ replicas }: WorkloadSize): number {
  return GROWTH * replicas
}

/** Connections all systems may open together: eight a replica, and room for an update and for administration. */
export function connectionsMax({ workloads }: Stack): number {
  const { gateway: _none, ...clients } = workloads
  return 8 * Object.values(clients).reduce((sum, size) => sum + replicasMax(size) + 1, 0) + 50
}
