// checks/collectors/plan.ts: a plan as evidence: one record a workload, one over the whole platform. Pure; judges nothing.
import type { Evidence, Population } from '../../types/evidence.ts'
import type { Json, JsonObject } from '../../types/json.ts'
import type { Plan } from '../../types/plan.ts'
import { intoDatabases } from './plan-database.ts'
import { entryFacts } from './plan-entry.ts'
import { listAt, textAt, valueAt } from './plan-json.ts'
import { nameOf, namespaceOf, namespacesOf, objectsOf, workloadsOf } from './plan-objects.ts'
import { type Policy, policiesOf } from './plan-policy.ts'
import { quotaShort } from './plan-quantity.ts'
import { missingWays, networkOf, systemToSystem } from './plan-reach.ts'
import { astrayServices, danglingReferences, exposedServices } from './plan-references.ts'
import { safetyFacts } from './plan-safety.ts'
import { plainSecrets } from './plan-secrets.ts'
import { placeholders, strangersIssuer, targetOf } from './plan-stated.ts'
import { openToAll, unwatched, withoutAlert } from './plan-watch.ts'
import { workloadFacts } from './plan-workload.ts'

const COLLECTOR = 'plan/1'

/**
 * Evidence of the kinds `workload` and `platform`, and the populations they must cover. Its origin is `declared`: the facts are
 * computed, but from what the program says will run; nobody has looked at a cluster. `collectedAt` is RFC 3339.
 */
export function planEvidence(
  plan: Plan,
  { collectedAt }: { readonly collectedAt: string },
): { evidence: Evidence[]; populations: Population[] } {
  const { slug, name } = plan.province
  const workloads = workloadsOf(plan)
  const record = (kind: string, subject: string, facts: JsonObject): Evidence => ({
    schema: 'sansang.evidence/1',
    id: `${kind}/${subject}`,
    kind,
    subject,
    collectedAt,
    collector: COLLECTOR,
    origin: 'declared',
    facts,
  })
  const members = workloads.map((workload) => ({ id: workload.name, label: workload.name }))
  return {
    evidence: [
      ...workloads.map((workload) => record('workload', workload.name, workloadFacts(plan, workload))),
      record('platform', slug, platformFacts(plan)),
    ],
    populations: [
      { name: 'workloads', members: members.sort((left, right) => (left.id < right.id ? -1 : 1)) },
      { name: 'province', members: [{ id: slug, label: name }] },
    ],
  }
}

function platformFacts(plan: Plan): JsonObject {
  const network = networkOf(plan)
  const namespaces = namespacesOf(plan)
  const policies = policiesOf(plan)
  const quotas = objectsOf(plan, 'ResourceQuota').map(namespaceOf)
  return {
    reach: {
      systemToSystem: systemToSystem(network),
      toDatabase: intoDatabases(network),
      missing: missingWays(network),
    },
    target: targetOf(plan),
    placeholders: placeholders(plan),
    netpol: {
      withoutDefaultDeny: namespaces.flatMap(({ name }) => openDirections(policies, name)),
      openEgress: openToAll(plan, 'egress'),
      openIngress: openToAll(plan, 'ingress'),
    },
    ns: {
      withoutRestricted: namespaces
        .filter(({ labels }) => labels['pod-security.kubernetes.io/enforce'] !== 'restricted')
        .map(({ name }) => name),
      // Of an undeclared one nobody knows who else lives there.
      foreign: [...new Set(workloadsOf(plan).map(({ namespace }) => namespace))].filter(
        (name) => !objectsOf(plan, 'Namespace').some((namespace) => nameOf(namespace) === name),
      ),
      withoutQuota: namespaces.filter(({ name }) => !quotas.includes(name)).map(({ name }) => name),
    },
    quota: { short: quotaShort(plan) },
    rbac: { wildcards: [...wildcardRoles(plan), ...adminBindings(plan)], loose: looseGrants(plan) },
    svc: { exposed: exposedServices(plan), astray: astrayServices(plan) },
    refs: { dangling: danglingReferences(plan) },
    monitor: { unwatched: unwatched(plan), withoutAlert: withoutAlert(plan) },
    oidc: { astray: strangersIssuer(workloadsOf(plan)) },
    ...entryFacts(plan),
    ...safetyFacts(plan),
    secret: { plain: plainSecrets(plan, workloadsOf(plan)) },
  }
}

/** `sansang-ho-chi-minh: egress` where no policy shuts every pod of the namespace, or another opens them all again. */
function openDirections(policies: readonly Policy[], namespace: string): string[] {
  const everyPod = policies.filter((policy) => policy.namespace === namespace && isEmpty(policy.podSelector))
  return (['ingress', 'egress'] as const)
    .filter((direction) => {
      const rules = everyPod.flatMap((policy) => (policy[direction] === undefined ? [] : [policy[direction]]))
      const shut = rules.some((list) => list.length === 0)
      const peers = direction === 'ingress' ? 'from' : 'to'
      const opened = rules.flat().some((rule) => listAt(rule, peers).length === 0)
      return !shut || opened
    })
    .map((direction) => `${namespace}: ${direction}`)
}

function isEmpty(selector: Json | undefined): boolean {
  return (
    [...Object.keys(valueAt(selector, 'matchLabels') ?? {}), ...listAt(selector, 'matchExpressions')]
      .length === 0
  )
}

function wildcardRoles(plan: Plan): string[] {
  return objectsOf(plan, 'Role', 'ClusterRole')
    .filter((role) =>
      listAt(role.inputs, 'rules').some((rule) =>
        ['verbs', 'resources', 'apiGroups', 'nonResourceURLs'].some((field) =>
          listAt(rule, field).includes('*'),
        ),
      ),
    )
    .map((role) => `role ${nameOf(role)}`)
}

function adminBindings(plan: Plan): string[] {
  return objectsOf(plan, 'RoleBinding', 'ClusterRoleBinding')
    .filter((binding) => textAt(binding.inputs, 'roleRef', 'name') === 'cluster-admin')
    .map((binding) => `binding ${nameOf(binding)}`)
}

/** Subjects that are everybody, and what lets a holder become more: reading secrets, running in pods, impersonating. */
const EVERYBODY = ['default', 'system:authenticated', 'system:unauthenticated', 'system:serviceaccounts']
const POWERS = [
  'secrets',
  'pods/exec',
  'pods/attach',
  'serviceaccounts/token',
  'roles',
  'rolebindings',
  'nodes/proxy',
]
const VERBS = ['escalate', 'bind', 'impersonate']

function looseGrants(plan: Plan): string[] {
  const roles = objectsOf(plan, 'Role', 'ClusterRole').flatMap((role) =>
    listAt(role.inputs, 'rules').flatMap((rule) => [
      ...POWERS.filter((power) => listAt(rule, 'resources').includes(power)).map(
        (power) => `${nameOf(role)}: ${power}`,
      ),
      ...VERBS.filter((verb) => listAt(rule, 'verbs').includes(verb)).map(
        (verb) => `${nameOf(role)}: ${verb}`,
      ),
    ]),
  )
  const bindings = objectsOf(plan, 'RoleBinding', 'ClusterRoleBinding').flatMap((binding) =>
    listAt(binding.inputs, 'subjects')
      .map((subject) => textAt(subject, 'name') ?? '')
      .filter((subject) => EVERYBODY.includes(subject))
      .map((subject) => `${nameOf(binding)}: ${subject}`),
  )
  return [...roles, ...bindings]
}
