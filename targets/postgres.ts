// targets/postgres.ts: a real PostgreSQL 18 on loopback, gone when disposed. Does not know what is stored in it.
import { randomBytes } from 'node:crypto'
import { chown, mkdir, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { SansangError } from '../types/error.ts'
import { freePort } from './port.ts'
import { findPostgres, othersMayReach, type PostgresBinaries } from './postgres-binaries.ts'
import type { Child } from './process.ts'
import { openSession, type Session, type SpawnSpec } from './session.ts'

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
  /** The session it belongs to; without one it gets its own, so that a sweep finds it too. */
  readonly session?: Session
  /** A fixed port instead of a free one. */
  readonly port?: number
  readonly databases?: readonly DatabaseSpec[]
}

const SUPERUSER = 'postgres'
const PORT_TRIES = 5
const READY_MS = 120_000
/** While it starts it is asked again and again; once it has answered, this only catches what hangs. */
const ASK_MS = 2_000
const CONNECT_MS = 60_000
/** Its backends leave its process group: the postmaster is given the time to end them itself, and kills them after 5 s. */
const STOP_MS = 30_000

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
 * Makes a cluster and starts it. Throws `port-in-use` for a fixed port, `disk-full`, `postgres-not-started` with the last
 * log lines, and what findPostgres throws.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const binaries = await findPostgres()
  await using cleanup = new AsyncDisposableStack()
  const session = options.session ?? cleanup.use(await openSession('postgres'))
  const password = randomBytes(24).toString('base64url')
  const home = await dataFolder(options.dir, session, binaries)
  cleanup.defer(() => rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))
  const cluster = { home, session, binaries, password }
  await initialise(cluster)
  const { child, port } = await listen(cluster, options)
  cleanup.defer(() => child.stop(STOP_MS))
  const server = connectTo(port, password, child)
  for (const database of options.databases ?? []) await server.createDatabase(database)
  const owned = cleanup.move()
  return { ...server, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** In `dir` where PostgreSQL's user can get there, else a private folder of that user outside it. */
async function dataFolder(dir: string, session: Session, { user }: PostgresBinaries): Promise<string> {
  if (user !== undefined && !(await othersMayReach(dir))) return await session.outside('postgres', user)
  const home = join(await realpath(dir), 'postgres')
  await mkdir(home, { mode: 0o700 })
  if (user !== undefined) await chown(home, user.uid, user.gid)
  return home
}

type Cluster = {
  /** PostgreSQL's own folder, `data` in it. */
  readonly home: string
  readonly session: Session
  readonly binaries: PostgresBinaries
  /** The superuser's. */
  readonly password: string
}

async function initialise({ home, session, binaries, password }: Cluster): Promise<void> {
  const { user } = binaries
  const passwordFile = join(home, 'password')
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' })
  if (user !== undefined) await chown(passwordFile, user.uid, user.gid)
  const args = [
    ...[
      '--pgdata',
      join(home, 'data'),
      '--username',
      SUPERUSER,
      '--pwfile',
      passwordFile,
      '--auth',
      'scram-sha-256',
    ],
    // The builtin provider needs no locale of the machine and orders text the same everywhere.
    ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    // Nothing is stored yet: what is written later is synced by the server itself.
    ...['--no-sync', '--no-instructions'],
  ]
  const child = await session.spawn({
    ...program(binaries, home),
    name: 'initdb',
    command: binaries.initdb,
    args,
  })
  const { code } = await child.exited
  await rm(passwordFile, { force: true })
  if (code === 0) return
  const lines = await child.lastLines(20)
  const full = lines.some((line) => line.includes('No space left on device'))
  const reason = lines.find((line) => /FATAL|error:/.test(line)) ?? lines.join(' | ')
  throw new SansangError(full ? 'disk-full' : 'postgres-not-started', {
    message: `initdb could not make a database cluster in ${home}: ${reason}`,
    hint: 'make room on the disk, or set TMPDIR and SANSANG_HOME to folders that can be written',
    exit: 'prerequisite',
    where: home,
  })
}

type Listening = { readonly child: Child; readonly port: number }

async function listen(cluster: Cluster, options: PostgresOptions): Promise<Listening> {
  const tries = options.port === undefined ? PORT_TRIES : 1
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort())
    const child = await launch(cluster, port, join(options.dir, 'postgres.log'))
    if (await ready(child, port, cluster.password)) return { child, port }
    await child.stop(STOP_MS)
    const lines = await child.lastLines(12)
    const lostRace = lines.some((line) => line.includes('could not bind'))
    if (lostRace && attempt < tries) continue
    throw new SansangError(lostRace ? 'port-in-use' : 'postgres-not-started', {
      message: lostRace
        ? `port ${port} of 127.0.0.1 is in use, PostgreSQL cannot listen there`
        : `PostgreSQL was not ready within ${READY_MS / 1000} s: ${lines.join(' | ')}`,
      hint: lostRace ? 'end what listens there, or choose another port' : `read ${child.log}`,
      exit: 'prerequisite',
      where: lostRace ? `127.0.0.1:${port}` : child.log,
    })
  }
}

async function launch({ home, session, binaries }: Cluster, port: number, log: string): Promise<Child> {
  const settings = Object.entries({ ...SETTINGS, port: String(port) })
  return await session.spawn({
    ...program(binaries, home),
    name: 'postgres',
    command: binaries.postgres,
    args: ['-D', join(home, 'data'), ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    home: join(home, 'data'),
    log,
    // SIGTERM waits for every client to leave, SIGINT writes a last checkpoint of what is removed next.
    stopSignal: 'SIGQUIT',
  })
}

/** Nothing of the caller's language or folder: both would leak into the cluster. */
function program({ user }: PostgresBinaries, cwd: string): Pick<SpawnSpec, 'cwd' | 'env' | 'user'> {
  return { cwd, env: { LC_ALL: 'C' }, ...(user === undefined ? {} : { user }) }
}

async function ready(child: Child, port: number, password: string): Promise<boolean> {
  const deadline = Date.now() + READY_MS
  while (child.exit() === undefined && Date.now() < deadline) {
    const url = serverUrl(port, password, SUPERUSER, 'postgres')
    const query = withClient(url, ASK_MS, async (client) => {
      await client.query('SELECT 1')
    }).then(
      () => true,
      () => false,
    )
    const answered = await Promise.race([query, child.exited.then(() => false)])
    // Another server on the same port would have refused the password; the child decides.
    if (answered) return child.exit() === undefined
    await sleep(25)
  }
  return false
}

function connectTo(port: number, password: string, child: Child): Omit<Postgres, typeof Symbol.asyncDispose> {
  const passwords = new Map([[SUPERUSER, password]])
  const url = (database: string, role = SUPERUSER): string => {
    const known = passwords.get(role)
    if (known === undefined) throw new Error(`this server has created no role "${role}"`)
    return serverUrl(port, known, role, database)
  }
  const createDatabase = async ({ name, owner, password: secret }: DatabaseSpec): Promise<void> => {
    await withClient(url('postgres'), CONNECT_MS, async (client) => {
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

async function withClient(
  url: string,
  connectMs: number,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectMs })
  // A connection broken while idle is reported by the next query; without a listener it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    await work(client)
  } finally {
    await client.end()
  }
}
