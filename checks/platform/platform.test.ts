// checks/platform/platform.test.ts: the real plans pass every platform criterion; each single change is caught by exactly one.
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { planProvince } from '../../infra/plan.ts'
import { loadChecks } from '../../readiness/criteria.ts'
import { evaluate } from '../../readiness/evaluate.ts'
import type { CriterionResult } from '../../types/finding.ts'
import type { Plan } from '../../types/plan.ts'
import { change, withObject, without } from '../collectors/fixtures/plan-mutant.ts'
import { planEvidence } from '../collectors/plan.ts'

const { kinds, criteria } = loadChecks(fileURLToPath(new URL('..', import.meta.url)))
const platform = criteria.filter(({ catalogue }) => catalogue === 'platform')

const plans = new Map<string, Plan>()
beforeAll(async () => {
  for (const slug of ['ho-chi-minh', 'an-giang', 'lam-dong']) plans.set(slug, await planProvince(slug))
})

function plan(slug = 'ho-chi-minh'): Plan {
  const found = plans.get(slug)
  if (found === undefined) throw new Error(`no plan of ${slug}`)
  return found
}

/** What the engine finds, over the plan's own evidence and populations. */
function judged(given: Plan): CriterionResult[] {
  const { evidence, populations } = planEvidence(given, { collectedAt: '2025-06-30T08:00:00+07:00' })
  return evaluate({
    header: {
      schema: 'sansang.run/1',
      runId: 'platform-test',
      tool: { name: 'sansang', version: '0.1.0', revision: 'test' },
      province: given.province,
      asOf: '2025-07-01',
      target: 'embedded',
      referenceSystems: true,
      profile: 'quick',
      only: [],
      notRun: [],
      startedAt: '2025-06-30T08:00:00+07:00',
    },
    kinds,
    criteria: platform,
    populations,
    waivers: [],
    evidence,
  })
}

/** `criterion: subject` for everything that did not pass. */
function caught(given: Plan): string[] {
  return judged(given).flatMap(({ notPassed }) =>
    notPassed.map(({ criterion, subject, status }) => `${criterion} ${status}: ${subject}`),
  )
}

test.each(['ho-chi-minh', 'an-giang', 'lam-dong'])(
  'the plan of %s passes every platform criterion',
  (slug) => {
    const results = judged(plan(slug))
    expect(results.map(({ criterion }) => criterion)).toEqual(platform.map(({ id }) => id))
    expect(results.flatMap(({ notPassed }) => notPassed)).toEqual([])
    const counts = results.map(({ criterion, counts, expected, heard }) => [
      criterion,
      counts.pass,
      expected,
      heard,
    ])
    for (const [criterion, pass, expected, heard] of counts)
      expect([criterion, pass, heard]).toEqual([criterion, expected, expected])
    expect(new Set(results.map(({ expected }) => expected))).toEqual(new Set([1, 8]))
  },
)

const POD = ['spec', 'template', 'spec']
const CONTAINER = [...POD, 'containers', 0]
const procedures =
  (path: readonly (string | number)[], value: Parameters<typeof change>[4]) => (given: Plan) =>
    change(given, 'Deployment', 'procedures', path, value)
const allow = (name: string, from: string, to: string) => (given: Plan) =>
  [
    { podSelector: named(from), policyTypes: ['Egress'], egress: [{ to: [{ podSelector: named(to) }] }] },
    { podSelector: named(to), policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: named(from) }] }] },
  ].reduce<Plan>(
    (sofar, spec, index) =>
      withObject(sofar, 'networking.k8s.io/v1:NetworkPolicy', `${name}-${index}`, { spec }),
    given,
  )
const named = (name: string) => ({ matchLabels: { 'app.kubernetes.io/name': name } })
const role = (rules: Parameters<typeof change>[4]) => (given: Plan) =>
  withObject(given, 'rbac.authorization.k8s.io/v1:Role', 'wide', { rules: rules ?? [] })

type Mutation = [what: string, mutate: (given: Plan) => Plan, caught: readonly string[]]

const PROCEDURES = ': procedures'
const PROVINCE = ': ho-chi-minh'
const mutations: Mutation[] = [
  ['a way between two systems', allow('hole', 'procedures', 'reporting'), [`PL-10 fail${PROVINCE}`]],
  ['a relay through the gateway', allow('relay', 'documents', 'gateway'), [`PL-10 fail${PROVINCE}`]],
  [
    'a block that can hold pods, both ways',
    (given) =>
      ['meetings', 'documents'].reduce<Plan>(
        (sofar, name) =>
          withObject(sofar, 'networking.k8s.io/v1:NetworkPolicy', `block-${name}`, {
            spec: {
              podSelector: named(name),
              policyTypes: ['Ingress', 'Egress'],
              ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
              egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
            },
          }),
        given,
      ),
    [`PL-10 fail${PROVINCE}`],
  ],
  ['no default deny', (given) => without(given, 'NetworkPolicy', 'default-deny'), [`PL-11 fail${PROVINCE}`]],
  [
    'default deny for ingress only',
    (given) => change(given, 'NetworkPolicy', 'default-deny', ['spec', 'policyTypes'], ['Ingress']),
    [`PL-11 fail${PROVINCE}`],
  ],
  ['the gateway at the database', allow('hole', 'gateway', 'postgres'), [`PL-12 fail${PROVINCE}`]],
  [
    "another system's password",
    (given) =>
      change(given, 'Deployment', 'procedures', [...CONTAINER, 'env', 0], {
        name: 'OTHER',
        valueFrom: { secretKeyRef: { name: 'reporting-secrets', key: 'database-password' } },
      }),
    [`PL-12 fail${PROVINCE}`],
  ],
  [
    "another system's database",
    (given) =>
      change(given, 'Deployment', 'procedures', [...CONTAINER, 'env', 0], {
        name: 'OTHER',
        value: 'postgres://procedures@postgres:5432/reporting',
      }),
    [`PL-12 fail${PROVINCE}`],
  ],
  [
    'namespace at baseline',
    (given) =>
      change(
        given,
        'Namespace',
        'sansang-ho-chi-minh',
        ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'],
        'baseline',
      ),
    [`PL-13 fail${PROVINCE}`],
  ],
  [
    'a privileged container',
    procedures([...CONTAINER, 'securityContext', 'privileged'], true),
    [`PL-14 fail${PROCEDURES}`],
  ],
  ['the host network', procedures([...POD, 'hostNetwork'], true), [`PL-15 fail${PROCEDURES}`]],
  ['the host processes', procedures([...POD, 'hostPID'], true), [`PL-15 fail${PROCEDURES}`]],
  [
    'escalation unsaid',
    procedures([...CONTAINER, 'securityContext', 'allowPrivilegeEscalation'], undefined),
    [`PL-16 fail${PROCEDURES}`],
  ],
  [
    'a root container',
    procedures([...CONTAINER, 'securityContext', 'runAsUser'], 0),
    [`PL-17 fail${PROCEDURES}`],
  ],
  [
    'non-root unsaid',
    procedures([...CONTAINER, 'securityContext', 'runAsNonRoot'], false),
    [`PL-17 fail${PROCEDURES}`],
  ],
  [
    'no user named',
    procedures([...POD, 'securityContext', 'runAsUser'], undefined),
    [`PL-17 fail${PROCEDURES}`],
  ],
  [
    'capabilities kept',
    procedures([...CONTAINER, 'securityContext', 'capabilities'], undefined),
    [`PL-18 fail${PROCEDURES}`],
  ],
  [
    'a capability added back',
    procedures([...CONTAINER, 'securityContext', 'capabilities', 'add'], ['NET_ADMIN']),
    [`PL-18 fail${PROCEDURES}`],
  ],
  [
    'a host path',
    procedures([...POD, 'volumes', 0], { name: 'tmp', hostPath: { path: '/var/run' } }),
    [`PL-19 fail${PROCEDURES}`],
  ],
  ['a host port', procedures([...CONTAINER, 'ports', 0, 'hostPort'], 8080), [`PL-19 fail${PROCEDURES}`]],
  [
    'no seccomp profile',
    procedures([...POD, 'securityContext', 'seccompProfile'], undefined),
    [`PL-20 fail${PROCEDURES}`],
  ],
  [
    'an unconfined container',
    procedures([...CONTAINER, 'securityContext', 'seccompProfile'], { type: 'Unconfined' }),
    [`PL-20 fail${PROCEDURES}`],
  ],
  [
    'a writable root',
    procedures([...CONTAINER, 'securityContext', 'readOnlyRootFilesystem'], undefined),
    [`PL-21 fail${PROCEDURES}`],
  ],
  [
    'a limit dropped',
    procedures([...CONTAINER, 'resources', 'limits', 'memory'], undefined),
    [`PL-22 fail${PROCEDURES}`],
  ],
  [
    'requests dropped',
    procedures([...CONTAINER, 'resources', 'requests'], undefined),
    [`PL-22 fail${PROCEDURES}`],
  ],
  [
    'no quota',
    (given) => without(given, 'ResourceQuota', 'quota'),
    ['documents', 'exchange', 'gateway', 'identity', 'meetings', 'postgres', 'procedures', 'reporting'].map(
      (name) => `PL-22 fail: ${name}`,
    ),
  ],
  [
    'a mounted token',
    procedures([...POD, 'automountServiceAccountToken'], true),
    [`PL-24 fail${PROCEDURES}`],
  ],
  ['the default account', procedures([...POD, 'serviceAccountName'], 'default'), [`PL-24 fail${PROCEDURES}`]],
  [
    'a wildcard role',
    role([{ apiGroups: [''], resources: ['pods'], verbs: ['*'] }]),
    [`PL-25 fail${PROVINCE}`],
  ],
  [
    'cluster-admin',
    (given) =>
      withObject(given, 'rbac.authorization.k8s.io/v1:ClusterRoleBinding', 'admin', {
        roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
      }),
    [`PL-25 fail${PROVINCE}`],
  ],
  [
    'a password in the environment',
    (given) =>
      change(given, 'Deployment', 'procedures', [...CONTAINER, 'env', 0], {
        name: 'API_KEY',
        value: 'hunter2',
      }),
    [`PL-26 fail${PROVINCE}`],
  ],
  [
    'a URL with a password',
    procedures([...CONTAINER, 'env', 0], { name: 'UPSTREAM', value: 'amqp://user:hunter2@queue.example/x' }),
    [`PL-26 fail${PROVINCE}`],
  ],
  [
    'a Secret not marked secret',
    (given) =>
      change(given, 'Secret', 'identity-secrets', ['stringData', 'clients.json'], '{"procedures":"hunter2"}'),
    [`PL-26 fail${PROVINCE}`],
  ],
  [
    'a key in a ConfigMap',
    (given) =>
      withObject(given, 'core/v1:ConfigMap', 'keys', {
        data: { 'a.pem': '-----BEGIN PRIVATE KEY-----\nMIG' },
      }),
    [`PL-26 fail${PROVINCE}`],
  ],
  ['a single replica', procedures(['spec', 'replicas'], 1), [`PL-32 fail${PROCEDURES}`]],
  [
    'no spread over zones',
    procedures([...POD, 'topologySpreadConstraints', 0], undefined),
    [`PL-32 fail${PROCEDURES}`],
  ],
  [
    'a spread that is only a wish',
    procedures([...POD, 'topologySpreadConstraints', 0, 'whenUnsatisfiable'], 'ScheduleAnyway'),
    [`PL-32 fail${PROCEDURES}`],
  ],
  [
    'no disruption budget',
    (given) => without(given, 'PodDisruptionBudget', 'procedures'),
    [`PL-32 fail${PROCEDURES}`],
  ],
  [
    'a budget that lets all go',
    (given) => change(given, 'PodDisruptionBudget', 'procedures', ['spec', 'maxUnavailable'], '100%'),
    [`PL-32 fail${PROCEDURES}`],
  ],
  [
    'a budget that lets none go',
    (given) => change(given, 'PodDisruptionBudget', 'procedures', ['spec', 'maxUnavailable'], 0),
    [`PL-32 fail${PROCEDURES}`],
  ],
  ['a needed way shut', (given) => without(given, 'NetworkPolicy', 'reporting'), [`PX-01 fail${PROVINCE}`]],
  ['no DNS', (given) => without(given, 'NetworkPolicy', 'allow-dns'), [`PX-01 fail${PROVINCE}`]],
  ['a service gone', (given) => without(given, 'Service', 'exchange'), [`PX-01 fail${PROVINCE}`]],
  [
    'the gateway shut from outside',
    (given) => change(given, 'NetworkPolicy', 'gateway', ['spec', 'ingress'], []),
    [`PX-01 fail${PROVINCE}`],
  ],
  [
    'the nation shut off',
    (given) =>
      change(given, 'NetworkPolicy', 'exchange', ['spec', 'egress', 0, 'to', 4], {
        ipBlock: { cidr: '192.0.2.99/32' },
      }),
    [`PX-01 fail${PROVINCE}`],
  ],
]

describe('one change to the plan is caught by exactly one criterion', () => {
  test.each(mutations)('%s', (_, mutate, expected) => {
    expect(caught(mutate(plan()))).toEqual(expected)
  })

  test('every platform criterion has a change that only it catches', () => {
    const covered = new Set(
      mutations.flatMap(([, , findings]) => findings.map((finding) => finding.slice(0, 5))),
    )
    expect([...covered].sort()).toEqual(platform.map(({ id }) => id))
    expect(mutations).toHaveLength(45)
    expect(platform).toHaveLength(18)
  })
})

test('a container of a second kind is not overlooked: init containers count', () => {
  const init = [{ name: 'init', image: 'x', securityContext: { privileged: true } }]
  const findings = caught(change(plan(), 'Deployment', 'procedures', [...POD, 'initContainers'], init))
  expect(findings).toEqual(
    ['PL-14', 'PL-16', 'PL-18', 'PL-21', 'PL-22'].map((id) => `${id} fail: procedures`),
  )
})

test('a workload in a namespace of its own is caught for what that namespace lacks', () => {
  const moved = change(plan(), 'Deployment', 'procedures', ['metadata', 'namespace'], 'elsewhere')
  expect(caught(moved)).toContain('PL-11 fail: ho-chi-minh')
  expect(caught(moved)).toContain('PL-13 fail: ho-chi-minh')
  expect(caught(moved)).toContain('PL-22 fail: procedures')
})
