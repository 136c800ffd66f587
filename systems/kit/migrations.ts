// systems/kit/migrations.ts: brings a database to the schema of its SQL files, each applied once. Never edits or reverts one.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { SansangError } from '../../types/error.ts'
import type { Database } from './database.ts'

type Migration = {
  readonly origin: string
  readonly name: string
  readonly sha256: string
  readonly sql: string
}

/** One number for all of sansang's databases: each system has its own database, so they do not wait for each other. */
const MIGRATION_LOCK = 790_701

/**
 * Applies `NNN-name.sql` of each folder in order, all pending ones in one transaction. Two replicas starting at once
 * wait for each other. Throws `migration-changed` when an applied file no longer has the bytes that were applied.
 */
export async function migrate(
  db: Database,
  folders: readonly { origin: string; url: URL }[],
): Promise<readonly string[]> {
  const migrations = (await Promise.all(folders.map(({ origin, url }) => readMigrations(origin, url)))).flat()
  return db.transaction(async (tx) => {
    // A migration, and the wait for another replica's, may take longer than any request.
    await tx.query('set local statement_timeout = 0')
    await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    await tx.query(`create table if not exists schema_migration (
      origin text not null, name text not null, sha256 text not null, applied_at timestamptz not null default now(),
      primary key (origin, name))`)
    const rows = await tx.query<{ origin: string; name: string; sha256: string }>(
      'select origin, name, sha256 from schema_migration',
    )
    const applied = new Map(rows.map((row) => [`${row.origin}/${row.name}`, row.sha256]))
    const done: string[] = []
    for (const migration of migrations) {
      const key = `${migration.origin}/${migration.name}`
      const sha256 = applied.get(key)
      if (sha256 === migration.sha256) continue
      if (sha256 !== undefined) throw changed(key)
      await tx.query(migration.sql)
      await tx.query('insert into schema_migration (origin, name, sha256) values ($1, $2, $3)', [
        migration.origin,
        migration.name,
        migration.sha256,
      ])
      done.push(key)
    }
    return done
  })
}

async function readMigrations(origin: string, folder: URL): Promise<Migration[]> {
  const base = folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`)
  const names = (await readdir(base)).filter((name) => name.endsWith('.sql')).sort()
  const misnamed = names.filter((name) => !/^\d{3}-[a-z0-9-]+\.sql$/.test(name))
  if (names.length === 0 || misnamed.length > 0)
    throw new SansangError('bad-migrations', {
      message: names.length === 0 ? 'no SQL file found' : `misnamed: ${misnamed.join(', ')}`,
      hint: 'name the files NNN-name.sql',
      where: base.pathname,
    })
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, base), 'utf8')
      return { origin, name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

function changed(key: string): SansangError {
  return new SansangError('migration-changed', {
    message: `${key} was changed after it had been applied to this database`,
    hint: 'restore the file and put the change in a new one with the next number',
    where: key,
  })
}
