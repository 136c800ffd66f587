// infra/quota.ts: the namespace's resource quota, from what its workloads ask for. Pure.
import { replicasMax } from './scale.ts'
import type { Size, Stack } from './stack.ts'

/** What the pgBackRest container beside each database instance, and each backup job, asks for. */
export const BACKUP_SIZE: Size = { cpuMillicores: 250, memoryMiB: 256 }

/** Scratch space of one container, on the node's own disk. */
export const EPHEMERAL_MIB = { request: 64, limit: 512 } as const

export type Quota = Readonly<Record<string, string>>

/** Room for every workload at its largest and one more replica of each: neither growth nor an update waits for quota. */
export function quotaOf(stack: Stack): Quota {
  const { database, workloads } = stack
  const sets: { pods: number; size: Size; containers: number }[] = [
    ...Object.values(workloads).map((size) => ({ pods: replicasMax(size) + 1, size, containers: 1 })),
    ...(database.mode === 'external' ? [] : databaseSets(database)),
  ]
  const sum = (amount: (set: (typeof sets)[number]) => number) =>
    sets.reduce((total, set) => total + set.pods * amount(set), 0)
  const cpuMillicores = sum(({ size }) => size.cpuMillicores)
  const memoryMiB = sum(({ size }) => size.memoryMiB)
  const containers = sum((set) => set.containers)
  const claims = database.mode === 'external' ? 0 : database.instances
  return {
    pods: String(sum(() => 1)),
    'requests.cpu': `${cpuMillicores}m`,
    'requests.memory': `${memoryMiB}Mi`,
    'limits.cpu': `${2 * cpuMillicores}m`,
    'limits.memory': `${memoryMiB}Mi`,
    'requests.ephemeral-storage': `${containers * EPHEMERAL_MIB.request}Mi`,
    'limits.ephemeral-storage': `${containers * EPHEMERAL_MIB.limit}Mi`,
    'requests.storage': `${claims * database.storageGiB}Gi`,
    persistentvolumeclaims: String(claims),
    // The way in is the Gateway: nobody opens another by hand.
    'services.nodeports': '0',
    'services.loadbalancers': '1',
  }
}

/** Instances with their pgBackRest container, and both backup jobs. */
function databaseSets(database: Stack['database']) {
  const size = {
    cpuMillicores: database.cpuMillicores + BACKUP_SIZE.cpuMillicores,
    memoryMiB: database.memoryMiB + BACKUP_SIZE.memoryMiB,
  }
  return [
    { pods: database.instances + 1, size, containers: 2 },
    { pods: 2, size: BACKUP_SIZE, containers: 1 },
  ]
}
