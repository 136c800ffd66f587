// infra/accept.cluster.test.ts: a real API server takes every planned object of every stack, and names what it would not take.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { acceptAll, type KubeObject, type Refusal } from '../targets/kube-accept.ts'
import { startKubeApi } from '../targets/kube-api.ts'
import { connectKube, type KubeClient } from '../targets/kube-client.ts'
import { applyDefinitions } from '../targets/kube-definitions.ts'
import { objectsOf } from '../targets/kube-objects.ts'
import { openSession } from '../targets/session.ts'
import { findDefinitions } from '../tools/kube/definitions.ts'
import { findTool } from '../tools/setup.ts'
import type { JsonObject } from '../types/json.ts'
import type { Plan } from '../types/plan.ts'
import { listStacks } from './config.ts'
import { everythingStated, externalDatabase } from './fixtures/variants.ts'
import program from './index.ts'
import { jointPlan } from './joint.ts'
import { planPlatforms, planProgram, planProvince } from './plan.ts'
import { manifestsOf } from './render.ts'

/** For a machine that is busy with other things; seconds are usual. */
const SLOW_MS = 20 * 60_000
const cleanup = new AsyncDisposableStack()
let client: KubeClient
let definitions: string[]
let version: string

beforeAll(async () => {
  const session = cleanup.use(await openSession('test of acceptance'))
  const tools = {
    etcd: present(await findTool('etcd')),
    apiServer: present(await findTool('kube-apiserver')),
  }
  const api = cleanup.use(await startKubeApi({ session, tools }))
  version = api.version
  client = cleanup.use(connectKube(api))
  definitions = await applyDefinitions(client, present(await findDefinitions()))
  await acceptAll(client, [asked({ apiVersion: 'v1', kind: 'Namespace', metadata: RESTRICTED })])
}, SLOW_MS)
afterAll(() => cleanup.disposeAsync(), SLOW_MS)

function present(path: string | undefined): string {
  if (path === undefined)
    throw new Error('the tools of this tier are not built: ./sansang test --tier cluster builds them')
  return path
}

test('the server is the pinned one and knows the definitions of three projects', () => {
  expect(version).toBe('1.36')
  const groups = definitions.map((name) => name.slice(name.indexOf('.') + 1))
  expect(Object.groupBy(groups, (group) => group)).toMatchObject({
    'gateway.networking.k8s.io': { length: 8 },
    'cert-manager.io': { length: 4 },
    'acme.cert-manager.io': { length: 2 },
    'monitoring.coreos.com': { length: 10 },
  })
  expect(definitions).toHaveLength(24)
})

async function accepted(plan: Plan): Promise<void> {
  const objects = objectsOf(plan)
  expect(objects).toHaveLength(plan.resources.filter(({ type }) => type.startsWith('kubernetes:')).length)
  expect(objects.length).toBeGreaterThan(50)
  expect(await acceptAll(client, objects)).toEqual({ asked: objects.length, refusals: [] })
}

describe('every planned object is accepted', { timeout: SLOW_MS }, () => {
  const slugs = listStacks()

  test('of all 34 provinces', () => {
    expect(slugs).toHaveLength(34)
  })

  test.each(slugs)('%s', async (slug) => accepted(await planProvince(slug)))

  test.each([
    ['with a database the province already has', externalDatabase()],
    ['with everything stated that may be absent', everythingStated()],
  ])('%s', async (_, file) => accepted(await planProgram(file, program)))

  test('of a joint operation, platform by platform', async () => {
    const platforms = await planPlatforms('ho-chi-minh')
    expect(platforms).toHaveLength(3)
    await accepted(jointPlan('ho-chi-minh', platforms))
  })

  test('as the YAML it is rendered to', async () => {
    const plan = await planProvince('ho-chi-minh')
    const files = [...manifestsOf(plan)].filter(([name]) => name !== 'kustomization.yaml')
    const rendered = files.map(([where, yaml]) => ({ where, yaml, object: parse(yaml) as KubeObject }))
    expect(rendered).toHaveLength(objectsOf(plan).length)
    expect(await acceptAll(client, rendered)).toEqual({ asked: rendered.length, refusals: [] })
  })
})

const SPACE = 'canary'
const RESTRICTED = { name: SPACE, labels: { 'pod-security.kubernetes.io/warn': 'restricted' } }

function asked(object: KubeObject) {
  return { where: `${object.kind} ${object.metadata.name}`, object }
}

async function refusals(...objects: KubeObject[]): Promise<readonly Refusal[]> {
  return (await acceptAll(client, objects.map(asked))).refusals
}

function object(apiVersion: string, kind: string, spec: JsonObject, more: JsonObject = {}): KubeObject {
  return { apiVersion, kind, metadata: { name: 'one', namespace: SPACE, ...more }, spec }
}

const CONTAINER = {
  name: 'app',
  image: 'registry.example/app@sha256:0',
  securityContext: {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
}

function deployment(container: JsonObject, spec: JsonObject = {}): KubeObject {
  return object('apps/v1', 'Deployment', {
    selector: { matchLabels: { app: 'one' } },
    template: { metadata: { labels: { app: 'one' } }, spec: { containers: [container] } },
    ...spec,
  })
}

const BUDGET = { minAvailable: 1, selector: { matchLabels: { app: 'one' } } }
const ISSUER = { name: 'ca', kind: 'Issuer' }

describe('what is wrong is caught and named', () => {
  test('what is right is not', async () => {
    expect(
      await refusals(
        deployment(CONTAINER),
        object('policy/v1', 'PodDisruptionBudget', BUDGET),
        object('cert-manager.io/v1', 'Certificate', {
          secretName: 'tls',
          dnsNames: ['a.vn'],
          issuerRef: ISSUER,
        }),
      ),
    ).toEqual([])
  })

  test.each<[string, KubeObject, Refusal['reason'], RegExp]>([
    [
      'a field misspelt in a container',
      deployment({ ...CONTAINER, livnessProbe: { httpGet: { path: '/healthz', port: 8080 } } }),
      'unknown-field',
      /livnessProbe/,
    ],
    [
      'a field misspelt in a custom resource',
      object('cert-manager.io/v1', 'Certificate', {
        secretname: 'tls',
        secretName: 'tls',
        issuerRef: ISSUER,
      }),
      'unknown-field',
      /secretname/,
    ],
    [
      'a kind nobody defined',
      object('postgresql.cnpg.io/v1', 'Cluster', { instances: 3 }),
      'missing-definition',
      /no definition of Cluster in postgresql\.cnpg\.io\/v1/,
    ],
    [
      'a kind its group does not have',
      object('gateway.networking.k8s.io/v1', 'MailRoute', {}),
      'missing-definition',
      /MailRoute/,
    ],
    [
      'an API version that was removed',
      object('policy/v1beta1', 'PodDisruptionBudget', BUDGET),
      'removed-version',
      /policy\/v1beta1; it does in policy\/v1$/,
    ],
    [
      'another one',
      object('autoscaling/v2beta2', 'HorizontalPodAutoscaler', { maxReplicas: 2 }),
      'removed-version',
      /it does in autoscaling\/v2, autoscaling\/v1$/,
    ],
    ['a text for a number', deployment(CONTAINER, { replicas: 'three' }), 'refused', /replicas/],
    [
      'a port there is not',
      deployment({ ...CONTAINER, ports: [{ containerPort: 70_000 }] }),
      'refused',
      /containerPort.*65535/,
    ],
    [
      'an environment variable set twice',
      deployment({ ...CONTAINER, env: [1, 2].map((value) => ({ name: 'PORT', value: `${value}` })) }),
      'refused',
      /duplicate.*PORT/,
    ],
    [
      'a selector that misses its pods',
      deployment(CONTAINER, { selector: { matchLabels: { app: 'two' } } }),
      'refused',
      /selector/,
    ],
    [
      'a pod that may run as root where the namespace warns',
      deployment({ ...CONTAINER, securityContext: {} }),
      'warned',
      /would violate PodSecurity "restricted/,
    ],
    [
      'a namespace nobody made',
      object('policy/v1', 'PodDisruptionBudget', BUDGET, { namespace: 'elsewhere' }),
      'refused',
      /namespaces "elsewhere" not found/,
    ],
  ])('%s', async (_, wrong, reason, message) => {
    const where = `${wrong.kind} one`
    expect(await refusals(wrong)).toEqual([{ where, reason, message: expect.stringMatching(message) }])
  })

  test('YAML that says something else than it means', async () => {
    const yaml =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, namespace: canary}\ndata: {flag: on}\n'
    const { refusals: found } = await acceptAll(client, [
      { where: 'map', yaml, object: object('v1', 'ConfigMap', {}) },
    ])
    // YAML 1.1, which Kubernetes reads, takes `on` for true.
    expect(found).toMatchObject([{ where: 'map', reason: 'refused' }])
  })

  test('all of them at once, each under its own name', async () => {
    const wrong = ['a', 'b', 'c'].map((name) =>
      object('policy/v1', 'PodDisruptionBudget', { min: 1 }, { name }),
    )
    const found = await refusals(...wrong, deployment(CONTAINER))
    expect(found.map(({ where }) => where).sort()).toEqual(
      ['a', 'b', 'c'].map((name) => `PodDisruptionBudget ${name}`),
    )
  })
})

test('a dry run stores nothing but namespaces', async () => {
  const count = async (path: string) => {
    const { body } = await client.call({ method: 'GET', path })
    return (body as unknown as { items: unknown[] }).items.length
  }
  expect(await count('/apis/apps/v1/deployments')).toBe(0)
  expect(await count('/api/v1/secrets')).toBe(0)
  expect(await count('/api/v1/namespaces')).toBeGreaterThan(listStacks().length)
})
