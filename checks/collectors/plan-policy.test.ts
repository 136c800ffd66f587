// checks/collectors/plan-policy.test.ts: reachability under network policies equals the rules written a second way, on random policies.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../types/json.ts'
import { blockHolds, mayHoldPods } from './plan-address.ts'
import { type End, mayConnect, type PodEnd, type Policy, type Port, type Reading } from './plan-policy.ts'
import { selects } from './plan-selector.ts'

const pod = (name: string, namespace = 'one', labels: Record<string, string> = { app: name }): PodEnd => ({
  kind: 'pod',
  name,
  namespace,
  namespaceLabels: { 'kubernetes.io/metadata.name': namespace },
  labels,
})
const http: Port = { protocol: 'TCP', port: 8080, name: 'http' }

const connects = (policies: readonly Policy[], from: End, to: End, reading: Reading) =>
  mayConnect({ policies, from, to, port: http, reading })
const only = (app: string): Json => ({ matchLabels: { app } })
const deny = (namespace = 'one'): Policy => ({ namespace, podSelector: {}, ingress: [], egress: [] })

describe('two pods', () => {
  const [a, b] = [pod('a'), pod('b')]
  const out: Policy = {
    namespace: 'one',
    podSelector: only('a'),
    ingress: undefined,
    egress: [{ to: [{ podSelector: only('b') }] }],
  }
  const into: Policy = {
    namespace: 'one',
    podSelector: only('b'),
    ingress: [{ from: [{ podSelector: only('a') }] }],
    egress: undefined,
  }

  test('connect where no policy speaks of them', () => expect(connects([], a, b, 'may')).toBe(true))
  test('do not connect under default deny', () => expect(connects([deny()], a, b, 'may')).toBe(false))
  test('connect when both ends allow it', () =>
    expect(connects([deny(), out, into], a, b, 'must')).toBe(true))
  test('do not connect when only one end does', () => {
    expect(connects([deny(), out], a, b, 'may')).toBe(false)
    expect(connects([deny(), into], a, b, 'may')).toBe(false)
  })
  test('do not connect back', () => expect(connects([deny(), out, into], b, a, 'may')).toBe(false))
  test('of another namespace are not meant by a bare pod selector', () => {
    expect(connects([deny('one'), out], a, pod('b', 'two'), 'may')).toBe(false)
  })
  test.each([
    [{ port: 8080 }, true],
    [{ port: 'http' }, true],
    [{ port: 'https' }, false],
    [{ port: 8000, endPort: 9000 }, true],
    [{ port: 8081, endPort: 9000 }, false],
    [{ protocol: 'UDP', port: 8080 }, false],
    [{ protocol: 'TCP' }, true],
  ])('on port %j: %s', (port, allowed) => {
    const narrow: Policy = { ...out, egress: [{ to: [{ podSelector: only('b') }], ports: [port] }] }
    expect(connects([deny(), narrow, into], a, b, 'may')).toBe(allowed)
  })
})

describe('address blocks', () => {
  const outside: End = { kind: 'address', address: '203.0.113.9' }
  const open = (block: Json): Policy => ({
    namespace: 'one',
    podSelector: {},
    ingress: [{ from: [{ ipBlock: block }] }],
    egress: undefined,
  })

  test('let the outside in where they hold it', () => {
    expect(connects([open({ cidr: '0.0.0.0/0' })], outside, pod('a'), 'must')).toBe(true)
    expect(connects([open({ cidr: '203.0.113.0/24' })], outside, pod('a'), 'must')).toBe(true)
    expect(connects([open({ cidr: '198.51.100.0/24' })], outside, pod('a'), 'must')).toBe(false)
    const except = open({ cidr: '0.0.0.0/0', except: ['203.0.113.0/24'] })
    expect(connects([except], outside, pod('a'), 'must')).toBe(false)
  })
  test('count against pods when looking for holes, never as a proof', () => {
    const policies = [open({ cidr: '10.0.0.0/8' })]
    expect(connects(policies, pod('b'), pod('a'), 'may')).toBe(true)
    expect(connects(policies, pod('b'), pod('a'), 'must')).toBe(false)
    expect(connects([open({ cidr: '192.0.2.10/32' })], pod('b'), pod('a'), 'may')).toBe(false)
  })
  test.each([
    ['0.0.0.0/0', true],
    ['10.42.0.0/16', true],
    ['100.127.255.255/32', true],
    ['8.0.0.0/6', true],
    ['192.0.2.10/32', false],
    ['172.32.0.0/11', false],
    ['::/0', true],
    ['nonsense', true],
  ])('%s may hold pods: %s', (cidr, held) => expect(mayHoldPods(cidr)).toBe(held))
  test('an address is in its own /32 and no other', () => {
    const octet = fc.nat(255)
    fc.assert(
      fc.property(octet, octet, octet, octet, fc.nat(32), (a, b, c, d, prefix) => {
        const address = `${a}.${b}.${c}.${d}`
        expect(blockHolds(`${address}/${prefix}`, address)).toBe(true)
        expect(blockHolds(`${address}/32`, `${a}.${b}.${c}.${(d + 1) % 256}`)).toBe(false)
      }),
    )
  })
})

test.each([
  [{}, true],
  [{ matchLabels: { app: 'a' } }, true],
  [{ matchLabels: { app: 'b' } }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['a'] }] }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['a'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'Exists' }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'Near', values: ['a'] }] }, false],
])('selector %j matches app=a: %s', (selector, matched) =>
  expect(selects(selector, { app: 'a' })).toBe(matched),
)

/**
 * Kubernetes' rules once more, written as the sets they define: for each direction the pairs (pod, peer, port) a policy adds,
 * united, and everything for pods no policy isolates. Slow, and shares no line with the evaluator.
 */
function bruteForce(
  policies: readonly Policy[],
  pods: readonly PodEnd[],
  ports: readonly number[],
): Set<string> {
  const has = (selector: Json | undefined, labels: Readonly<Record<string, string>>) => {
    const wanted = (selector as { matchLabels?: Record<string, string> } | undefined)?.matchLabels ?? {}
    return Object.keys(wanted).filter((key) => labels[key] !== wanted[key]).length === 0
  }
  const triples = pods.flatMap((own) => pods.flatMap((other) => ports.map((port) => ({ own, other, port }))))
  const key = (own: PodEnd, other: PodEnd, port: number) => `${own.name}>${other.name}:${port}`
  const allowed = (direction: 'ingress' | 'egress') => {
    const set = new Set<string>()
    for (const { own, other, port } of triples) {
      let isolated = false
      for (const policy of policies) {
        if (policy.namespace !== own.namespace || !has(policy.podSelector, own.labels)) continue
        const rules = policy[direction]
        if (rules === undefined) continue
        isolated = true
        for (const rule of rules as { from?: Json[]; to?: Json[]; ports?: { port: number }[] }[]) {
          const peers = (direction === 'ingress' ? rule.from : rule.to) as
            | { podSelector?: Json; namespaceSelector?: Json }[]
            | undefined
          const portFits = rule.ports === undefined || rule.ports.map((one) => one.port).includes(port)
          const peerFits =
            peers === undefined ||
            peers.filter((peer) => {
              const place =
                peer.namespaceSelector === undefined
                  ? other.namespace === policy.namespace
                  : has(peer.namespaceSelector, other.namespaceLabels)
              return place && (peer.podSelector === undefined || has(peer.podSelector, other.labels))
            }).length > 0
          if (portFits && peerFits) set.add(key(own, other, port))
        }
      }
      if (!isolated) set.add(key(own, other, port))
    }
    return set
  }
  const [out, into] = [allowed('egress'), allowed('ingress')]
  return new Set(
    triples
      .filter(({ own, other, port }) => out.has(key(own, other, port)) && into.has(key(other, own, port)))
      .map(({ own, other, port }) => key(own, other, port)),
  )
}

test('agrees with the rules written as sets, on random policies', () => {
  const names = ['a', 'b', 'c'] as const
  const namespaces = ['one', 'two'] as const
  const selector: fc.Arbitrary<Json> = fc.oneof(
    fc.constant({}),
    fc.constantFrom(...names).map((app) => ({ matchLabels: { app } })),
  )
  const place: fc.Arbitrary<Json> = fc.oneof(
    fc.constant({}),
    fc.constantFrom(...namespaces).map((name) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })),
  )
  const peer: fc.Arbitrary<Json> = fc.oneof(
    selector.map((podSelector) => ({ podSelector })),
    place.map((namespaceSelector) => ({ namespaceSelector })),
    fc.tuple(selector, place).map(([podSelector, namespaceSelector]) => ({ podSelector, namespaceSelector })),
  )
  const rules = (peers: 'from' | 'to'): fc.Arbitrary<Json[] | undefined> => {
    const rule = fc.record(
      {
        [peers]: fc.array(peer, { minLength: 1, maxLength: 2 }),
        ports: fc.array(fc.record({ port: fc.constantFrom(80, 8080) }), { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: [] },
    )
    return fc.option(fc.array(rule as fc.Arbitrary<Json>, { maxLength: 2 }), { nil: undefined })
  }
  const policy: fc.Arbitrary<Policy> = fc.record({
    namespace: fc.constantFrom(...namespaces),
    podSelector: selector,
    ingress: rules('from'),
    egress: rules('to'),
  })
  const pods = [pod('a'), pod('b'), pod('c', 'two')]
  const ports = [80, 8080]
  let open = 0
  let shut = 0
  fc.assert(
    fc.property(fc.array(policy, { maxLength: 4 }), (policies) => {
      const expected = bruteForce(policies, pods, ports)
      for (const from of pods)
        for (const to of pods)
          for (const port of ports) {
            const held = mayConnect({ policies, from, to, port: { protocol: 'TCP', port }, reading: 'may' })
            expect(held).toBe(expected.has(`${from.name}>${to.name}:${port}`))
            if (held) open += 1
            else shut += 1
          }
    }),
    { numRuns: 300 },
  )
  // Both answers were really seen: a generator that only opens would prove nothing.
  expect(Math.min(open, shut)).toBeGreaterThan(500)
})
