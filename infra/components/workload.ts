// infra/components/workload.ts: one stateless process of the platform: who it is, how it runs, who may reach it.
import { Deployment } from '@pulumi/kubernetes/apps/v1/deployment.js'
import { HorizontalPodAutoscaler } from '@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler.js'
import { Service } from '@pulumi/kubernetes/core/v1/service.js'
import { ServiceAccount } from '@pulumi/kubernetes/core/v1/serviceAccount.js'
import { NetworkPolicy } from '@pulumi/kubernetes/networking/v1/networkPolicy.js'
import { PodDisruptionBudget } from '@pulumi/kubernetes/policy/v1/podDisruptionBudget.js'
import type { core } from '@pulumi/kubernetes/types/input.js'
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi'
import { type PartName, PORTS } from '../edges.ts'
import { imageOf } from '../images.ts'
import { replicasMax } from '../scale.ts'
import type { Stack, WorkloadSize } from '../stack.ts'
import { policySpec } from './network-policy.ts'
import { labelsOf, type Part } from './part.ts'
import { httpProbes, podTemplate } from './pod.ts'

export type WorkloadArgs = {
  readonly namespace: Input<string>
  readonly part: Part
  readonly size: WorkloadSize
  readonly env: core.v1.EnvVar[]
  readonly stack: Stack
  /** Names the pod resolves without DNS. */
  readonly hostAliases?: core.v1.HostAlias[]
  readonly annotations?: Readonly<Record<string, string>>
}

export class Workload extends ComponentResource {
  /** Base URL inside the namespace. */
  readonly url: string

  constructor(name: PartName, args: WorkloadArgs, opts?: ComponentResourceOptions) {
    super('sansang:platform:Workload', name, { part: args.part, size: args.size }, opts)
    const within = { parent: this }
    const labels = labelsOf(name, args.part)
    const metadata = { name, namespace: args.namespace, labels }
    const matchLabels = { 'app.kubernetes.io/name': name }

    new ServiceAccount(name, { metadata, automountServiceAccountToken: false }, within)
    new Deployment(
      name,
      { metadata, spec: deploymentSpec(name, labels, args) },
      // How many run is the autoscaler's word once the platform stands.
      { ...within, ignoreChanges: ['spec.replicas'] },
    )
    new HorizontalPodAutoscaler(name, { metadata, spec: scalerSpec(name, args.size) }, within)
    new Service(
      name,
      {
        metadata: { ...metadata, annotations: { ...args.annotations } },
        spec: {
          selector: matchLabels,
          ports: [{ name: 'http', port: PORTS.http, targetPort: 'http', protocol: 'TCP' }],
        },
      },
      within,
    )
    new PodDisruptionBudget(
      name,
      {
        metadata,
        spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels } },
      },
      within,
    )
    new NetworkPolicy(name, { metadata, spec: policySpec(name, args.stack) }, within)
    this.url = `http://${name}:${PORTS.http}`
    this.registerOutputs({ url: this.url })
  }
}

function deploymentSpec(name: PartName, labels: Record<string, string>, args: WorkloadArgs) {
  return {
    replicas: args.size.replicas,
    revisionHistoryLimit: 3,
    selector: { matchLabels: { 'app.kubernetes.io/name': name } },
    // Never fewer than asked for, not even during an update.
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    template: podTemplate(
      labels,
      [
        {
          name,
          image: imageOf(name, args.stack.images.mirror),
          command: ['node', `systems/${name}/server.ts`],
          env: args.env,
          size: args.size,
          ports: [{ name: 'http', containerPort: PORTS.http }],
          probes: httpProbes(),
          // Until the endpoint is withdrawn everywhere, requests still arrive.
          preStop: { sleep: { seconds: 5 } },
        },
      ],
      args.hostAliases === undefined ? {} : { hostAliases: args.hostAliases },
    ),
  }
}

/** Up at once, down slowly: a lull between two Monday peaks must not cost the second one its replicas. */
function scalerSpec(name: PartName, size: WorkloadSize) {
  return {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    minReplicas: size.replicas,
    maxReplicas: replicasMax(size),
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
      },
    ],
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        policies: [{ type: 'Percent', value: 100, periodSeconds: 30 }],
      },
      scaleDown: {
        stabilizationWindowSeconds: 600,
        policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }],
      },
    },
  }
}
