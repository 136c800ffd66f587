// infra/components/pgbackrest-files.ts: pgBackRest's settings, for the database's pods and for the backup jobs. Pure; holds no secret.
import { PORTS } from '../edges.ts'
import type { Stack } from '../stack.ts'

export const PGDATA = '/var/lib/postgresql/18'
export const SOCKETS = '/run/postgresql'
export const STANZA = 'main'
/** Where the TLS certificate of each side is mounted. */
export const CERTIFICATES = '/etc/pgbackrest-tls'
/** Common name of the backup jobs' certificate: the only client an instance hands its data to. */
export const BACKUP_CLIENT = 'sansang-backup'

type Sections = Readonly<Record<string, Readonly<Record<string, string | number>>>>

/** On an instance: the repository for archive-push and archive-get, and the server the backup jobs call. */
export function serverSettings(stack: Stack): string {
  return ini({
    global: {
      ...repository(stack),
      'archive-async': 'y',
      'spool-path': '/var/spool/pgbackrest',
      'tls-server-address': '*',
      'tls-server-port': PORTS.pgbackrest,
      'tls-server-auth': `${BACKUP_CLIENT}=${STANZA}`,
      'tls-server-ca-file': `${CERTIFICATES}/ca.crt`,
      'tls-server-cert-file': `${CERTIFICATES}/tls.crt`,
      'tls-server-key-file': `${CERTIFICATES}/tls.key`,
    },
    [STANZA]: { 'pg1-path': PGDATA, 'pg1-socket-path': SOCKETS, 'pg1-user': 'postgres' },
  })
}

/** In a backup job: the repository and every instance; pgBackRest itself finds out which one is the primary. */
export function clientSettings(stack: Stack): string {
  const instances = Array.from({ length: stack.database.instances }, (_, index) => {
    const pg = `pg${index + 1}`
    return {
      [`${pg}-host`]: `postgres-${index}.postgres-peers`,
      [`${pg}-host-type`]: 'tls',
      [`${pg}-host-port`]: PORTS.pgbackrest,
      [`${pg}-host-ca-file`]: `${CERTIFICATES}/ca.crt`,
      [`${pg}-host-cert-file`]: `${CERTIFICATES}/tls.crt`,
      [`${pg}-host-key-file`]: `${CERTIFICATES}/tls.key`,
      [`${pg}-path`]: PGDATA,
      [`${pg}-socket-path`]: SOCKETS,
      [`${pg}-user`]: 'postgres',
    }
  })
  return ini({ global: repository(stack), [STANZA]: Object.assign({}, ...instances) })
}

/** Keys of the store and the passphrase come from the environment: PGBACKREST_REPO1_S3_KEY, …_CIPHER_PASS. */
function repository({ backup }: Stack): Record<string, string | number> {
  return {
    'repo1-type': 's3',
    'repo1-path': '/pgbackrest',
    'repo1-s3-endpoint': backup.host,
    'repo1-storage-port': backup.port,
    'repo1-s3-bucket': backup.bucket,
    'repo1-s3-region': backup.region,
    'repo1-s3-uri-style': 'path',
    'repo1-cipher-type': 'aes-256-cbc',
    'repo1-retention-full-type': 'count',
    'repo1-retention-full': backup.fullsKept,
    'repo1-bundle': 'y',
    'compress-type': 'zst',
    'start-fast': 'y',
    'process-max': 2,
    'lock-path': '/tmp/pgbackrest',
    'log-level-console': 'info',
    'log-level-file': 'off',
  }
}

function ini(sections: Sections): string {
  const written = Object.entries(sections).map(([name, settings]) =>
    [`[${name}]`, ...Object.entries(settings).map(([key, value]) => `${key}=${value}`), ''].join('\n'),
  )
  return written.join('\n')
}
