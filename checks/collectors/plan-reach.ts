// checks/collectors/plan-reach.ts: who reaches whom in a plan: holes between systems and into databases, and needed ways that are shut.
import type { Json } from '../../types/json.ts'
import type { Plan } from '../../types/plan.ts'
import { listAt, numberAt, textAt, textsAt, valueAt } from './plan-json.ts'
import {
  nameOf,
  namespaceOf,
  namespacesOf,
  objectsOf,
  type PlannedWorkload,
  workloadsOf,
} from './plan-objects.ts'
import { type End, mayConnect, type PodEnd, type Policy, type Port, policiesOf } from './plan-policy.ts'
import { givenLabels } from './plan-references.ts'
import { selects } from './plan-selector.ts'

export type Node = {
  readonly workload: PlannedWorkload
  readonly pod: PodEnd
  readonly ports: readonly Port[]
  /** Port numbers left out of the question. */
  readonly closed?: readonly number[]
}

export type Network = {
  readonly policies: readonly Policy[]
  readonly nodes: readonly Node[]
  readonly plan: Plan
}

const PART = 'sansang.vn/part'
/** An address of nobody's (RFC 5737), standing for a citizen. */
const OUTSIDE: End = { kind: 'address', address: '203.0.113.1' }

/** The planned pods with their ports, and the policies between them. */
export function networkOf(plan: Plan): Network {
  const namespaces = namespacesOf(plan)
  const nodes = workloadsOf(plan).map((workload): Node => {
    const { name, namespace, labels } = workload
    const namespaceLabels = namespaces.find((candidate) => candidate.name === namespace)?.labels ?? {}
    return {
      workload,
      pod: { kind: 'pod', name, namespace, namespaceLabels, labels },
      ports: portsOf(workload),
    }
  })
  return { policies: policiesOf(plan), nodes, plan }
}

/**
 * Ways from one system to another that do not pass the exchange: `procedures -> reporting`, relays included
 * (`procedures -> gateway -> reporting`). Empty is what Decree 47/2020/NĐ-CP art. 24.1 asks.
 */
export function systemToSystem(network: Network): string[] {
  const systems = network.nodes.filter(({ pod }) => pod.labels[PART] === 'system' && pod.name !== 'exchange')
  const relays = network.nodes.filter((node) => !systems.includes(node) && node.pod.name !== 'exchange')
  return systems.flatMap((start) => {
    const ways: string[] = []
    let front = [{ node: start, way: start.pod.name }]
    const seen = new Set([start])
    while (front.length > 0) {
      const next = front.flatMap(({ node, way }) =>
        [...systems, ...relays]
          .filter((candidate) => !seen.has(candidate) && opens(network, node, candidate))
          .map((candidate) => ({ node: candidate, way: `${way} -> ${candidate.pod.name}` })),
      )
      for (const { node, way } of next) {
        if (!seen.has(node) && systems.includes(node)) ways.push(way)
        seen.add(node)
      }
      // A system reached is a finding of its own; what lies behind it starts there.
      front = next.filter(({ node }) => relays.includes(node))
    }
    return ways
  })
}

/**
 * Whoever owns no database and may still open a connection to one: `gateway -> postgres`. The backup jobs are let in by one door
 * only, pgBackRest's own, which asks for their certificate.
 */
export function strangersAtDatabase(network: Network, owners: readonly string[]): string[] {
  const databases = network.nodes.filter(
    ({ pod, ports }) => pod.labels[PART] === 'database' && ports.length > 0,
  )
  return databases.flatMap((database) =>
    network.nodes
      .filter(
        (node) =>
          node !== database &&
          !owners.includes(node.pod.name) &&
          opens(network, node, backupOnly(node) ? withoutDoor(database) : database),
      )
      .map((node) => `${node.pod.name} -> ${database.pod.name}`),
  )
}

function backupOnly({ workload, pod }: Node): boolean {
  return workload.kind === 'CronJob' && pod.labels[PART] === 'database'
}

const DOOR = 'pgbackrest'

function withoutDoor(database: Node): Node {
  return { ...database, ports: database.ports.filter(({ name }) => name !== DOOR), closed: doorOf(database) }
}

function doorOf({ ports }: Node): readonly number[] {
  return ports.filter(({ name }) => name === DOOR).map(({ port }) => port)
}

/** Ways the workloads' own settings need and the policies shut, or that lead nowhere: `procedures -> exchange:8080`. */
export function missingWays(network: Network): string[] {
  return network.nodes.flatMap((node) => {
    const needs = neededBy(node)
    const shut = needs.filter(({ host, port }) => !leadsSomewhere(network, node, host, port))
    const named = shut.map(({ host, port }) => `${node.pod.name} -> ${host}:${port}`)
    const resolves = needs.length === 0 || reachesDns(network, node)
    const entered =
      node.pod.labels[PART] !== 'gateway' || node.ports.every((port) => isEntered(network, node, port))
    return [
      ...named,
      ...(resolves ? [] : [`${node.pod.name} -> DNS`]),
      ...(entered ? [] : [`outside -> ${node.pod.name}`]),
    ]
  })
}

/** From outside straight, or through the proxies of a planned Gateway, which must themselves be open to the outside. */
function isEntered(network: Network, node: Node, port: Port): boolean {
  if (lets(network, OUTSIDE, node, port)) return true
  const https: Port = { protocol: 'TCP', port: 443, name: 'https' }
  const { policies } = network
  return objectsOf(network.plan, 'Gateway').some((gateway) => {
    const proxy: PodEnd = {
      ...node.pod,
      name: nameOf(gateway),
      labels: { 'gateway.networking.k8s.io/gateway-name': nameOf(gateway) },
    }
    return (
      mayConnect({ policies, from: OUTSIDE, to: proxy, port: https, reading: 'must' }) &&
      lets(network, proxy, node, port)
    )
  })
}

/** Any port at all: those the other end declares, and those some policy speaks of. */
function opens({ policies }: Network, from: Node, to: Node): boolean {
  const spoken = policies.flatMap((policy) =>
    [...(policy.ingress ?? []), ...(policy.egress ?? [])].flatMap((rule) =>
      listAt(rule, 'ports').flatMap(portOf),
    ),
  )
  const asked = [...to.ports, ...spoken].filter(({ port }) => !(to.closed ?? []).includes(port))
  return asked.some((port) => mayConnect({ policies, from: from.pod, to: to.pod, port, reading: 'may' }))
}

function portOf(allowed: Json): Port[] {
  const port = numberAt(allowed, 'port')
  return port === undefined ? [] : [{ protocol: textAt(allowed, 'protocol') ?? 'TCP', port }]
}

function lets({ policies }: Network, from: End, to: Node, port: Port): boolean {
  return mayConnect({ policies, from, to: to.pod, port, reading: 'must' })
}

function neededBy({ workload }: Node): { host: string; port: number }[] {
  const url = /(?:https?|postgres(?:ql)?):\/\/(?:[^/@\s"]*@)?([a-z0-9.-]+):(\d+)/g
  const values = workload.containers.flatMap((container) =>
    listAt(container, 'env').map((variable) => textAt(variable, 'value') ?? ''),
  )
  const found = values.flatMap((value) => [...value.matchAll(url)])
  const ways = found.map(([, host = '', port = '']) => ({ host, port: Number(port) }))
  return [...new Map(ways.map((way) => [`${way.host}:${way.port}`, way])).values()]
}

function leadsSomewhere(network: Network, from: Node, host: string, port: number): boolean {
  const alias = listAt(from.workload.podSpec, 'hostAliases').find((entry) =>
    listAt(entry, 'hostnames').includes(host),
  )
  if (alias !== undefined) {
    const to: End = { kind: 'address', address: textAt(alias, 'ip') ?? '' }
    const { policies } = network
    return mayConnect({ policies, from: from.pod, to, port: { protocol: 'TCP', port }, reading: 'must' })
  }
  const service = objectsOf(network.plan, 'Service').find(
    (candidate) => nameOf(candidate) === host && namespaceOf(candidate) === from.pod.namespace,
  )
  const exposed = listAt(service?.inputs, 'spec', 'ports').find((entry) => numberAt(entry, 'port') === port)
  if (service === undefined || exposed === undefined) return false
  const selector = { matchLabels: textsAt(service.inputs, 'spec', 'selector') }
  if (Object.keys(selector.matchLabels).length === 0) return leadsOutside(network, from, host)
  const target = valueAt(exposed, 'targetPort') ?? port
  return network.nodes.some(
    (node) =>
      node.pod.namespace === from.pod.namespace &&
      selects(selector, givenLabels(node.workload)) &&
      node.ports.some(
        (open) => (open.name === target || open.port === target) && lets(network, from.pod, node, open),
      ),
  )
}

/** A service without a selector leads where its endpoints say. */
function leadsOutside({ plan, policies }: Network, from: Node, service: string): boolean {
  const slices = objectsOf(plan, 'EndpointSlice').filter(
    ({ inputs }) => textAt(inputs, 'metadata', 'labels', 'kubernetes.io/service-name') === service,
  )
  return slices.some(({ inputs }) =>
    listAt(inputs, 'endpoints').some((endpoint) =>
      listAt(endpoint, 'addresses').every((address) =>
        listAt(inputs, 'ports').every((entry) => {
          const port: Port = { protocol: 'TCP', port: numberAt(entry, 'port') ?? 0 }
          const to: End = { kind: 'address', address: String(address) }
          return mayConnect({ policies, from: from.pod, to, port, reading: 'must' })
        }),
      ),
    ),
  )
}

function reachesDns({ policies }: Network, from: Node): boolean {
  const dns: PodEnd = {
    kind: 'pod',
    name: 'kube-dns',
    namespace: 'kube-system',
    namespaceLabels: { 'kubernetes.io/metadata.name': 'kube-system' },
    labels: { 'k8s-app': 'kube-dns' },
  }
  return mayConnect({
    policies,
    from: from.pod,
    to: dns,
    port: { protocol: 'UDP', port: 53 },
    reading: 'must',
  })
}

function portsOf(workload: PlannedWorkload): Port[] {
  return workload.containers.flatMap((container) =>
    listAt(container, 'ports').map((entry) => {
      const name = textAt(entry, 'name')
      const port = numberAt(entry, 'containerPort') ?? 0
      return { protocol: textAt(entry, 'protocol') ?? 'TCP', port, ...(name === undefined ? {} : { name }) }
    }),
  )
}
