// infra/components/database-pod.ts: the PostgreSQL pod and the files it starts from. Pure.
import type { core } from '@pulumi/kubernetes/types/input.js'
import { PORTS } from '../edges.ts'
import type { Stack } from '../stack.ts'
import { imageOf } from './part.ts'
import { podTemplate } from './pod.ts'

export type OwnedDatabase = {
  readonly database: string
  /** Role that owns it and alone may connect. */
  readonly owner: string
  readonly secret: { readonly name: string; readonly key: string }
}

/** `databases` for the start script and `pg_hba.conf`: each role reaches its own database, nothing else. */
export function postgresFiles(databases: readonly OwnedDatabase[]): Record<string, string> {
  const lines = databases.map(({ database, owner }) => `host "${database}" "${owner}" all scram-sha-256`)
  return {
    databases: `${databases.map(({ database, owner }) => `${database} ${owner}`).join('\n')}\n`,
    'pg_hba.conf': [
      'local all postgres scram-sha-256',
      ...lines,
      'host replication replicator all scram-sha-256',
      'host all all all reject',
      '',
    ].join('\n'),
  }
}

/** One instance; the start script tells primary from standby by the pod's name. */
export function postgresPod(
  stack: Stack,
  labels: Record<string, string>,
  databases: readonly OwnedDatabase[],
): core.v1.PodTemplateSpec {
  const ready = { exec: { command: ['pg_isready', '-h', '127.0.0.1', '-p', String(PORTS.postgres)] } }
  return podTemplate(
    labels,
    {
      name: 'postgres',
      image: imageOf('postgres'),
      command: ['sh', '/etc/sansang/postgres.sh'],
      env: settings(stack),
      size: stack.database,
      port: { name: 'postgres', containerPort: PORTS.postgres },
      probes: {
        startupProbe: { ...ready, periodSeconds: 5, failureThreshold: 120, timeoutSeconds: 3 },
        livenessProbe: { ...ready, periodSeconds: 10, failureThreshold: 6, timeoutSeconds: 3 },
        readinessProbe: { ...ready, periodSeconds: 5, failureThreshold: 3, timeoutSeconds: 3 },
      },
      volumeMounts: [
        { name: 'data', mountPath: '/var/lib/postgresql' },
        { name: 'start', mountPath: '/etc/sansang', readOnly: true },
        { name: 'secrets', mountPath: '/etc/sansang-secrets', readOnly: true },
      ],
    },
    {
      terminationGracePeriodSeconds: 120,
      volumes: [
        { name: 'start', configMap: { name: 'postgres-start' } },
        { name: 'secrets', projected: { defaultMode: 0o440, sources: secretSources(databases) } },
      ],
    },
  )
}

function settings(stack: Stack): core.v1.EnvVar[] {
  const { instances, memoryMiB } = stack.database
  const clients = Object.values(stack.workloads).reduce((sum, { replicas }) => sum + replicas, 0)
  const values = {
    PGDATA: '/var/lib/postgresql/18',
    PRIMARY_HOST: 'postgres-0.postgres-peers',
    // Twelve connections a replica of each system, and room for an update and for administration.
    MAX_CONNECTIONS: String(12 * clients + 50),
    SHARED_BUFFERS: `${Math.floor(memoryMiB / 4)}MB`,
    // With two instances a lost standby would stop all writes; from three on, no commit rests on one disk.
    SYNCHRONOUS_STANDBYS: instances >= 3 ? 'ANY 1 (*)' : '',
  }
  const pod = { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }
  return [pod, ...Object.entries(values).map(([name, value]) => ({ name, value }))]
}

function secretSources(databases: readonly OwnedDatabase[]): core.v1.VolumeProjection[] {
  const own = [
    { key: 'superuser-password', path: 'superuser' },
    { key: 'replication-password', path: 'replication' },
  ]
  return [
    { secret: { name: 'postgres-secrets', items: own } },
    ...databases.map(({ owner, secret }) => ({
      secret: { name: secret.name, items: [{ key: secret.key, path: owner }] },
    })),
  ]
}
