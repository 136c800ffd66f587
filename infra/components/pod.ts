// infra/components/pod.ts: the pod of one workload, as the restricted Pod Security Standard wants it. Pure.
import type { core } from '@pulumi/kubernetes/types/input.js'
import { EPHEMERAL_MIB } from '../quota.ts'
import type { Size } from '../stack.ts'
import { RUN_AS } from './part.ts'

export type Container = {
  readonly name: string
  readonly image: string
  readonly command: readonly string[]
  readonly env: core.v1.EnvVar[]
  readonly size: Size
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[]
  readonly probes?: Pick<core.v1.Container, 'startupProbe' | 'livenessProbe' | 'readinessProbe'>
  readonly volumeMounts?: core.v1.VolumeMount[]
  readonly preStop?: core.v1.LifecycleHandler
}

/** The pod template: no privilege, no token, spread over zones by force, over bridge points and nodes where it can be. */
export function podTemplate(
  labels: Record<string, string>,
  [container, ...more]: readonly [Container, ...Container[]],
  extra: Partial<core.v1.PodSpec> = {},
): core.v1.PodTemplateSpec {
  const spread = (topologyKey: string, whenUnsatisfiable: string) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable,
    labelSelector: { matchLabels: { 'app.kubernetes.io/name': labels['app.kubernetes.io/name'] ?? '' } },
  })
  return {
    metadata: { labels },
    spec: {
      serviceAccountName: container.name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 45,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: RUN_AS,
        runAsGroup: RUN_AS,
        fsGroup: RUN_AS,
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' },
      },
      topologySpreadConstraints: [
        spread('topology.kubernetes.io/zone', 'DoNotSchedule'),
        spread('sansang.vn/bridge-point', 'ScheduleAnyway'),
        spread('kubernetes.io/hostname', 'ScheduleAnyway'),
      ],
      ...extra,
      containers: [container, ...more].map(containerSpec),
      volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '256Mi' } }, ...volumesOf(extra)],
    },
  }
}

function volumesOf(extra: Partial<core.v1.PodSpec>): core.v1.Volume[] {
  return Array.isArray(extra.volumes) ? (extra.volumes as core.v1.Volume[]) : []
}

function containerSpec(container: Container): core.v1.Container {
  const { cpuMillicores, memoryMiB } = container.size
  return {
    name: container.name,
    image: container.image,
    imagePullPolicy: 'IfNotPresent',
    command: [...container.command],
    env: container.env,
    ports: container.ports.map((port) => ({ ...port, protocol: 'TCP' })),
    // Memory is not overcommitted: a node that runs out of it kills a system at its busiest.
    resources: {
      requests: {
        cpu: `${cpuMillicores}m`,
        memory: `${memoryMiB}Mi`,
        'ephemeral-storage': `${EPHEMERAL_MIB.request}Mi`,
      },
      limits: {
        cpu: `${2 * cpuMillicores}m`,
        memory: `${memoryMiB}Mi`,
        'ephemeral-storage': `${EPHEMERAL_MIB.limit}Mi`,
      },
    },
    ...container.probes,
    ...(container.preStop === undefined ? {} : { lifecycle: { preStop: container.preStop } }),
    securityContext: {
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...(container.volumeMounts ?? [])],
  }
}

/** Probes of a process that serves `/healthz` (alive) and `/readyz` (its needs are reachable). */
export function httpProbes(): NonNullable<Container['probes']> {
  const get = (path: string) => ({ path, port: 'http' })
  return {
    startupProbe: { httpGet: get('/healthz'), periodSeconds: 2, failureThreshold: 60, timeoutSeconds: 2 },
    livenessProbe: { httpGet: get('/healthz'), periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 2 },
    readinessProbe: { httpGet: get('/readyz'), periodSeconds: 5, failureThreshold: 2, timeoutSeconds: 3 },
  }
}
