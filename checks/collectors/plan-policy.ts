// checks/collectors/plan-policy.ts: may one pod open a connection to another under the planned NetworkPolicies? Pure.
import type { Json } from '../../types/json.ts'
import type { Plan } from '../../types/plan.ts'
import { blockHolds, mayHoldPods } from './plan-address.ts'
import { listAt, numberAt, objectAt, textAt, valueAt } from './plan-json.ts'
import { namespaceOf, objectsOf } from './plan-objects.ts'
import { type Labels, selects } from './plan-selector.ts'

export type Port = { readonly protocol: string; readonly port: number; readonly name?: string }

export type PodEnd = {
  readonly kind: 'pod'
  readonly name: string
  readonly namespace: string
  readonly namespaceLabels: Labels
  readonly labels: Labels
}
export type End = PodEnd | { readonly kind: 'address'; readonly address: string }

export type Policy = {
  readonly namespace: string
  readonly podSelector: Json | undefined
  /** Rules of a direction; undefined where the policy does not speak of it. */
  readonly ingress: readonly Json[] | undefined
  readonly egress: readonly Json[] | undefined
}

/**
 * How an address block counts against pods, whose addresses no plan knows: `may` looks for holes, so a block that can hold
 * pods does; `must` proves a needed way, so it does not.
 */
export type Reading = 'may' | 'must'

export type Connection = {
  readonly policies: readonly Policy[]
  readonly from: End
  readonly to: End
  readonly port: Port
  readonly reading: Reading
}

/** The planned NetworkPolicies, with the directions each one speaks of. */
export function policiesOf(plan: Plan): Policy[] {
  return objectsOf(plan, 'NetworkPolicy').map((resource) => {
    const spec = objectAt(resource.inputs, 'spec')
    const types = listAt(spec, 'policyTypes')
    const speaks = (direction: 'Ingress' | 'Egress', fallback: boolean) =>
      types.length === 0 ? fallback : types.includes(direction)
    return {
      namespace: namespaceOf(resource),
      podSelector: valueAt(spec, 'podSelector'),
      // Without policyTypes: always ingress, egress where there are egress rules.
      ingress: speaks('Ingress', true) ? listAt(spec, 'ingress') : undefined,
      egress: speaks('Egress', valueAt(spec, 'egress') !== undefined) ? listAt(spec, 'egress') : undefined,
    }
  })
}

/** True when both ends let the connection through. An address has no policy of its own. */
export function mayConnect(connection: Connection): boolean {
  return lets(connection, 'egress') && lets(connection, 'ingress')
}

function lets({ policies, from, to, port, reading }: Connection, direction: 'ingress' | 'egress'): boolean {
  const [own, other] = direction === 'egress' ? [from, to] : [to, from]
  if (own.kind === 'address') return true
  const speaking = policies.filter(
    (policy) =>
      policy[direction] !== undefined &&
      policy.namespace === own.namespace &&
      selects(policy.podSelector, own.labels),
  )
  // A pod no policy speaks of is open in that direction.
  if (speaking.length === 0) return true
  return speaking.some((policy) =>
    (policy[direction] ?? []).some((rule) => {
      const peers = listAt(rule, direction === 'ingress' ? 'from' : 'to')
      const ports = listAt(rule, 'ports')
      return (
        (peers.length === 0 || peers.some((peer) => matches(peer, policy.namespace, other, reading))) &&
        (ports.length === 0 || ports.some((allowed) => covers(allowed, port)))
      )
    }),
  )
}

function matches(peer: Json, namespace: string, end: End, reading: Reading): boolean {
  const block = objectAt(peer, 'ipBlock')
  if (block !== undefined) {
    const cidr = textAt(block, 'cidr') ?? ''
    if (end.kind === 'pod') return reading === 'may' && mayHoldPods(cidr)
    const except = listAt(block, 'except').some(
      (hole) => typeof hole === 'string' && blockHolds(hole, end.address),
    )
    return blockHolds(cidr, end.address) && !except
  }
  if (end.kind === 'address') return false
  const namespaces = valueAt(peer, 'namespaceSelector')
  const pods = valueAt(peer, 'podSelector')
  const inNamespace =
    namespaces === undefined ? end.namespace === namespace : selects(namespaces, end.namespaceLabels)
  return inNamespace && (pods === undefined || selects(pods, end.labels))
}

function covers(allowed: Json, port: Port): boolean {
  if ((textAt(allowed, 'protocol') ?? 'TCP') !== port.protocol) return false
  const given = valueAt(allowed, 'port')
  if (given === undefined) return true
  if (typeof given === 'string') return given === port.name
  const last = numberAt(allowed, 'endPort') ?? given
  return typeof given === 'number' && typeof last === 'number' && given <= port.port && port.port <= last
}
