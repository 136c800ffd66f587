// infra/components/part.ts: what every workload of the platform is called, labelled and run as.
import type { PartName } from '../edges.ts'

export type Part = 'system' | 'identity' | 'database' | 'gateway'

/** Name of the Gateway (gateway.networking.k8s.io) in front of the gateway workload. */
export const PUBLIC = 'public'

/** Every implementation of the Gateway API labels the pods it starts for a Gateway with its name (GEP-1762). */
export const PROXY_LABEL = 'gateway.networking.k8s.io/gateway-name'

/** Patroni's labels on the database's pods: which cluster, and who takes writes. */
export const ROLE_LABEL = 'sansang.vn/database-role'
export const SCOPE_LABEL = 'sansang.vn/database-cluster'

/** Labels that select a workload's pods: the contract between plan, policies and targets. */
export function labelsOf(name: PartName, part: Part): Record<string, string> {
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'sansang', 'sansang.vn/part': part }
}

/** Unprivileged uid and gid every image is built to run under. */
export const RUN_AS = 10001
