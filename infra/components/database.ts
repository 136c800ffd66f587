// infra/components/database.ts: PostgreSQL: a primary and its standbys, one database and role a system. No failover of its own yet.
import { readFileSync } from 'node:fs'
import { StatefulSet } from '@pulumi/kubernetes/apps/v1/statefulSet.js'
import { ConfigMap } from '@pulumi/kubernetes/core/v1/configMap.js'
import { Service } from '@pulumi/kubernetes/core/v1/service.js'
import { ServiceAccount } from '@pulumi/kubernetes/core/v1/serviceAccount.js'
import { NetworkPolicy } from '@pulumi/kubernetes/networking/v1/networkPolicy.js'
import { PodDisruptionBudget } from '@pulumi/kubernetes/policy/v1/podDisruptionBudget.js'
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi'
import { PORTS } from '../edges.ts'
import type { Stack } from '../stack.ts'
import { type OwnedDatabase, postgresFiles, postgresPod } from './database-pod.ts'
import { policySpec } from './network-policy.ts'
import { labelsOf } from './part.ts'
import { Secrets } from './secrets.ts'

export type DatabaseArgs = {
  readonly namespace: Input<string>
  readonly stack: Stack
  readonly databases: readonly OwnedDatabase[]
}

const SCRIPT = new URL('postgres.sh', import.meta.url)

export class Database extends ComponentResource {
  readonly host = 'postgres'

  constructor(name: 'postgres', args: DatabaseArgs, opts?: ComponentResourceOptions) {
    const { namespace, stack, databases } = args
    super('sansang:platform:Database', name, { namespace, size: stack.database, databases }, opts)
    const within = { parent: this }
    const labels = labelsOf(name, 'database')
    const matchLabels = { 'app.kubernetes.io/name': name }
    const metadata = (object: string) => ({ name: object, namespace, labels })
    const port = { name: 'postgres', port: PORTS.postgres, targetPort: 'postgres', protocol: 'TCP' }

    new Secrets(
      'postgres-secrets',
      { namespace, random: ['superuser-password', 'replication-password'] },
      within,
    )
    new ConfigMap(
      'postgres-databases',
      { metadata: metadata('postgres-databases'), data: { 'databases.json': JSON.stringify(databases) } },
      within,
    )
    const data = { 'postgres.sh': readFileSync(SCRIPT, 'utf8'), ...postgresFiles(databases) }
    new ConfigMap('postgres-start', { metadata: metadata('postgres-start'), data }, within)
    new ServiceAccount(name, { metadata: metadata(name), automountServiceAccountToken: false }, within)
    new StatefulSet(
      name,
      { metadata: metadata(name), spec: statefulSetSpec(stack, labels, databases) },
      within,
    )
    new Service(
      'postgres-peers',
      {
        metadata: metadata('postgres-peers'),
        spec: { clusterIP: 'None', selector: matchLabels, ports: [port] },
      },
      within,
    )
    // Only the primary takes writes; a standby behind this name would refuse them.
    const primary = { ...matchLabels, 'statefulset.kubernetes.io/pod-name': `${name}-0` }
    new Service(name, { metadata: metadata(name), spec: { selector: primary, ports: [port] } }, within)
    new PodDisruptionBudget(
      name,
      {
        metadata: metadata(name),
        spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels } },
      },
      within,
    )
    new NetworkPolicy(
      name,
      { metadata: metadata(name), spec: policySpec(name, stack.nationalAddress) },
      within,
    )
    this.registerOutputs({ host: this.host, port: PORTS.postgres })
  }
}

function statefulSetSpec(stack: Stack, labels: Record<string, string>, databases: readonly OwnedDatabase[]) {
  return {
    serviceName: 'postgres-peers',
    replicas: stack.database.instances,
    revisionHistoryLimit: 3,
    selector: { matchLabels: { 'app.kubernetes.io/name': 'postgres' } },
    template: postgresPod(stack, labels, databases),
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOncePod'],
          resources: { requests: { storage: `${stack.database.storageGiB}Gi` } },
        },
      },
    ],
  }
}
