// infra/components/patroni-pod.ts: one database instance: Patroni with PostgreSQL, and pgBackRest beside it. Pure.
import type { core } from '@pulumi/kubernetes/types/input.js'
import { PORTS } from '../edges.ts'
import { imageOf } from '../images.ts'
import { BACKUP_SIZE } from '../quota.ts'
import type { Stack } from '../stack.ts'
import type { OwnedDatabase } from './patroni-files.ts'
import { CERTIFICATES, SOCKETS } from './pgbackrest-files.ts'
import { type Container, podTemplate } from './pod.ts'
import { fromSecret } from './secrets.ts'

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount'

/** Keys of the store and the passphrase, for whoever speaks to the repository. */
export function repositoryEnv(): core.v1.EnvVar[] {
  return [
    fromSecret('PGBACKREST_REPO1_S3_KEY', 'backup-store', 'access-key'),
    fromSecret('PGBACKREST_REPO1_S3_KEY_SECRET', 'backup-store', 'secret-key'),
    fromSecret('PGBACKREST_REPO1_CIPHER_PASS', 'backup-encryption', 'passphrase'),
  ]
}

/** The pod template of every instance; each database’s password comes from its owner’s secret. */
export function patroniPod(
  stack: Stack,
  labels: Record<string, string>,
  databases: readonly OwnedDatabase[],
): core.v1.PodTemplateSpec {
  const image = imageOf('postgres', stack.images.mirror)
  return podTemplate(labels, [patroni(image, stack), pgbackrest(image)], {
    serviceAccountName: 'postgres',
    terminationGracePeriodSeconds: 120,
    volumes: volumes(databases),
  })
}

function patroni(image: string, stack: Stack): Container {
  const get = (path: string) => ({ httpGet: { path, port: 'patroni' } })
  return {
    name: 'postgres',
    image,
    command: ['patroni', '/etc/sansang/patroni.yml'],
    env: [...patroniEnv(), ...repositoryEnv()],
    size: stack.database,
    ports: [
      { name: 'postgres', containerPort: PORTS.postgres },
      { name: 'patroni', containerPort: PORTS.patroni },
    ],
    probes: {
      startupProbe: { ...get('/liveness'), periodSeconds: 5, failureThreshold: 120, timeoutSeconds: 3 },
      livenessProbe: { ...get('/liveness'), periodSeconds: 10, failureThreshold: 6, timeoutSeconds: 3 },
      readinessProbe: { ...get('/readiness'), periodSeconds: 5, failureThreshold: 3, timeoutSeconds: 3 },
    },
    volumeMounts: [
      { name: 'data', mountPath: '/var/lib/postgresql' },
      { name: 'sockets', mountPath: SOCKETS },
      { name: 'spool', mountPath: '/var/spool/pgbackrest' },
      { name: 'start', mountPath: '/etc/sansang', readOnly: true },
      { name: 'secrets', mountPath: '/etc/sansang-secrets', readOnly: true },
      { name: 'pgbackrest', mountPath: '/etc/pgbackrest', readOnly: true },
      // Only here: Patroni agrees through the API server on who is primary.
      { name: 'token', mountPath: TOKEN_PATH, readOnly: true },
    ],
  }
}

function pgbackrest(image: string): Container {
  const alive = { tcpSocket: { port: 'pgbackrest' } }
  return {
    name: 'pgbackrest',
    image,
    command: ['pgbackrest', 'server'],
    env: repositoryEnv(),
    size: BACKUP_SIZE,
    ports: [{ name: 'pgbackrest', containerPort: PORTS.pgbackrest }],
    probes: {
      startupProbe: { ...alive, periodSeconds: 5, failureThreshold: 24, timeoutSeconds: 3 },
      livenessProbe: { ...alive, periodSeconds: 20, failureThreshold: 6, timeoutSeconds: 3 },
      readinessProbe: { ...alive, periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 3 },
    },
    volumeMounts: [
      { name: 'data', mountPath: '/var/lib/postgresql' },
      { name: 'sockets', mountPath: SOCKETS },
      { name: 'spool', mountPath: '/var/spool/pgbackrest' },
      { name: 'pgbackrest', mountPath: '/etc/pgbackrest', readOnly: true },
      { name: 'certificate', mountPath: CERTIFICATES, readOnly: true },
    ],
  }
}

function patroniEnv(): core.v1.EnvVar[] {
  const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } })
  return [
    field('PATRONI_NAME', 'metadata.name'),
    field('PATRONI_KUBERNETES_NAMESPACE', 'metadata.namespace'),
    field('PATRONI_KUBERNETES_POD_IP', 'status.podIP'),
    { name: 'PATRONI_POSTGRESQL_CONNECT_ADDRESS', value: `$(PATRONI_KUBERNETES_POD_IP):${PORTS.postgres}` },
    { name: 'PATRONI_RESTAPI_CONNECT_ADDRESS', value: `$(PATRONI_KUBERNETES_POD_IP):${PORTS.patroni}` },
    { name: 'PATRONI_SUPERUSER_USERNAME', value: 'postgres' },
    fromSecret('PATRONI_SUPERUSER_PASSWORD', 'postgres-secrets', 'superuser-password'),
    { name: 'PATRONI_REPLICATION_USERNAME', value: 'replicator' },
    fromSecret('PATRONI_REPLICATION_PASSWORD', 'postgres-secrets', 'replication-password'),
    { name: 'PATRONI_REWIND_USERNAME', value: 'rewind' },
    fromSecret('PATRONI_REWIND_PASSWORD', 'postgres-secrets', 'rewind-password'),
    { name: 'PATRONI_RESTAPI_USERNAME', value: 'patroni' },
    fromSecret('PATRONI_RESTAPI_PASSWORD', 'postgres-secrets', 'restapi-password'),
  ]
}

function volumes(databases: readonly OwnedDatabase[]): core.v1.Volume[] {
  const passwords = databases.map(({ owner, secret }) => ({
    secret: { name: secret.name, items: [{ key: secret.key, path: owner }] },
  }))
  const token = [
    { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
  ]
  return [
    { name: 'sockets', emptyDir: { sizeLimit: '16Mi' } },
    { name: 'spool', emptyDir: { sizeLimit: '256Mi' } },
    { name: 'start', configMap: { name: 'postgres-start' } },
    { name: 'secrets', projected: { defaultMode: 0o440, sources: passwords } },
    { name: 'pgbackrest', configMap: { name: 'pgbackrest-server' } },
    { name: 'certificate', secret: { secretName: 'postgres-backup-server', defaultMode: 0o440 } },
    { name: 'token', projected: { defaultMode: 0o440, sources: token } },
  ]
}
