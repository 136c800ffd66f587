// checks/collectors/plan-workload.ts: what the criteria ask of one planned workload, with Kubernetes' own defaults filled in.
import type { Json, JsonObject } from '../../types/json.ts'
import type { Plan } from '../../types/plan.ts'
import { listAt, numberAt, objectAt, textAt, truthAt, valueAt } from './plan-json.ts'
import { lifecycleFacts } from './plan-lifecycle.ts'
import { namespaceOf, objectsOf, type PlannedWorkload } from './plan-objects.ts'
import { podFacts } from './plan-pod.ts'
import { plainVariables } from './plan-secrets.ts'
import { selects } from './plan-selector.ts'
import { targetOf, unlistedImages } from './plan-stated.ts'
import { tokenContainers, tokenExcess } from './plan-token.ts'

/** Facts of kind `workload`; of several containers the worst counts. Absent settings count as Kubernetes reads them. */
export function workloadFacts(plan: Plan, workload: PlannedWorkload): JsonObject {
  const { namespace, kind, replicas, labels, podSpec, containers } = workload
  const any = (test: (container: Json) => boolean) => containers.length === 0 || containers.some(test)
  const every = (test: (container: Json) => boolean) => containers.length > 0 && containers.every(test)
  const security = (container: Json, key: string) =>
    valueAt(container, 'securityContext', key) ?? valueAt(podSpec, 'securityContext', key)
  const users = containers.map((container) => security(container, 'runAsUser'))
  const serviceAccount = textAt(podSpec, 'serviceAccountName') ?? 'default'
  return {
    namespace,
    kind,
    part: labels['sansang.vn/part'] ?? '',
    replicas,
    privileged: any((container) => truthAt(container, 'securityContext', 'privileged') === true),
    hostNamespaces: ['hostPID', 'hostIPC', 'hostNetwork'].filter((key) => truthAt(podSpec, key) === true),
    escalation: any((container) => security(container, 'allowPrivilegeEscalation') !== false),
    runAsNonRoot: every((container) => security(container, 'runAsNonRoot') === true),
    // A user nobody set is the image's, and may be root.
    runAsUser: Math.min(
      ...users.map((user) => (typeof user === 'number' ? user : 0)),
      Number.MAX_SAFE_INTEGER,
    ),
    capDropAll: every((container) =>
      listAt(container, 'securityContext', 'capabilities', 'drop').includes('ALL'),
    ),
    capAdd: containers.flatMap((container) =>
      listAt(container, 'securityContext', 'capabilities', 'add').map(String),
    ),
    hostPaths: listAt(podSpec, 'volumes').flatMap((volume) => textAt(volume, 'hostPath', 'path') ?? []),
    hostPorts: containers.flatMap((container) =>
      listAt(container, 'ports').flatMap((port) => {
        const open = numberAt(port, 'hostPort') ?? 0
        return open === 0 ? [] : [String(open)]
      }),
    ),
    seccomp: seccompOf(containers, security),
    readOnlyRoot: every(
      (container) => truthAt(container, 'securityContext', 'readOnlyRootFilesystem') === true,
    ),
    withoutLimits: unset(containers, 'limits'),
    withoutRequests: unset(containers, 'requests'),
    namespaceQuota: objectsOf(plan, 'ResourceQuota').some((quota) => namespaceOf(quota) === namespace),
    withoutProbes: ['livenessProbe', 'readinessProbe', 'startupProbe'].filter((probe) =>
      listAt(podSpec, 'containers').some((container) => objectAt(container, probe) === undefined),
    ),
    images: containers.map((container) => textAt(container, 'image') ?? ''),
    imagesUnpinned: containers
      .map((container) => textAt(container, 'image') ?? '')
      .filter((image) => !/@sha256:[0-9a-f]{64}$/.test(image)),
    serviceAccount,
    target: targetOf(plan),
    imagesUnlisted: unlistedImages(plan, workload),
    tokenContainers: tokenContainers(workload),
    tokenExcess: tokenExcess(plan, workload),
    automountToken: mountsToken(plan, namespace, serviceAccount, podSpec),
    disruptionBudget: budgetOf(plan, workload),
    spread: listAt(podSpec, 'topologySpreadConstraints').some(
      (constraint) =>
        textAt(constraint, 'topologyKey') === 'topology.kubernetes.io/zone' &&
        textAt(constraint, 'whenUnsatisfiable') === 'DoNotSchedule' &&
        selects(valueAt(constraint, 'labelSelector'), labels),
    ),
    plainSecrets: plainVariables(workload),
    ...podFacts(plan, workload),
    ...lifecycleFacts(plan, workload),
  }
}

function seccompOf(
  containers: readonly Json[],
  security: (container: Json, key: string) => Json | undefined,
): string {
  const types = containers.map(
    (container) => textAt(security(container, 'seccompProfile'), 'type') ?? 'Unconfined',
  )
  return types.find((type) => type !== 'RuntimeDefault') ?? types[0] ?? 'Unconfined'
}

/** `procedures: cpu` for every container and resource without the amount. */
function unset(containers: readonly Json[], amount: 'limits' | 'requests'): string[] {
  return containers.flatMap((container) =>
    ['cpu', 'memory']
      .filter((resource) => valueAt(container, 'resources', amount, resource) === undefined)
      .map((resource) => `${textAt(container, 'name')}: ${resource}`),
  )
}

/** The pod's word counts over the service account's; without either Kubernetes mounts the token. */
function mountsToken(plan: Plan, namespace: string, serviceAccount: string, podSpec: JsonObject): boolean {
  const own = truthAt(podSpec, 'automountServiceAccountToken')
  const account = objectsOf(plan, 'ServiceAccount').find(
    (resource) =>
      namespaceOf(resource) === namespace && textAt(resource.inputs, 'metadata', 'name') === serviceAccount,
  )
  return own ?? truthAt(account?.inputs, 'automountServiceAccountToken') ?? true
}

/** guards: some pods may go and some must stay. blocks-all: a node can never be drained. allows-all: it guards nothing. */
function budgetOf(plan: Plan, workload: PlannedWorkload): string {
  const budgets = objectsOf(plan, 'PodDisruptionBudget').filter(
    (resource) =>
      namespaceOf(resource) === workload.namespace &&
      selects(valueAt(resource.inputs, 'spec', 'selector'), workload.labels),
  )
  const kept = budgets.map(({ inputs }) => podsKept(inputs, workload.replicas))
  if (kept.length === 0) return 'absent'
  if (kept.some((pods) => pods >= workload.replicas)) return 'blocks-all'
  return kept.some((pods) => pods > 0) ? 'guards' : 'allows-all'
}

/** Percentages round up, for both fields (Kubernetes, "Specifying a PodDisruptionBudget"). */
function podsKept(budget: JsonObject, replicas: number): number {
  const amount = (value: Json | undefined) =>
    typeof value === 'string' && value.endsWith('%')
      ? Math.ceil((Number.parseFloat(value) / 100) * replicas)
      : Number(value)
  const minAvailable = valueAt(budget, 'spec', 'minAvailable')
  if (minAvailable !== undefined) return amount(minAvailable)
  const maxUnavailable = valueAt(budget, 'spec', 'maxUnavailable')
  return maxUnavailable === undefined ? 0 : Math.max(0, replicas - amount(maxUnavailable))
}
