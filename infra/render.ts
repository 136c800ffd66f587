// infra/render.ts: a plan as Kubernetes manifests in the order they are to be applied. Pure; render-folder.ts writes them.
import { stringify } from 'yaml'
import { type Fault, SansangError } from '../types/error.ts'
import type { Json, JsonObject } from '../types/json.ts'
import type { Plan, PlannedResource } from '../types/plan.ts'

/**
 * Rank by kind, which is also the number a file starts with: names and rights, then what pods read, then the policies, so
 * that no pod runs a second without them, then what starts pods, then what is laid over running ones.
 */
const RANKS: readonly (readonly [rank: number, kinds: readonly string[]])[] = [
  [0, ['Namespace']],
  [10, ['ResourceQuota', 'LimitRange', 'PriorityClass', 'StorageClass']],
  [20, ['ServiceAccount']],
  [21, ['Role', 'ClusterRole']],
  [22, ['RoleBinding', 'ClusterRoleBinding']],
  [30, ['Secret']],
  [31, ['ConfigMap']],
  [32, ['PersistentVolume', 'PersistentVolumeClaim']],
  [40, ['NetworkPolicy']],
  [50, ['Service']],
  [60, ['StatefulSet']],
  [61, ['Deployment', 'DaemonSet']],
  [62, ['Job', 'CronJob']],
  [70, ['PodDisruptionBudget', 'HorizontalPodAutoscaler']],
]
/** Kinds of other groups (Gateway API, cert-manager, Prometheus operator): last, since their controllers look at the rest. */
const REST = 80

export type Manifests = ReadonlyMap<string, string>

/** File name → text: one object a file, and `kustomization.yaml` listing them in order. Throws `secret-outside-secret`. */
export function manifestsOf(plan: Plan): Manifests {
  const objects = plan.resources.filter(({ type }) => type.startsWith('kubernetes:')).map(manifestOf)
  const leaks = objects.filter(({ kind, body }) => kind !== 'Secret' && holdsSecret(body))
  if (leaks.length > 0) throw leaked(plan, leaks)
  const several =
    new Set(objects.map(({ namespace }) => namespace).filter((one) => one !== undefined)).size > 1
  const files = objects
    .map((object) => [fileName(object, several), yaml(object)] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1))
  const names = new Set(files.map(([name]) => name))
  if (names.size !== files.length)
    throw new Error(`two objects of ${plan.province.slug} share a name and kind`)
  return new Map([...files, ['kustomization.yaml', kustomization(plan, [...names])]])
}

export type Manifest = {
  readonly kind: string
  readonly name: string
  readonly namespace: string | undefined
  readonly body: JsonObject
}

/** One Kubernetes resource as the object it declares; a secret value is still `{ "secret": "<name>" }`. */
export function manifestOf({ type, name, inputs }: PlannedResource): Manifest {
  const [, version = '', kind = ''] = type.split(':')
  const metadata = (inputs['metadata'] ?? {}) as { name?: string; namespace?: string }
  const { apiVersion, kind: stated, ...rest } = inputs
  const typed = { apiVersion: apiVersion ?? version.replace(/^core\//, ''), kind: stated ?? kind }
  return {
    kind: String(typed.kind),
    name: metadata.name ?? name,
    namespace: metadata.namespace,
    body: { ...typed, ...rest, metadata: { name, ...metadata } },
  }
}

function fileName({ kind, name, namespace }: Manifest, several: boolean): string {
  const rank = RANKS.find(([, kinds]) => kinds.includes(kind))?.[0] ?? REST
  const scope = several && namespace !== undefined ? `${namespace}.` : ''
  return `${String(rank).padStart(2, '0')}-${kind.toLowerCase()}-${scope}${name}.yaml`
}

/** Quoted as YAML 1.1 needs it, which is what Kubernetes reads: there `on` is true and `1:30` is ninety. */
function yaml({ kind, body }: Manifest): string {
  const text = stringify(kind === 'Secret' ? withoutValues(body) : ordered(body), {
    version: '1.1',
    lineWidth: 0,
  })
  return kind === 'Secret' ? `${SECRET_NOTE}${text}` : text
}

const SECRET_NOTE = `# A placeholder: values never leave the Pulumi state. Fill the keys named below from the site's own secret store, or make them
# as docs/operator.md says ("Without the Pulumi CLI"). Applying this file again does not touch keys that are there.
`

/** The object with the names of its keys and none of their values. */
function withoutValues({ data, stringData, ...body }: JsonObject): JsonObject {
  const keys = [data, stringData].flatMap((map) =>
    typeof map === 'object' && map !== null ? Object.keys(map) : [],
  )
  const metadata = body['metadata'] as JsonObject
  const annotations = { ...(metadata['annotations'] as JsonObject), 'sansang.vn/secret-keys': keys.join(',') }
  return ordered({ ...body, metadata: { ...metadata, annotations } })
}

function ordered({ apiVersion, kind, metadata, ...rest }: JsonObject): JsonObject {
  return { apiVersion: apiVersion ?? '', kind: kind ?? '', metadata: metadata ?? {}, ...rest }
}

/** `{ "secret": "<name>" }` and nothing else is how a plan names a value it must not hold. */
export function isSecret(value: Json | undefined): value is { readonly secret: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const members = Object.entries(value)
  return members.length === 1 && members[0]?.[0] === 'secret' && typeof members[0][1] === 'string'
}

function holdsSecret(value: Json): boolean {
  if (isSecret(value)) return true
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsSecret)
}

function leaked({ province }: Plan, leaks: readonly Manifest[]): SansangError {
  const faults = leaks.map(
    ({ kind, name }): Fault => ({
      where: `${kind} ${name}`,
      message: 'a value of it is secret; refer to a Secret',
    }),
  )
  return new SansangError('secret-outside-secret', {
    message: `${province.slug} keeps secrets where manifests cannot leave them out`,
    hint: 'let the program in infra/ put the value into a Secret and refer to it by secretKeyRef',
    exit: 'internal',
    faults,
  })
}

export const KUSTOMIZATION_NOTE =
  '# Written by ./sansang plan --render; the whole folder is replaced by the next one.'

function kustomization({ province }: Plan, files: readonly string[]): string {
  const body = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    // In the order of this list, which is the order of the file names.
    sortOptions: { order: 'fifo' },
    resources: [...files],
  }
  return `${KUSTOMIZATION_NOTE}\n# ${province.name} (${province.code})\n${stringify(body, { lineWidth: 0 })}`
}
