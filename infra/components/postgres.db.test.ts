// infra/components/postgres.db.test.ts: the database’s start script, run as the primary on a real PostgreSQL 18. The standby’s way is not tried.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freePort } from '../../targets/port.ts'
import { findPostgres, type PostgresBinaries } from '../../targets/postgres-binaries.ts'
import { postgresFiles } from './database-pod.ts'

const SCRIPT = fileURLToPath(new URL('postgres.sh', import.meta.url))
const OWNERS = ['procedures', 'reporting']
const DATABASES = OWNERS.map((owner) => ({
  database: owner,
  owner,
  secret: { name: `${owner}-secrets`, key: 'database-password' },
}))

let folder: string
let binaries: PostgresBinaries
let port: number
let server: ChildProcess | undefined

beforeEach(async () => {
  binaries = await findPostgres()
  port = await freePort()
  folder = await mkdtemp(join(tmpdir(), 'sansang-postgres-sh-'))
  await mkdir(join(folder, 'secrets'))
  await mkdir(join(folder, 'data'))
  for (const [name, text] of Object.entries(postgresFiles(DATABASES)))
    await writeFile(join(folder, name), text)
  for (const name of [...OWNERS, 'superuser', 'replication'])
    await writeFile(join(folder, 'secrets', name), `${name}-password`)
  const { user } = binaries
  await chmod(folder, 0o755)
  if (user !== undefined) await chown(join(folder, 'data'), user.uid, user.gid)
})
afterEach(async () => {
  await stop()
  await rm(folder, { recursive: true })
})

/** Starts the script as the pod `postgres-0` does, on loopback and with no socket. */
async function start(): Promise<void> {
  const settings = ['port', 'listen_addresses', 'unix_socket_directories', 'dynamic_shared_memory_type']
  const values = [String(port), '127.0.0.1', '', 'mmap']
  const overrides = settings.flatMap((name, index) => ['-c', `${name}=${values[index]}`])
  server = spawn('sh', [SCRIPT, ...overrides], {
    ...binaries.user,
    cwd: folder,
    env: {
      PATH: `${dirname(binaries.postgres)}:/usr/bin:/bin`,
      POD_NAME: 'postgres-0',
      PRIMARY_HOST: 'postgres-0.postgres-peers',
      PGDATA: join(folder, 'data/18'),
      SANSANG_ETC: folder,
      SANSANG_SECRETS: join(folder, 'secrets'),
      MAX_CONNECTIONS: '20',
      SHARED_BUFFERS: '16MB',
      SYNCHRONOUS_STANDBYS: '',
    },
    stdio: 'ignore',
  })
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(100)) {
    if ((await attempt('procedures', 'procedures', 'select 1')) === 'ok') return
    if (server.exitCode !== null) throw new Error(`the script ended with ${server.exitCode}`)
  }
  throw new Error('the database was not ready within 60 s')
}

async function stop(): Promise<void> {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGINT')
  await ended
}

/** `ok`, or the SQLSTATE of the refusal. */
async function attempt(
  user: string,
  database: string,
  sql: string,
  password = `${user}-password`,
): Promise<string> {
  const client = new pg.Client({ host: '127.0.0.1', port, user, database, password })
  try {
    await client.connect()
    await client.query(sql)
    return 'ok'
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.code ?? 'unknown') : 'unreachable'
  } finally {
    await client.end().catch(() => {})
  }
}

test('the primary makes each role and database, and lets each role into its own only', async () => {
  await start()
  expect(await attempt('reporting', 'reporting', 'create table kept (id int)')).toBe('ok')
  const refused = [
    await attempt('procedures', 'reporting', 'select 1'),
    await attempt('reporting', 'postgres', 'select 1'),
    await attempt('postgres', 'postgres', 'select 1', 'superuser-password'),
    await attempt('replicator', 'procedures', 'select 1', 'replication-password'),
    await attempt('procedures', 'procedures', 'select 1', 'reporting-password'),
  ]
  // 28000: pg_hba.conf rejects; 28P01: wrong password.
  expect(refused).toEqual(['28000', '28000', '28000', '28000', '28P01'])
})

test('a second start keeps what was stored, and an interrupted first one leaves nothing behind', async () => {
  await mkdir(join(folder, 'data/18.new'))
  await writeFile(join(folder, 'data/18.new/PG_VERSION'), '')
  const { user } = binaries
  if (user !== undefined) await chown(join(folder, 'data/18.new'), user.uid, user.gid)
  await start()
  expect(await attempt('reporting', 'reporting', 'create table kept (id int)')).toBe('ok')
  await stop()
  await start()
  expect(await attempt('reporting', 'reporting', 'select * from kept')).toBe('ok')
  await expect(stat(join(folder, 'data/18.new'))).rejects.toThrow('ENOENT')
})
