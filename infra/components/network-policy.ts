// infra/components/network-policy.ts: one workload's allowed edges as a NetworkPolicy spec. Pure; edges.ts says which.
import type { networking } from '@pulumi/kubernetes/types/input.js'
import { type Edge, edgesOf, type Outside, type PartName } from '../edges.ts'
import type { Stack } from '../stack.ts'
import { PROXY_LABEL, PUBLIC } from './part.ts'

type Peer = networking.v1.NetworkPolicyPeer
type Where = Pick<Stack, 'database' | 'backup' | 'cluster' | 'monitoring' | 'nationalAddress'>

/** Ingress and egress of `name`: exactly its edges, both directions stated, so that one missing end still denies. */
export function policySpec(
  name: PartName,
  stack: Where,
  edges: readonly Edge[] = edgesOf(stack),
): networking.v1.NetworkPolicySpec {
  const ingress = edges.filter((edge) => edge.to === name)
  const egress = edges.filter((edge) => edge.from === name)
  return {
    podSelector: selector(name),
    policyTypes: ['Ingress', 'Egress'],
    ingress: byPort(ingress).map(({ port, members }) => ({
      from: members.map((edge) => peer(edge.from, stack)),
      ports: [{ protocol: 'TCP', port }],
    })),
    egress: byPort(egress).map(({ port, members }) => ({
      to: members.map((edge) => peer(edge.to, stack)),
      ports: [{ protocol: 'TCP', port }],
    })),
  }
}

function byPort(edges: readonly Edge[]): { port: number; members: Edge[] }[] {
  const ports = [...new Set(edges.map((edge) => edge.port))]
  return ports.map((port) => ({ port, members: edges.filter((edge) => edge.port === port) }))
}

function peer(name: Edge['from'] | Edge['to'], stack: Where): Peer {
  if (name === 'anywhere') return { ipBlock: { cidr: '0.0.0.0/0' } }
  if (name === 'proxy') return { podSelector: { matchLabels: { [PROXY_LABEL]: PUBLIC } } }
  if (name === 'monitoring')
    return {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': stack.monitoring.namespace } },
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
    }
  const block = blockOf(name, stack)
  return block === undefined ? { podSelector: selector(name as PartName) } : { ipBlock: { cidr: block } }
}

function blockOf(name: PartName | Outside, stack: Where): string | undefined {
  if (name === 'national') return `${stack.nationalAddress}/32`
  if (name === 'backup-store') return `${stack.backup.address}/32`
  if (name === 'api-server') return stack.cluster.apiServers
  if (name === 'external-database') return `${stack.database.external?.address}/32`
  return undefined
}

function selector(name: PartName): { matchLabels: Record<string, string> } {
  return { matchLabels: { 'app.kubernetes.io/name': name } }
}
