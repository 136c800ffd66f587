// targets/postgres.ts: a real PostgreSQL 18 on loopback, gone when disposed. Does not know what is stored in it.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { SansangError } from '../types/error.ts'
import { freePort } from './port.ts'
import { findPostgres, othersMayReach, type PostgresBinaries } from './postgres-binaries.ts'
import { type Child, startProcess } from './process.ts'

export type DatabaseSpec = { readonly name: string; readonly owner: string; readonly password: string }

export type Postgres = AsyncDisposable & {
  readonly port: number
  readonly pid: number
  readonly superuserUrl: string
  /** A connection URL for a database, as its owner when `role` is one this server created, else as superuser. */
  url(database: string, role?: string): string
  /** Creates role and database; a role that exists gets the new password. */
  createDatabase(spec: DatabaseSpec): Promise<void>
}

export type PostgresOptions = {
  /** An existing folder; receives `postgres.log` and the data, unless PostgreSQL's user cannot reach it. */
  readonly dir: string
  /** A fixed port instead of a free one. */
  readonly port?: number
  readonly databases?: readonly DatabaseSpec[]
}

const SUPERUSER = 'postgres'
const PORT_TRIES = 5
const READY_MS = 60_000

/**
 * fsync and synchronous_commit stay on: a rehearsal measures what is lost after a crash. Sizes fit a laptop;
 * mmap keeps dynamic shared memory inside the data folder, so a killed server leaves nothing in /dev/shm.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  dynamic_shared_memory_type: 'mmap',
  fsync: 'on',
  synchronous_commit: 'on',
  max_wal_size: '512MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
}

/**
 * Makes a cluster and starts it. Throws `port-in-use` for a fixed port, `postgres-not-started` with the last
 * log lines, and what findPostgres throws.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const binaries = await findPostgres()
  await using cleanup = new AsyncDisposableStack()
  const password = randomBytes(24).toString('base64url')
  const data = await dataFolder(options.dir, binaries)
  cleanup.defer(() => rm(data, { recursive: true, force: true }))
  await initialise(options.dir, data, binaries, password)
  const { child, port } = await listen(options, data, binaries, password)
  cleanup.defer(() => stop(child))
  const server = connectTo(port, password, child)
  for (const database of options.databases ?? []) await server.createDatabase(database)
  const owned = cleanup.move()
  return { ...server, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** In `dir` where PostgreSQL's user can get there, else a private folder of that user under the temporary one. */
async function dataFolder(dir: string, { user }: PostgresBinaries): Promise<string> {
  const reachable = user === undefined || (await othersMayReach(dir))
  const data = reachable ? join(dir, 'postgres') : await mkdtemp(join(tmpdir(), 'sansang-data-'))
  if (reachable) await mkdir(data, { mode: 0o700 })
  if (user !== undefined) await chown(data, user.uid, user.gid)
  return data
}

async function initialise(
  dir: string,
  data: string,
  binaries: PostgresBinaries,
  password: string,
): Promise<void> {
  const passwordFile = `${data}.password`
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' })
  if (binaries.user !== undefined) await chown(passwordFile, binaries.user.uid, binaries.user.gid)
  const args = [
    ...['--pgdata', data, '--username', SUPERUSER, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
    // The builtin provider needs no locale of the machine and orders text the same everywhere.
    ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    // Nothing is stored yet: what is written later is synced by the server itself.
    ...['--no-sync', '--no-instructions'],
  ]
  try {
    await promisify(execFile)(binaries.initdb, args, { cwd: '/', env: environment(), ...binaries.user })
  } catch (cause) {
    const detail = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause)
    throw new SansangError('postgres-not-started', {
      message: `initdb could not make a database cluster in ${data}: ${detail}`,
      hint: 'make room on the disk, or set TMPDIR and SANSANG_HOME to folders that can be written',
      exit: 'prerequisite',
      where: dir,
      cause,
    })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

type Listening = { readonly child: Child; readonly port: number }

async function listen(
  options: PostgresOptions,
  data: string,
  binaries: PostgresBinaries,
  password: string,
): Promise<Listening> {
  const tries = options.port === undefined ? PORT_TRIES : 1
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort())
    const child = await launch(options.dir, data, binaries, port)
    if (await ready(child, port, password)) return { child, port }
    await stop(child)
    const lines = await child.lastLines(12)
    const lostRace = lines.some((line) => line.includes('could not bind'))
    if (lostRace && attempt < tries) continue
    throw new SansangError(lostRace ? 'port-in-use' : 'postgres-not-started', {
      message: lostRace
        ? `port ${port} of 127.0.0.1 is in use, PostgreSQL cannot listen there`
        : `PostgreSQL was not ready within ${READY_MS / 1000} s: ${lines.join(' | ')}`,
      hint: lostRace ? 'end what listens there, or choose another port' : `read ${child.logFile}`,
      exit: 'prerequisite',
      where: lostRace ? `127.0.0.1:${port}` : child.logFile,
    })
  }
}

async function launch(
  dir: string,
  data: string,
  { postgres, user }: PostgresBinaries,
  port: number,
): Promise<Child> {
  const settings = Object.entries({ ...SETTINGS, port: String(port) })
  return await startProcess({
    name: 'postgres',
    command: postgres,
    args: ['-D', data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    env: environment(),
    cwd: '/',
    logFile: join(dir, 'postgres.log'),
    // Fast shutdown: the default of SIGTERM waits for every client to leave.
    stopSignal: 'SIGINT',
    ...(user === undefined ? {} : { user }),
  })
}

async function ready(child: Child, port: number, password: string): Promise<boolean> {
  const deadline = Date.now() + READY_MS
  while (child.exit() === undefined && Date.now() < deadline) {
    const answered = await withClient(serverUrl(port, password, SUPERUSER, 'postgres'), async (client) => {
      await client.query('SELECT 1')
    }).then(
      () => true,
      () => false,
    )
    // Another server on the same port would have refused the password; the child decides.
    if (answered) return child.exit() === undefined
    await sleep(25)
  }
  return false
}

async function stop(child: Child): Promise<void> {
  if (child.exit() === undefined) child.signal('SIGINT')
  await Promise.race([child.exited, sleep(10_000, undefined, { ref: false })])
  // Backends leave the group (setsid); SIGQUIT makes the postmaster kill them itself before the last resort.
  child.signal('SIGQUIT')
  await child.stop(6000)
}

function connectTo(port: number, password: string, child: Child): Omit<Postgres, typeof Symbol.asyncDispose> {
  const passwords = new Map([[SUPERUSER, password]])
  const url = (database: string, role = SUPERUSER): string => {
    const known = passwords.get(role)
    if (known === undefined) throw new Error(`this server has created no role "${role}"`)
    return serverUrl(port, known, role, database)
  }
  const createDatabase = async ({ name, owner, password: secret }: DatabaseSpec): Promise<void> => {
    await withClient(url('postgres'), async (client) => {
      const role = client.escapeIdentifier(owner)
      const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [owner])
      const verb = rowCount === 0 ? 'CREATE' : 'ALTER'
      await client.query(`${verb} ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(secret)}`)
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} OWNER ${role}`)
      // Each system reaches its own database and no other.
      await client.query(`REVOKE CONNECT ON DATABASE ${client.escapeIdentifier(name)} FROM PUBLIC`)
    })
    passwords.set(owner, secret)
  }
  return { port, pid: child.pid, superuserUrl: url('postgres'), url, createDatabase }
}

function serverUrl(port: number, password: string, role: string, database: string): string {
  return `postgres://${encodeURIComponent(role)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  // A connection broken while idle is reported by the next query; without a listener it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    await work(client)
  } finally {
    await client.end()
  }
}

function environment(): Record<string, string> {
  const { PATH = '/usr/bin:/bin', TMPDIR } = process.env
  return { PATH, LC_ALL: 'C', ...(TMPDIR === undefined ? {} : { TMPDIR }) }
}
