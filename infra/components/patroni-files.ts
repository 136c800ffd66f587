// infra/components/patroni-files.ts: the files a database instance starts from: Patroni's settings, who may connect, what to create. Pure.
import { readFileSync } from 'node:fs'
import { stringify } from 'yaml'
import { PORTS } from '../edges.ts'
import { connectionsMax } from '../scale.ts'
import type { Stack } from '../stack.ts'
import { ROLE_LABEL, SCOPE_LABEL } from './part.ts'
import { PGDATA, SOCKETS } from './pgbackrest-files.ts'

export type OwnedDatabase = {
  readonly database: string
  /** Role that owns it and alone may connect. */
  readonly owner: string
  readonly secret: { readonly name: string; readonly key: string }
}

/** Name of the cluster; Patroni's ConfigMaps are named after it. */
export const SCOPE = 'postgres'

const SCRIPT = new URL('databases.sh', import.meta.url)

/** `databases`, `databases.sh` and `patroni.yml`, mounted at /etc/sansang. */
export function patroniFiles(stack: Stack, databases: readonly OwnedDatabase[]): Record<string, string> {
  return {
    databases: `${databases.map(({ database, owner }) => `${database} ${owner}`).join('\n')}\n`,
    'databases.sh': readFileSync(SCRIPT, 'utf8'),
    'patroni.yml': stringify(patroniSettings(stack, databases), { version: '1.1', lineWidth: 0 }),
  }
}

/** Each role reaches its own database, nothing else; the superuser only from inside the pod. */
export function hostRules(databases: readonly OwnedDatabase[]): string[] {
  return [
    // The operating-system user is called postgres too; Patroni and pgBackRest run as it.
    'local all postgres peer',
    'local replication replicator scram-sha-256',
    ...databases.map(({ database, owner }) => `host "${database}" "${owner}" all scram-sha-256`),
    'host replication replicator all scram-sha-256',
    'host postgres rewind all scram-sha-256',
    'host all all all reject',
  ]
}

/** Names, addresses and passwords come from the environment (patroni-pod.ts). */
function patroniSettings(stack: Stack, databases: readonly OwnedDatabase[]) {
  return {
    scope: SCOPE,
    kubernetes: {
      use_endpoints: false,
      labels: { 'app.kubernetes.io/name': SCOPE },
      scope_label: SCOPE_LABEL,
      role_label: ROLE_LABEL,
    },
    restapi: { listen: `0.0.0.0:${PORTS.patroni}` },
    bootstrap: {
      dcs: {
        ttl: 30,
        loop_wait: 10,
        retry_timeout: 10,
        // No commit is acknowledged before a second instance has it, even if that stops writes for a while: RPO 0.
        synchronous_mode: true,
        synchronous_mode_strict: true,
        synchronous_node_count: 1,
        failsafe_mode: true,
        postgresql: { use_pg_rewind: true, use_slots: true, parameters: parameters(stack) },
      },
      initdb: [
        { encoding: 'UTF8' },
        { 'locale-provider': 'builtin' },
        { locale: 'C.UTF-8' },
        { auth: 'scram-sha-256' },
        'data-checksums',
      ],
      post_init: 'sh /etc/sansang/databases.sh',
    },
    postgresql: {
      listen: `*:${PORTS.postgres}`,
      data_dir: PGDATA,
      pgpass: '/tmp/pgpass',
      use_unix_socket: true,
      use_unix_socket_repl: true,
      parameters: { unix_socket_directories: SOCKETS },
      // A new replica copies at once; otherwise it waits for a checkpoint spread over minutes.
      basebackup: [{ checkpoint: 'fast' }],
      recovery_conf: { restore_command: 'pgbackrest --stanza=main archive-get %f "%p"' },
      pg_hba: hostRules(databases),
    },
    watchdog: { mode: 'off' },
  }
}

function parameters(stack: Stack): Record<string, string | number> {
  return {
    max_connections: connectionsMax(stack),
    shared_buffers: `${Math.floor(stack.database.memoryMiB / 4)}MB`,
    password_encryption: 'scram-sha-256',
    wal_level: 'replica',
    archive_mode: 'on',
    archive_command: 'pgbackrest --stanza=main archive-push "%p"',
    // The longest stretch of a quiet night that a restore to a point in time may miss.
    archive_timeout: 60,
  }
}
