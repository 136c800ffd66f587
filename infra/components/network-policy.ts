// infra/components/network-policy.ts: one workload's allowed edges as a NetworkPolicy spec. Pure; edges.ts says which.
import type { networking } from '@pulumi/kubernetes/types/input.js'
import { EDGES, type Edge, type PartName } from '../edges.ts'

type Peer = networking.v1.NetworkPolicyPeer

/** Ingress and egress of `name`: exactly its edges, both directions stated, so that one missing end still denies. */
export function policySpec(
  name: PartName,
  nationalAddress: string,
  edges: readonly Edge[] = EDGES,
): networking.v1.NetworkPolicySpec {
  const ingress = edges.filter((edge) => edge.to === name)
  const egress = edges.filter((edge) => edge.from === name)
  return {
    podSelector: selector(name),
    policyTypes: ['Ingress', 'Egress'],
    ingress: byPort(ingress).map(({ port, members }) => ({
      from: members.map((edge) => peer(edge.from, nationalAddress)),
      ports: [{ protocol: 'TCP', port }],
    })),
    egress: byPort(egress).map(({ port, members }) => ({
      to: members.map((edge) => peer(edge.to, nationalAddress)),
      ports: [{ protocol: 'TCP', port }],
    })),
  }
}

function byPort(edges: readonly Edge[]): { port: number; members: Edge[] }[] {
  const ports = [...new Set(edges.map((edge) => edge.port))]
  return ports.map((port) => ({ port, members: edges.filter((edge) => edge.port === port) }))
}

function peer(name: Edge['from'] | Edge['to'], nationalAddress: string): Peer {
  if (name === 'anywhere') return { ipBlock: { cidr: '0.0.0.0/0' } }
  if (name === 'national') return { ipBlock: { cidr: `${nationalAddress}/32` } }
  return { podSelector: selector(name) }
}

function selector(name: PartName): { matchLabels: Record<string, string> } {
  return { matchLabels: { 'app.kubernetes.io/name': name } }
}
