// systems/kit/database.ts: one system's PostgreSQL, as pooled queries and transactions. Holds no SQL of its own but transaction control.
import pg from 'pg'

export type Row = Record<string, unknown>

export type Database = {
  /** Rows in order. T is what the statement selects: the caller's SQL vouches for it. */
  query<T = Row>(sql: string, values?: readonly unknown[]): Promise<T[]>
  /** Commits when `work` resolves, rolls back when it throws. Inside another transaction: a savepoint. */
  transaction<T>(work: (tx: Database) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export type Pool = Database & {
  /** Connections open, idle, and callers waiting for one. */
  readonly usage: () => { readonly total: number; readonly idle: number; readonly waiting: number }
}

const CONNECTIONS_MAX = 8
const CONNECT_TIMEOUT_MS = 5_000
const STATEMENT_TIMEOUT_MS = 15_000
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000

const { builtins } = pg.types
const PLAIN_TYPES = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    // A `date` has no time zone: pg's default turns it into midnight local time, a day off in most zones.
    if (oid === builtins.DATE) return (value: string) => value
    if (oid === builtins.INT8) return (value: string) => Number(value)
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
  },
}

/** Opens lazily: no connection until the first query. `onLost` hears of idle connections that broke. */
export function openDatabase(options: {
  url: string
  password?: string
  application: string
  connectionsMax?: number
  /** Waits this many times as long as usual for a connection and for an answer. */
  patience?: number
  onLost?: (error: Error) => void
}): Pool {
  const { patience = 1 } = options
  const pool = new pg.Pool({
    connectionString: withPassword(options.url, options.password),
    application_name: options.application,
    max: options.connectionsMax ?? CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS * patience,
    statement_timeout: STATEMENT_TIMEOUT_MS * patience,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS * patience,
    types: PLAIN_TYPES,
  })
  // Without a listener a broken idle connection would end the process.
  pool.on('error', (error) => options.onLost?.(error))
  let closing: Promise<void> | undefined
  return {
    query: async <T>(sql: string, values: readonly unknown[] = []) =>
      (await pool.query(sql, [...values])).rows as T[],
    transaction: (work) => inTransaction(pool, work),
    close: () => {
      closing ??= pool.end()
      return closing
    },
    usage: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
  }
}

// In the URL itself: pg lets a URL without a password override one given beside it.
/** The connection URL with its password put in; unchanged without one. */
export function withPassword(url: string, password: string | undefined): string {
  if (password === undefined) return url
  const completed = new URL(url)
  completed.password = encodeURIComponent(password)
  return completed.href
}

async function inTransaction<T>(pool: pg.Pool, work: (tx: Database) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  const noteBroken = (error: Error) => {
    broken = error
  }
  client.on('error', noteBroken)
  try {
    await client.query('begin')
    const result = await work(transactionOn(client, 0))
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(noteBroken)
    throw error
  } finally {
    client.off('error', noteBroken)
    client.release(broken)
  }
}

function transactionOn(client: pg.PoolClient, depth: number): Database {
  return {
    query: async <T>(sql: string, values: readonly unknown[] = []) =>
      (await client.query(sql, [...values])).rows as T[],
    transaction: async (work) => {
      const savepoint = `nested_${depth + 1}`
      await client.query(`savepoint ${savepoint}`)
      try {
        const result = await work(transactionOn(client, depth + 1))
        await client.query(`release savepoint ${savepoint}`)
        return result
      } catch (error) {
        await client.query(`rollback to savepoint ${savepoint}`)
        throw error
      }
    },
    close: async () => {},
  }
}

/** True where the database itself is away, so that the same request may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  // 08: connection; 53: out of resources; 57P: shutdown and start-up. The texts are pg's own, which have no code.
  return (
    /^(08|53|57P)/.test(code) ||
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT)$/.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect|not queryable|connection error/i.test(
      error.message,
    )
  )
}

/** A row without its null columns: what is absent is left out of an answer. `T` says which fields may be. */
export function withoutNulls<T extends object>(row: T): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T
}
