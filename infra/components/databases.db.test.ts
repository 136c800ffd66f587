// infra/components/databases.db.test.ts: what Patroni is told, on a real PostgreSQL: databases.sh and the host rules let each role into its own database only.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freePort } from '../../targets/port.ts'
import { findPostgres, type PostgresBinaries } from '../../targets/postgres-binaries.ts'
import { readStack } from '../config.ts'
import { hostRules, patroniFiles } from './patroni-files.ts'

const run = promisify(execFile)
const READY_MS = 180_000
const OWNERS = ['procedures', 'reporting']
const DATABASES = OWNERS.map((owner) => ({
  database: owner,
  owner,
  secret: { name: `${owner}-secrets`, key: 'database-password' },
}))
/** Stands for psql: runs the statements on standard input one by one, stops at the first error. */
const PSQL = `#!${process.execPath}
const pg = require('pg')
const client = new pg.Client({ connectionString: process.argv.at(-1) })
const statements = require('node:fs').readFileSync(0, 'utf8').split(';\\n').filter((text) => text.trim() !== '')
client.connect()
  .then(async () => { for (const statement of statements) await client.query(statement) })
  .then(() => client.end(), (error) => { process.stderr.write(String(error)); process.exit(3) })
`

let folder: string
let binaries: PostgresBinaries
let port: number
let server: ChildProcess | undefined

beforeEach(async () => {
  binaries = await findPostgres()
  port = await freePort()
  folder = await mkdtemp(join(tmpdir(), 'sansang-patroni-'))
  await mkdir(join(folder, 'secrets'))
  await mkdir(join(folder, 'bin'))
  for (const [name, text] of Object.entries(patroniFiles(readStack('ho-chi-minh'), DATABASES)))
    await writeFile(join(folder, name), text)
  for (const name of [...OWNERS, 'superuser'])
    await writeFile(join(folder, 'secrets', name), `${name}-password`)
  await writeFile(join(folder, 'bin/psql'), PSQL, { mode: 0o755 })
  const { user } = binaries
  await chmod(folder, 0o755)
  if (user !== undefined) await chown(folder, user.uid, user.gid)
})
afterEach(async () => {
  if (server !== undefined && server.exitCode === null && server.signalCode === null) {
    const ended = once(server, 'exit')
    server.kill('SIGINT')
    await ended
  }
  await rm(folder, { recursive: true })
})

/** A cluster as Patroni makes one: the same initdb options, the same host rules, then post_init with the primary's address. */
async function start(): Promise<void> {
  const data = join(folder, 'data')
  const pwfile = join(folder, 'secrets/superuser')
  const options = ['--locale-provider=builtin', '--locale=C.UTF-8', '--encoding=UTF8', '--data-checksums']
  const initdb = ['-D', data, '-U', 'postgres', `--pwfile=${pwfile}`, '--auth=scram-sha-256', ...options]
  await run(binaries.initdb, initdb, { ...binaries.user, cwd: folder })
  // Only here: post_init comes over loopback, since the test may not be the system user postgres.
  const rules = (admin: string[]) => [...admin, ...hostRules(DATABASES), ''].join('\n')
  await writeFile(join(data, 'pg_hba.conf'), rules(['host all postgres 127.0.0.1/32 scram-sha-256']))
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'dynamic_shared_memory_type=mmap',
  ]
  server = spawn(binaries.postgres, ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...binaries.user,
    cwd: folder,
    stdio: 'ignore',
  })
  await untilOk('postgres', 'postgres', 'select 1', 'superuser-password')
  await postInit()
  await writeFile(join(data, 'pg_hba.conf'), rules([]))
  // Read together with the rules, and seen by connections made afterwards.
  await appendFile(join(data, 'postgresql.conf'), "sansang.rules = 'planned'\n")
  server.kill('SIGHUP')
  await untilOk('reporting', 'reporting', 'show sansang.rules')
}

/** Waits until it succeeds; the limit catches what hangs. */
async function untilOk(...asked: Parameters<typeof attempt>): Promise<void> {
  let answer = await attempt(...asked)
  for (const end = Date.now() + READY_MS; answer !== 'ok'; answer = await attempt(...asked)) {
    if (server?.exitCode !== null || Date.now() > end) throw new Error(`the database answers: ${answer}`)
    await sleep(50)
  }
}

async function postInit(): Promise<void> {
  const script = fileURLToPath(new URL('databases.sh', import.meta.url))
  const url = `postgres://postgres:superuser-password@127.0.0.1:${port}/postgres`
  const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
  const env = {
    PATH: `${join(folder, 'bin')}:${dirname(process.execPath)}:/usr/bin:/bin`,
    NODE_PATH: modules,
    SANSANG_ETC: folder,
    SANSANG_SECRETS: join(folder, 'secrets'),
  }
  await run('sh', [script, url], { env })
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

test('each role is let into its own database only, and the superuser from no address', async () => {
  await start()
  expect(await attempt('reporting', 'reporting', 'create table kept (id int)')).toBe('ok')
  const refused = [
    await attempt('procedures', 'reporting', 'select 1'),
    await attempt('reporting', 'postgres', 'select 1'),
    await attempt('postgres', 'postgres', 'select 1', 'superuser-password'),
    await attempt('procedures', 'procedures', 'select 1', 'reporting-password'),
  ]
  // 28000: pg_hba.conf rejects; 28P01: wrong password.
  expect(refused).toEqual(['28000', '28000', '28000', '28P01'])
})
