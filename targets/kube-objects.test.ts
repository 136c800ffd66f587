// targets/kube-objects.test.ts: what an API server is given of a plan, and what is read from its warnings. Starts nothing.
import { expect, test } from 'vitest'
import type { Plan, PlannedResource } from '../types/plan.ts'
import { warningsOf } from './kube-client.ts'
import { objectsOf } from './kube-objects.ts'

function planOf(...resources: Pick<PlannedResource, 'type' | 'name' | 'inputs'>[]): Plan {
  return {
    schema: 'sansang.plan/1',
    province: { slug: 'p', code: '00', name: 'P' },
    resources: resources.map((resource) => ({ urn: `urn:${resource.name}`, ...resource })),
    outputs: {},
  }
}

test.each([
  ['kubernetes:core/v1:Service', 'v1', 'Service'],
  ['kubernetes:apps/v1:Deployment', 'apps/v1', 'Deployment'],
  ['kubernetes:rbac.authorization.k8s.io/v1:Role', 'rbac.authorization.k8s.io/v1', 'Role'],
  ['kubernetes:gateway.networking.k8s.io/v1:HTTPRoute', 'gateway.networking.k8s.io/v1', 'HTTPRoute'],
])('%s is %s %s', (type, apiVersion, kind) => {
  const inputs = { spec: { a: 1 }, metadata: { name: 'x', namespace: 'n' } }
  expect(objectsOf(planOf({ type, name: 'x', inputs }))).toEqual([
    { where: 'urn:x', object: { apiVersion, kind, ...inputs } },
  ])
})

test('components and what other providers make are no objects', () => {
  const plan = planOf(
    { type: 'pulumi:pulumi:Stack', name: 'stack', inputs: {} },
    { type: 'sansang:platform:Workload', name: 'procedures', inputs: {} },
    { type: 'random:index/randomPassword:RandomPassword', name: 'password', inputs: { length: 32 } },
  )
  expect(objectsOf(plan)).toEqual([])
})

test('an object without a name of its own is called as its resource', () => {
  const [asked] = objectsOf(planOf({ type: 'kubernetes:core/v1:ConfigMap', name: 'map', inputs: {} }))
  expect(asked?.object.metadata).toEqual({ name: 'map' })
})

test('a secret is its name, a volume of a secret stays one', () => {
  const inputs = { stringData: { key: { secret: 'one/key' } }, volume: { secret: { secretName: 'one' } } }
  const [asked] = objectsOf(planOf({ type: 'kubernetes:core/v1:Secret', name: 'one', inputs }))
  expect(asked?.object).toMatchObject({
    stringData: { key: 'one/key' },
    volume: { secret: { secretName: 'one' } },
  })
})

test.each([
  [[], []],
  [['299 - "policy/v1beta1 is deprecated"'], ['policy/v1beta1 is deprecated']],
  [
    ['299 - "one", 299 - "t\\"w\\"o, too"', '299 host "three"'],
    ['one', 't"w"o, too', 'three'],
  ],
])('warnings %j', (headers, texts) => {
  expect(warningsOf(headers)).toEqual(texts)
})
