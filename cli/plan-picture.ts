// cli/plan-picture.ts: a plan as a Mermaid flowchart: its workloads by part, and who its policies let connect to whom. Pure.
import { listAt, numberAt, textAt } from '../checks/collectors/plan-json.ts'
import { objectsOf, type PlannedWorkload, workloadsOf } from '../checks/collectors/plan-objects.ts'
import type { Json } from '../types/json.ts'
import type { Plan } from '../types/plan.ts'

const NAME = 'app.kubernetes.io/name'
const PROXY = 'gateway.networking.k8s.io/gateway-name'

type Edge = { readonly from: string; readonly to: string; readonly ports: string }

/** The text of the chart, ending in a line feed; arrows with the same end and ports are drawn as one. */
export function planPicture(plan: Plan): string {
  const edges = edgesOf(plan)
  const groups = new Map<string, string[]>()
  for (const { from, to, ports } of edges) {
    const key = `${ports}\n${to}`
    groups.set(key, [...(groups.get(key) ?? []), from])
  }
  const ends = new Map<string, string[]>()
  for (const [key, from] of groups) {
    const [ports = '', to = ''] = key.split('\n')
    const start = `${[...new Set(from)].map(idOf).join(' & ')} -->|${ports}|`
    ends.set(start, [...(ends.get(start) ?? []), idOf(to)])
  }
  const arrows = [...ends].map(([start, to]) => `  ${start} ${to.join(' & ')}`)
  const inside = parts(plan).flatMap(([part, nodes]) => [
    `    subgraph ${idOf(part)}-part [${part}]`,
    ...nodes.map((node) => `      ${node}`),
    '    end',
  ])
  const known = new Set(workloadsOf(plan).map(podsOf))
  const outside = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].filter((name) => !known.has(name))
  return [
    'flowchart LR',
    ...outside.map((name) => `  ${idOf(name)}(["${name}"])`),
    `  subgraph namespace ["${textAt(plan.outputs, 'namespace') ?? plan.province.slug}"]`,
    ...inside,
    '  end',
    ...arrows,
    '',
  ].join('\n')
}

/** Workloads whose pods carry the same name, as both backup jobs' do, are one to every policy. */
function parts(plan: Plan): [string, string[]][] {
  const replicas = new Map<string, number>()
  const members = new Map<string, Set<string>>()
  for (const workload of workloadsOf(plan)) {
    const [name, part] = [podsOf(workload), workload.labels['sansang.vn/part'] ?? 'other']
    replicas.set(name, Math.max(replicas.get(name) ?? 0, workload.replicas))
    members.set(part, (members.get(part) ?? new Set()).add(name))
  }
  return [...members].map(([part, names]) => [
    part,
    [...names].map((name) => `${idOf(name)}["${name} × ${replicas.get(name)}"]`),
  ])
}

function podsOf({ name, labels }: PlannedWorkload): string {
  return labels[NAME] ?? name
}

/** Both halves of every policy: egress of the inside, and ingress from what no policy of the plan sends. */
function edgesOf(plan: Plan): Edge[] {
  return objectsOf(plan, 'NetworkPolicy')
    .flatMap((policy) => {
      const self = podsNamed(policy.inputs, 'spec', 'podSelector')
      if (self === undefined) return []
      const out = listAt(policy.inputs, 'spec', 'egress').flatMap((rule) =>
        listAt(rule, 'to').map((peer) => ({ from: self, to: peerName(peer), ports: portsOf(rule) })),
      )
      const into = listAt(policy.inputs, 'spec', 'ingress').flatMap((rule) =>
        listAt(rule, 'from')
          .filter((peer) => podsNamed(peer, 'podSelector') === undefined || !isInside(peer))
          .map((peer) => ({ from: peerName(peer), to: self, ports: portsOf(rule) })),
      )
      return [...into, ...out].filter(({ from, to }) => from !== to)
    })
    .filter(({ to }) => to !== '')
}

/** A peer of another namespace is drawn outside, whatever it is called there. */
function isInside(peer: Json): boolean {
  return textAt(peer, 'namespaceSelector', 'matchLabels', 'kubernetes.io/metadata.name') === undefined
}

function portsOf(rule: Json): string {
  const ports = listAt(rule, 'ports').map((port) =>
    String(numberAt(port, 'port') ?? textAt(port, 'port') ?? 'any'),
  )
  return [...new Set(ports)].join(', ') || 'any'
}

function peerName(peer: Json): string {
  const name = podsNamed(peer, 'podSelector')
  const namespace = textAt(peer, 'namespaceSelector', 'matchLabels', 'kubernetes.io/metadata.name')
  if (name !== undefined) return namespace === undefined ? name : `${namespace}/${name}`
  return textAt(peer, 'ipBlock', 'cidr') ?? namespace ?? ''
}

/** Pods by their name; those an implementation of the Gateway API starts, by the Gateway they serve. */
function podsNamed(of: Json, ...path: string[]): string | undefined {
  const gateway = textAt(of, ...path, 'matchLabels', PROXY)
  return (
    textAt(of, ...path, 'matchLabels', NAME) ?? (gateway === undefined ? undefined : `Gateway ${gateway}`)
  )
}

/** Mermaid's ids know no slash, and `end` would close the group. */
function idOf(name: string): string {
  return `n-${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}`
}
