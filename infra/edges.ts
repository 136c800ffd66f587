// infra/edges.ts: who may open a connection to whom in a province's platform. Data only; network-policy.ts writes it down.
import { SYSTEMS, type SystemName } from '../types/system.ts'

export const PORTS = { http: 8080, postgres: 5432 } as const

export type PartName = SystemName | 'identity' | 'gateway' | 'postgres'

/** `anywhere` is whoever the data centre lets through to the gateway; `national` the peers outside the province. */
export type Edge = {
  readonly from: PartName | 'anywhere'
  readonly to: PartName | 'national'
  readonly port: number
}

/** The four systems that speak to each other and to the nation only through the exchange (Decree 47/2020/NĐ-CP). */
export const BEHIND_EXCHANGE = SYSTEMS.filter((system) => system !== 'exchange')

/** Systems and identity: what keeps a database and stands behind the gateway. */
export const SERVED = [...SYSTEMS, 'identity'] as const

/** Every allowed edge; whatever is not here is denied. DNS is opened for all pods by the namespace. */
export const EDGES: readonly Edge[] = [
  { from: 'anywhere', to: 'gateway', port: PORTS.http },
  ...SERVED.map((to): Edge => ({ from: 'gateway', to, port: PORTS.http })),
  ...BEHIND_EXCHANGE.map((from): Edge => ({ from, to: 'exchange', port: PORTS.http })),
  ...BEHIND_EXCHANGE.map((to): Edge => ({ from: 'exchange', to, port: PORTS.http })),
  { from: 'exchange', to: 'national', port: PORTS.http },
  // It sends on its own behalf as every system does, and identity checks tokens against itself.
  { from: 'exchange', to: 'exchange', port: PORTS.http },
  ...SERVED.map((from): Edge => ({ from, to: 'identity', port: PORTS.http })),
  ...SERVED.map((from): Edge => ({ from, to: 'postgres', port: PORTS.postgres })),
  // Standbys stream from the primary.
  { from: 'postgres', to: 'postgres', port: PORTS.postgres },
]
