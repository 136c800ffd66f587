// cli/plan-picture.ts: a plan as a Mermaid flowchart: its workloads by part, and who its policies let connect to whom. Pure.
import { listAt, numberAt, textAt } from '../checks/collectors/plan-json.ts'
import { objectsOf, workloadsOf } from '../checks/collectors/plan-objects.ts'
import type { Json } from '../types/json.ts'
import type { Plan } from '../types/plan.ts'

const NAME = 'app.kubernetes.io/name'

type Edge = { readonly from: string; readonly to: string; readonly ports: string }

/** The text of the chart, ending in a line feed; arrows with the same end and ports are drawn as one. */
export function planPicture(plan: Plan): string {
  const edges = edgesOf(plan)
  const groups = new Map<string, string[]>()
  for (const { from, to, ports } of edges) {
    const key = `${ports}\n${to}`
    groups.set(key, [...(groups.get(key) ?? []), from])
  }
  const arrows = [...groups].map(([key, from]) => {
    const [ports = '', to = ''] = key.split('\n')
    return `  ${[...new Set(from)].map(idOf).join(' & ')} -->|${ports}| ${idOf(to)}`
  })
  const inside = parts(plan).flatMap(([part, nodes]) => [
    `    subgraph ${idOf(part)}-part [${part}]`,
    ...nodes.map((node) => `      ${node}`),
    '    end',
  ])
  const known = new Set(workloadsOf(plan).map(({ name }) => name))
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

function parts(plan: Plan): [string, string[]][] {
  const nodes = new Map<string, string[]>()
  for (const resource of plan.resources) {
    const part = textAt(resource.inputs, 'metadata', 'labels', 'sansang.vn/part')
    const workload = workloadsOf({ ...plan, resources: [resource] })[0]
    if (part === undefined || workload === undefined) continue
    const node = `${idOf(workload.name)}["${workload.name} × ${workload.replicas}"]`
    nodes.set(part, [...(nodes.get(part) ?? []), node])
  }
  return [...nodes]
}

/** Both halves of every policy: egress of the inside, and ingress from what no policy of the plan sends. */
function edgesOf(plan: Plan): Edge[] {
  return objectsOf(plan, 'NetworkPolicy')
    .flatMap((policy) => {
      const self = textAt(policy.inputs, 'spec', 'podSelector', 'matchLabels', NAME)
      if (self === undefined) return []
      const out = listAt(policy.inputs, 'spec', 'egress').flatMap((rule) =>
        listAt(rule, 'to').map((peer) => ({ from: self, to: peerName(peer), ports: portsOf(rule) })),
      )
      const into = listAt(policy.inputs, 'spec', 'ingress').flatMap((rule) =>
        listAt(rule, 'from')
          .filter((peer) => textAt(peer, 'podSelector', 'matchLabels', NAME) === undefined || !isInside(peer))
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
  const name = textAt(peer, 'podSelector', 'matchLabels', NAME)
  const namespace = textAt(peer, 'namespaceSelector', 'matchLabels', 'kubernetes.io/metadata.name')
  if (name !== undefined) return namespace === undefined ? name : `${namespace}/${name}`
  return textAt(peer, 'ipBlock', 'cidr') ?? namespace ?? ''
}

/** Mermaid's ids know no slash, and `end` would close the group. */
function idOf(name: string): string {
  return `n-${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}`
}
