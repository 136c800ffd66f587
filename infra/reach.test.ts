// infra/reach.test.ts: in every stack's plan, the ways that are open are the architecture's, no fewer and no more; found twice.
import { describe, expect, test } from 'vitest'
import { type End, mayConnect, policiesOf } from '../checks/collectors/plan-policy.ts'
import type { KubeObject } from '../targets/kube-accept.ts'
import { objectsOf } from '../targets/kube-objects.ts'
import { listStacks, readStackFile } from './config.ts'
import { type Actor, openWays } from './fixtures/reach.ts'
import { everythingStated, externalDatabase } from './fixtures/variants.ts'
import program from './index.ts'
import { planPlatforms, planProgram, planProvince } from './plan.ts'
import type { Stack } from './stack.ts'

const BEHIND = ['procedures', 'documents', 'meetings', 'reporting']
const SERVED = [...BEHIND, 'exchange', 'identity']
/** What the platform listens on, and some that nobody does. */
const PORTS = [22, 53, 80, 443, 5432, 5433, 6443, 8008, 8080, 8432, 9999]

/** docs/architecture.md in ways: what must pass; whatever is not here must not. */
function architecture({ database }: Stack): string[] {
  const pods = [...SERVED, 'gateway', ...(database.mode === 'patroni' ? ['postgres', 'postgres-backup'] : [])]
  const ways = [
    'proxy -> gateway:8080',
    ...SERVED.map((system) => `gateway -> ${system}:8080`),
    ...BEHIND.flatMap((system) => [`${system} -> exchange:8080`, `exchange -> ${system}:8080`]),
    'exchange -> exchange:8080',
    'exchange -> national:8080',
    ...SERVED.map((system) => `${system} -> identity:8080`),
    ...[...SERVED, 'gateway'].map((part) => `prometheus -> ${part}:8080`),
    ...(database.mode === 'patroni'
      ? [
          ...SERVED.map((system) => `${system} -> postgres:5432`),
          ...['postgres -> postgres:5432', 'postgres -> postgres:8008', 'prometheus -> postgres:8008'],
          ...['postgres -> api-server:6443', 'postgres -> backup-store:443'],
          ...['postgres-backup -> postgres:8432', 'postgres-backup -> backup-store:443'],
        ]
      : SERVED.map((system) => `${system} -> external-database:${database.external?.port}`)),
    // Every pod of the namespace may resolve names, also one nobody planned.
    ...[...pods, 'proxy', 'stranger'].map((pod) => `${pod} -> dns:53`),
    // What listens on which port of the public proxies is their implementation's choice.
    ...PORTS.flatMap((port) =>
      [...outsideOf(database), 'internet'].map((address) => `${address} -> proxy:${port}`),
    ),
    ...PORTS.map((port) => `proxy -> control-plane:${port}`),
  ]
  return ways.sort()
}

function outsideOf({ mode }: Stack['database']): string[] {
  return ['national', 'backup-store', 'api-server', ...(mode === 'external' ? ['external-database'] : [])]
}

/** Every planned pod, whoever else may knock, and addresses. */
function actorsOf(stack: Stack, objects: readonly KubeObject[]): Actor[] {
  const namespace = objects.find(({ kind }) => kind === 'Namespace')?.metadata.name ?? ''
  const { database } = stack
  const address = (name: string, value: string): Actor => ({ name, address: value })
  const pod = (name: string, labels: Record<string, string>, where = namespace): Actor => ({
    ...{ name, labels, namespace: where },
  })
  return [
    ...podsOf(objects, namespace),
    pod('proxy', { 'gateway.networking.k8s.io/gateway-name': 'public' }),
    pod('stranger', {}),
    pod('impostor', { 'app.kubernetes.io/name': 'exchange' }, 'elsewhere'),
    pod('not-prometheus', { 'app.kubernetes.io/name': 'grafana' }, stack.monitoring.namespace),
    pod('prometheus', { 'app.kubernetes.io/name': 'prometheus' }, stack.monitoring.namespace),
    pod('control-plane', {}, stack.gatewayClass === 'nginx' ? 'nginx-gateway' : 'kgateway-system'),
    pod('dns', { 'k8s-app': 'kube-dns' }, 'kube-system'),
    address('national', stack.nationalAddress),
    address('backup-store', stack.backup.address),
    // One inside the block the stack states.
    address('api-server', stack.cluster.apiServers.replace(/\d+\/\d+$/, '33')),
    ...(database.external === undefined ? [] : [address('external-database', database.external.address)]),
    address('internet', '203.0.113.7'),
  ]
}

/** One actor for all pods of a name: the backup's two jobs are one to a policy. */
function podsOf(objects: readonly KubeObject[], namespace: string): Actor[] {
  type Template = { metadata?: { labels?: Record<string, string> } }
  type Spec = { template?: Template; jobTemplate?: { spec: { template: Template } } }
  const pods = objects.flatMap(({ spec }): [string, Actor][] => {
    const { template, jobTemplate } = (spec ?? {}) as unknown as Spec
    const labels = (template ?? jobTemplate?.spec.template)?.metadata?.labels
    const name = labels?.['app.kubernetes.io/name']
    return labels === undefined || name === undefined ? [] : [[name, { name, labels, namespace }]]
  })
  return [...new Map(pods).values()]
}

/** Between two that no policy of this plan can speak of everything is open: the plan does not own them. */
function ours(way: string): boolean {
  const [from = '', to = ''] = way.replace(/:\d+$/, '').split(' -> ')
  const foreign = ['impostor', 'not-prometheus', 'prometheus', 'control-plane', 'dns']
  const outside = [...foreign, 'national', 'backup-store', 'api-server', 'external-database', 'internet']
  return !(outside.includes(from) && outside.includes(to))
}

function ways(stack: Stack, objects: readonly KubeObject[]): string[] {
  return openWays(objects, actorsOf(stack, objects), PORTS).filter(ours)
}

describe('what must pass passes, what must not does not', () => {
  const slugs = listStacks()

  test('in all 34 provinces', () => {
    expect(slugs).toHaveLength(34)
  })

  test.each(slugs)('%s', async (slug) => {
    const { stack } = readStackFile(slug)
    expect(ways(stack, objects(await planProvince(slug)))).toEqual(architecture(stack))
  })

  test.each([
    ['with a database the province already has', externalDatabase()],
    ['with everything stated that may be absent', everythingStated()],
  ])('%s', async (_, file) => {
    expect(ways(file.stack, objects(await planProgram(file, program)))).toEqual(architecture(file.stack))
  })

  test('between the platforms of a joint operation nothing passes', async () => {
    const platforms = await planPlatforms('ho-chi-minh')
    const all = platforms.flatMap(objects)
    const actors = platforms.flatMap((plan) => {
      const namespace = objects(plan).find(({ kind }) => kind === 'Namespace')?.metadata.name ?? ''
      return podsOf(objects(plan), namespace).map((actor) => ({
        ...actor,
        name: `${namespace}/${actor.name}`,
      }))
    })
    expect(actors).toHaveLength(27)
    const open = openWays(all, actors, PORTS).map((way) => way.replace(/:\d+$/, '').split(' -> '))
    expect(open).toHaveLength(3 * 30)
    const across = open.filter(([from, to]) => from?.split('/')[0] !== to?.split('/')[0])
    expect(across).toEqual([])
  })
})

const objects = (plan: Parameters<typeof objectsOf>[0]) => objectsOf(plan).map(({ object }) => object)

test('the criteria’s own reading finds the same ways', async () => {
  const { stack } = readStackFile('ho-chi-minh')
  const plan = await planProvince('ho-chi-minh')
  const policies = policiesOf(plan)
  const actors = actorsOf(stack, objects(plan))
  const end = (actor: Actor): End =>
    'address' in actor
      ? { kind: 'address', address: actor.address }
      : {
          ...{ kind: 'pod', name: actor.name, namespace: actor.namespace, labels: actor.labels },
          namespaceLabels: { 'kubernetes.io/metadata.name': actor.namespace },
        }
  const theirs = actors.flatMap((from) =>
    actors.flatMap((to) =>
      PORTS.filter((port) =>
        mayConnect({
          policies,
          from: end(from),
          to: end(to),
          port: { protocol: 'TCP', port },
          reading: 'must',
        }),
      ).map((port) => `${from.name} -> ${to.name}:${port}`),
    ),
  )
  expect(theirs.filter(ours).sort()).toEqual(ways(stack, objects(plan)))
  // Not a comparison of nothing with nothing.
  expect(actors).toHaveLength(20)
})

describe('every part of every policy counts', async () => {
  const { stack } = readStackFile('ho-chi-minh')
  const planned = objects(await planProvince('ho-chi-minh'))
  const right = ways(stack, planned)
  const policies = planned.filter(({ kind }) => kind === 'NetworkPolicy')
  type Spec = Record<'ingress' | 'egress', { from?: unknown[]; to?: unknown[]; ports?: unknown[] }[]>

  /** The plan with one policy changed by `change`, which works on a copy. */
  const changed = (policy: KubeObject, change: (spec: Spec) => void): KubeObject[] => {
    const copy = structuredClone(policy)
    change(copy['spec'] as unknown as Spec)
    return planned.map((one) => (one === policy ? copy : one))
  }
  const rules = policies.flatMap((policy) =>
    (['ingress', 'egress'] as const).flatMap((direction) =>
      ((policy['spec'] as unknown as Spec)[direction] ?? []).map((_, index) => ({
        policy,
        direction,
        index,
      })),
    ),
  )

  test('one left out changes who reaches whom', () => {
    expect(policies).toHaveLength(12)
    for (const policy of policies) {
      const without = planned.filter((one) => one !== policy)
      expect(ways(stack, without), policy.metadata.name).not.toEqual(right)
    }
  })

  test('a rule left out shuts a way', () => {
    expect(rules.length).toBeGreaterThan(30)
    for (const { policy, direction, index } of rules) {
      const shut = ways(
        stack,
        changed(policy, (spec) => void spec[direction].splice(index, 1)),
      )
      expect(
        right.filter((way) => !shut.includes(way)),
        `${policy.metadata.name} ${direction} ${index}`,
      ).not.toEqual([])
    }
  })

  test('a namespace opened wide, both ways, opens ways', () => {
    const all = { ingress: [{}], egress: [{}] }
    const open: KubeObject = {
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
      metadata: { name: 'open', namespace: policies[0]?.metadata.namespace ?? '' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ...all },
    }
    const more = ways(stack, [...planned, open]).filter((way) => !right.includes(way))
    for (const way of [
      'procedures -> reporting:8080',
      'internet -> postgres:5432',
      'stranger -> internet:443',
    ])
      expect(more).toContain(way)
  })

  test('one end alone opens nothing: the other still denies', () => {
    const procedures = policies.find(({ metadata }) => metadata.name === 'procedures')
    if (procedures === undefined) throw new Error('no policy of procedures')
    const reporting = [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'reporting' } } }]
    const hole = changed(procedures, (spec) => void spec.egress.push({ to: reporting }))
    expect(ways(stack, hole)).toEqual(right)
  })
})
