// infra/components/patroni.ts: PostgreSQL that fails over by itself: Patroni instances, their narrow role, the primary's service.
import { StatefulSet } from '@pulumi/kubernetes/apps/v1/statefulSet.js'
import { ConfigMap } from '@pulumi/kubernetes/core/v1/configMap.js'
import { Service } from '@pulumi/kubernetes/core/v1/service.js'
import { ServiceAccount } from '@pulumi/kubernetes/core/v1/serviceAccount.js'
import { NetworkPolicy } from '@pulumi/kubernetes/networking/v1/networkPolicy.js'
import { PodDisruptionBudget } from '@pulumi/kubernetes/policy/v1/podDisruptionBudget.js'
import { Role } from '@pulumi/kubernetes/rbac/v1/role.js'
import { RoleBinding } from '@pulumi/kubernetes/rbac/v1/roleBinding.js'
import type { core } from '@pulumi/kubernetes/types/input.js'
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi'
import { PORTS } from '../edges.ts'
import type { Stack } from '../stack.ts'
import { policySpec } from './network-policy.ts'
import { labelsOf, ROLE_LABEL, SCOPE_LABEL } from './part.ts'
import { type OwnedDatabase, patroniFiles, SCOPE } from './patroni-files.ts'
import { patroniPod } from './patroni-pod.ts'
import { Secrets } from './secrets.ts'

export type PatroniArgs = {
  readonly namespace: Input<string>
  readonly stack: Stack
  readonly databases: readonly OwnedDatabase[]
}

const NAME = 'postgres'
const PASSWORDS = ['superuser-password', 'replication-password', 'rewind-password', 'restapi-password']

export class Patroni extends ComponentResource {
  constructor(name: 'postgres', args: PatroniArgs, opts?: ComponentResourceOptions) {
    const { namespace, stack, databases } = args
    super('sansang:platform:Patroni', name, { size: stack.database }, opts)
    const within = { parent: this }
    const labels = labelsOf(NAME, 'database')
    const matchLabels = { 'app.kubernetes.io/name': NAME }
    const metadata = (object: string) => ({ name: object, namespace, labels })

    new Secrets('postgres-secrets', { namespace, random: PASSWORDS }, within)
    const data = patroniFiles(stack, databases)
    new ConfigMap('postgres-start', { metadata: metadata('postgres-start'), data }, within)
    new ServiceAccount(name, { metadata: metadata(name), automountServiceAccountToken: false }, within)
    new Role(name, { metadata: metadata(name), rules: consensusRules() }, within)
    new RoleBinding(
      name,
      {
        metadata: metadata(name),
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name, namespace }],
      },
      within,
    )
    // Patroni counts as members only pods with its own label of the cluster, and does not set it.
    const template = patroniPod(stack, { ...labels, [SCOPE_LABEL]: SCOPE }, databases)
    const spec = statefulSetSpec(stack, template)
    new StatefulSet(name, { metadata: metadata(name), spec }, { ...within, protect: true })
    new Service(
      'postgres-peers',
      { metadata: metadata('postgres-peers'), spec: peersSpec(matchLabels) },
      within,
    )
    new Service(name, { metadata: metadata(name), spec: primarySpec(matchLabels) }, within)
    new PodDisruptionBudget(
      name,
      {
        metadata: metadata(name),
        spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels } },
      },
      within,
    )
    new NetworkPolicy(name, { metadata: metadata(name), spec: policySpec(name, stack) }, within)
    this.registerOutputs({})
  }
}

/** What Patroni needs of the API server and no more: its own four ConfigMaps by name, and the labels of pods. */
function consensusRules() {
  const objects = ['config', 'leader', 'sync', 'failover'].map((suffix) => `${SCOPE}-${suffix}`)
  return [
    { apiGroups: [''], resources: ['configmaps'], resourceNames: objects, verbs: ['get', 'patch', 'update'] },
    // Kubernetes cannot bind these three to names.
    { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'list', 'watch'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'patch', 'update'] },
  ]
}

function statefulSetSpec(stack: Stack, template: core.v1.PodTemplateSpec) {
  const { instances, storageGiB, storageClass } = stack.database
  return {
    serviceName: 'postgres-peers',
    replicas: instances,
    revisionHistoryLimit: 3,
    // Patroni orders the instances itself; waiting for each other would keep a lost zone's pod from coming back.
    podManagementPolicy: 'Parallel',
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    selector: { matchLabels: { 'app.kubernetes.io/name': NAME } },
    template,
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOncePod'],
          ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
          resources: { requests: { storage: `${storageGiB}Gi` } },
        },
      },
    ],
  }
}

function peersSpec(selector: Record<string, string>) {
  const ports = Object.entries({
    postgres: PORTS.postgres,
    patroni: PORTS.patroni,
    pgbackrest: PORTS.pgbackrest,
  })
  return {
    clusterIP: 'None',
    // An instance that starts must find its peers before it is ready.
    publishNotReadyAddresses: true,
    selector,
    ports: ports.map(([name, port]) => ({ name, port, targetPort: name, protocol: 'TCP' })),
  }
}

/** Patroni moves the label at failover, and the service with it: only the primary takes writes. */
function primarySpec(matchLabels: Record<string, string>) {
  return {
    selector: { ...matchLabels, [ROLE_LABEL]: 'primary' },
    ports: [{ name: 'postgres', port: PORTS.postgres, targetPort: 'postgres', protocol: 'TCP' }],
  }
}
