// infra/components/database-backup.ts: pgBackRest jobs to a store outside the cluster, and the certificates both ends show. Restores are a person's.
import { CronJob } from '@pulumi/kubernetes/batch/v1/cronJob.js'
import { ConfigMap } from '@pulumi/kubernetes/core/v1/configMap.js'
import { ServiceAccount } from '@pulumi/kubernetes/core/v1/serviceAccount.js'
import { NetworkPolicy } from '@pulumi/kubernetes/networking/v1/networkPolicy.js'
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi'
import { imageOf } from '../images.ts'
import type { PlatformSecrets } from '../program-config.ts'
import { BACKUP_SIZE } from '../quota.ts'
import type { Stack } from '../stack.ts'
import { type CertificateSpec, customObject } from './custom-objects.ts'
import { policySpec } from './network-policy.ts'
import { labelsOf } from './part.ts'
import { repositoryEnv } from './patroni-pod.ts'
import { BACKUP_CLIENT, CERTIFICATES, clientSettings, STANZA, serverSettings } from './pgbackrest-files.ts'
import { podTemplate } from './pod.ts'
import { Secrets } from './secrets.ts'

export type DatabaseBackupArgs = {
  readonly namespace: Input<string>
  readonly stack: Stack
  readonly secrets: PlatformSecrets
}

/** A full backup every Sunday, what changed since on the other nights; every minute's log goes to the store by itself. */
const SCHEDULES = { full: '15 1 * * 0', incr: '15 1 * * 1-6' } as const
const NAME = 'postgres-backup'
const CERT_MANAGER = 'cert-manager.io/v1'

export class DatabaseBackup extends ComponentResource {
  constructor(name: 'postgres-backup', args: DatabaseBackupArgs, opts?: ComponentResourceOptions) {
    const { namespace, stack, secrets } = args
    super('sansang:platform:DatabaseBackup', name, { store: stack.backup, schedules: SCHEDULES }, opts)
    const within = { parent: this }
    const labels = labelsOf(NAME, 'database')
    const metadata = (object: string) => ({ name: object, namespace, labels })

    const given = { 'access-key': secrets.backupAccessKey, 'secret-key': secrets.backupSecretKey }
    new Secrets('backup-store', { namespace, random: [], given }, within)
    // Apart from the store's keys: who may read the store cannot read the backups.
    new Secrets('backup-encryption', { namespace, random: ['passphrase'] }, within)
    const config = (object: string, text: string) =>
      new ConfigMap(object, { metadata: metadata(object), data: { 'pgbackrest.conf': text } }, within)
    config('pgbackrest-server', serverSettings(stack))
    config('pgbackrest-client', clientSettings(stack))
    this.declareCertificates(metadata)
    new ServiceAccount(name, { metadata: metadata(name), automountServiceAccountToken: false }, within)
    for (const [type, schedule] of Object.entries(SCHEDULES))
      new CronJob(
        `${name}-${type}`,
        { metadata: metadata(`${name}-${type}`), spec: cronSpec(stack, labels, type, schedule) },
        within,
      )
    new NetworkPolicy(name, { metadata: metadata(name), spec: policySpec(name, stack) }, within)
    this.registerOutputs({})
  }

  /** An authority of their own: no certificate of anyone else's opens the database's files. */
  private declareCertificates(metadata: (name: string) => object): void {
    const within = { parent: this }
    const certificate = (name: string, issuer: string, more: Partial<CertificateSpec>) =>
      customObject(
        CERT_MANAGER,
        'Certificate',
        { metadata: metadata(name), spec: { ...certificateSpec(name, issuer), ...more } },
        name,
        within,
      )
    const issuer = (
      name: string,
      spec: Parameters<typeof customObject<typeof CERT_MANAGER, 'Issuer'>>[2]['spec'],
    ) => customObject(CERT_MANAGER, 'Issuer', { metadata: metadata(name), spec }, name, within)
    issuer('postgres-backup-root', { selfSigned: {} })
    certificate('postgres-backup-ca', 'postgres-backup-root', {
      isCA: true,
      commonName: 'sansang backup',
      usages: ['cert sign', 'crl sign', 'digital signature'],
      duration: '26280h',
      renewBefore: '8760h',
    })
    issuer('postgres-backup-ca', { ca: { secretName: 'postgres-backup-ca' } })
    certificate('postgres-backup-server', 'postgres-backup-ca', {
      dnsNames: ['*.postgres-peers'],
      usages: ['digital signature', 'server auth'],
    })
    certificate('postgres-backup-client', 'postgres-backup-ca', {
      commonName: BACKUP_CLIENT,
      usages: ['digital signature', 'client auth'],
    })
  }
}

function certificateSpec(name: string, issuer: string): CertificateSpec {
  return {
    secretName: name,
    duration: '8760h',
    renewBefore: '2920h',
    privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
    usages: ['digital signature'],
    issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: issuer },
  }
}

function cronSpec(stack: Stack, labels: Record<string, string>, type: string, schedule: string) {
  return {
    schedule,
    timeZone: 'Asia/Ho_Chi_Minh',
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: 3600,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
    jobTemplate: {
      spec: {
        backoffLimit: 2,
        activeDeadlineSeconds: 6 * 3600,
        ttlSecondsAfterFinished: 7 * 24 * 3600,
        template: backupPod(stack, labels, type),
      },
    },
  }
}

function backupPod(stack: Stack, labels: Record<string, string>, type: string) {
  // stanza-create changes nothing where the stanza exists, so the first night needs no hand.
  const pgbackrest = `pgbackrest --stanza=${STANZA}`
  return podTemplate(
    labels,
    [
      {
        name: NAME,
        image: imageOf('postgres', stack.images.mirror),
        command: ['sh', '-ec', `${pgbackrest} stanza-create && ${pgbackrest} --type=${type} backup`],
        env: repositoryEnv(),
        size: BACKUP_SIZE,
        ports: [],
        volumeMounts: [
          { name: 'pgbackrest', mountPath: '/etc/pgbackrest', readOnly: true },
          { name: 'certificate', mountPath: CERTIFICATES, readOnly: true },
        ],
      },
    ],
    {
      restartPolicy: 'Never',
      volumes: [
        { name: 'pgbackrest', configMap: { name: 'pgbackrest-client' } },
        { name: 'certificate', secret: { secretName: 'postgres-backup-client', defaultMode: 0o440 } },
      ],
    },
  )
}
