// infra/edges.ts: who may open a connection to whom in a province's platform. Data only; network-policy.ts writes it down.
import { SYSTEMS, type SystemName } from '../types/system.ts'
import type { Stack } from './stack.ts'

export const PORTS = { http: 8080, postgres: 5432, patroni: 8008, pgbackrest: 8432 } as const

export type PartName = SystemName | 'identity' | 'gateway' | 'postgres' | 'postgres-backup'

/** What lies outside the namespace and is reached at an address. */
export type Outside = 'national' | 'backup-store' | 'api-server' | 'external-database'

/**
 * `anywhere` is whoever the data centre lets through to the proxies of the planned Gateway, `proxy`; `monitoring` the Prometheus
 * of the cluster.
 */
export type Edge = {
  readonly from: PartName | 'anywhere' | 'proxy' | 'monitoring'
  readonly to: PartName | 'proxy' | Outside
  readonly port: number
}

/** The four systems that speak to each other and to the nation only through the exchange (Decree 47/2020/NĐ-CP). */
export const BEHIND_EXCHANGE = SYSTEMS.filter((system) => system !== 'exchange')

/** Systems and identity: what keeps a database and stands behind the gateway. */
export const SERVED = [...SYSTEMS, 'identity'] as const

/** Every allowed edge; whatever is not here is denied. DNS is opened for all pods by the namespace. */
export function edgesOf(stack: Pick<Stack, 'database' | 'backup'>): readonly Edge[] {
  return [
    { from: 'proxy', to: 'gateway', port: PORTS.http },
    ...SERVED.map((to): Edge => ({ from: 'gateway', to, port: PORTS.http })),
    ...BEHIND_EXCHANGE.map((from): Edge => ({ from, to: 'exchange', port: PORTS.http })),
    ...BEHIND_EXCHANGE.map((to): Edge => ({ from: 'exchange', to, port: PORTS.http })),
    { from: 'exchange', to: 'national', port: PORTS.http },
    // It sends on its own behalf as every system does, and identity checks tokens against itself.
    { from: 'exchange', to: 'exchange', port: PORTS.http },
    ...SERVED.map((from): Edge => ({ from, to: 'identity', port: PORTS.http })),
    ...[...SERVED, 'gateway' as const].map((to): Edge => ({ from: 'monitoring', to, port: PORTS.http })),
    ...(stack.database.mode === 'external' ? externalEdges(stack) : patroniEdges(stack)),
  ]
}

function externalEdges({ database }: Pick<Stack, 'database'>): Edge[] {
  const port = database.external?.port ?? PORTS.postgres
  return SERVED.map((from) => ({ from, to: 'external-database', port }))
}

function patroniEdges({ backup }: Pick<Stack, 'backup'>): Edge[] {
  return [
    ...SERVED.map((from): Edge => ({ from, to: 'postgres', port: PORTS.postgres })),
    // Standbys stream from the primary, and ask each other how far they are before one is promoted.
    { from: 'postgres', to: 'postgres', port: PORTS.postgres },
    { from: 'postgres', to: 'postgres', port: PORTS.patroni },
    // Who is primary is agreed on in ConfigMaps.
    { from: 'postgres', to: 'api-server', port: 6443 },
    { from: 'postgres', to: 'backup-store', port: backup.port },
    { from: 'postgres-backup', to: 'postgres', port: PORTS.pgbackrest },
    { from: 'postgres-backup', to: 'backup-store', port: backup.port },
    { from: 'monitoring', to: 'postgres', port: PORTS.patroni },
  ]
}
