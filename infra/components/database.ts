// infra/components/database.ts: where the systems keep their data: one database and role each, in the platform's PostgreSQL or the province's own.
import { ConfigMap } from '@pulumi/kubernetes/core/v1/configMap.js'
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi'
import { PORTS } from '../edges.ts'
import type { PlatformSecrets } from '../program-config.ts'
import type { Stack } from '../stack.ts'
import { DatabaseBackup } from './database-backup.ts'
import { ExternalDatabase } from './external-database.ts'
import { labelsOf } from './part.ts'
import { Patroni } from './patroni.ts'
import type { OwnedDatabase } from './patroni-files.ts'

export type DatabaseArgs = {
  readonly namespace: Input<string>
  readonly stack: Stack
  readonly databases: readonly OwnedDatabase[]
  /** Keys of the backup store; undefined for an external database. */
  readonly secrets: PlatformSecrets | undefined
}

export class Database extends ComponentResource {
  readonly host = 'postgres'

  constructor(name: 'postgres', args: DatabaseArgs, opts?: ComponentResourceOptions) {
    const { namespace, stack, databases, secrets } = args
    const { mode, external } = stack.database
    super('sansang:platform:Database', name, { namespace, mode, size: stack.database, databases }, opts)
    const within = { parent: this }
    new ConfigMap(
      'postgres-databases',
      {
        metadata: { name: 'postgres-databases', namespace, labels: labelsOf(name, 'database') },
        data: { 'databases.json': JSON.stringify(databases) },
      },
      within,
    )
    if (external !== undefined) new ExternalDatabase(name, { namespace, ...external }, within)
    else if (secrets !== undefined) {
      new Patroni(name, { namespace, stack, databases }, within)
      new DatabaseBackup('postgres-backup', { namespace, stack, secrets }, within)
    } else throw new TypeError('the platform’s own database needs the keys of its backup store')
    this.registerOutputs({ host: this.host, port: PORTS.postgres })
  }
}
