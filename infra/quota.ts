// infra/quota.ts: the namespace's resource quota, from what its workloads ask for. Pure.
import type { Stack, WorkloadSize } from './stack.ts'

export type Quota = Readonly<
  Record<
    'pods' | 'requests.cpu' | 'requests.memory' | 'limits.cpu' | 'limits.memory' | 'requests.storage',
    string
  >
>

/** Room for every workload and one more replica of each: a rolling update never waits for quota. */
export function quotaOf(stack: Stack): Quota {
  const database = { ...stack.database, replicas: stack.database.instances }
  const workloads: WorkloadSize[] = [...Object.values(stack.workloads), database]
  const sum = (amount: (workload: WorkloadSize) => number) =>
    workloads.reduce((total, workload) => total + (workload.replicas + 1) * amount(workload), 0)
  const cpuMillicores = sum((workload) => workload.cpuMillicores)
  const memoryMiB = sum((workload) => workload.memoryMiB)
  return {
    pods: String(sum(() => 1)),
    'requests.cpu': `${cpuMillicores}m`,
    'requests.memory': `${memoryMiB}Mi`,
    'limits.cpu': `${2 * cpuMillicores}m`,
    'limits.memory': `${memoryMiB}Mi`,
    'requests.storage': `${stack.database.instances * stack.database.storageGiB}Gi`,
  }
}
