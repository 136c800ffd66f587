// systems/kit/server.ts: one system as a process: settings, database, contract, port, and an orderly end. No business of its own.
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { SansangError } from '../../types/error.ts'
import { createApp } from './app.ts'
import { type Authenticator, createAuthenticator } from './auth.ts'
import { type Calendar, loadCalendar } from './calendar.ts'
import { type Contract, loadContract } from './contract.ts'
import { type Database, isDatabaseAway, openDatabase, type Pool } from './database.ts'
import { readEnv, type SystemEnv } from './env.ts'
import { type ExchangeClient, exchangeClient } from './exchange-client.ts'
import type { Handler, Handlers } from './handler.ts'
import { createLog } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { migrate } from './migrations.ts'
import { addProbes } from './probes.ts'
import { startRelay } from './relay.ts'
import { createTokenSource, type TokenSource } from './token.ts'
import { loadUnits, type UnitList } from './units.ts'

export type Context = {
  readonly env: SystemEnv
  readonly db: Database
  readonly units: UnitList
  readonly calendar: Calendar
  readonly exchange: ExchangeClient
  readonly log: Logger
  readonly metrics: Registry
  readonly now: () => Date
  /** For raw routes; operations of the contract are checked by the kit. */
  readonly auth: Authenticator
  /** The system's own token; fails with Problem 503 where the process has no CLIENT_SECRET. */
  readonly tokens: TokenSource
}

export type SystemDefinition<Operations = Record<string, unknown>> = {
  /** Folder and service name. */
  readonly name: string
  readonly contract: URL
  /** Folder of NNN-name.sql. */
  readonly schema: URL
  readonly handlers: (
    context: Context,
  ) => string extends keyof Operations ? Record<string, Handler> : Handlers<Operations>
  /** Routes no OpenAPI path can describe (a proxy). They must check their callers with `context.auth`. */
  readonly routes?: (app: FastifyInstance, context: Context) => void | Promise<void>
  /** Identity itself: behind a Service that only routes to ready processes it would wait for itself for ever. */
  readonly isIdentity?: true
  readonly background?: (context: Context) => AsyncDisposable | Promise<AsyncDisposable>
}

const DATABASE_WAIT_MS = 20_000
const DRAIN_MS = 200
const CLOSE_LIMIT_MS = 10_000

/** Listens; returns when the port is open. SIGTERM or SIGINT: /readyz answers 503, requests in hand finish, exit 0. */
export async function startSystem<Operations = Record<string, unknown>>(
  definition: SystemDefinition<Operations>,
): Promise<void> {
  try {
    await start(definition)
  } catch (error) {
    const known = error instanceof SansangError
    const lines = known
      ? [
          `${definition.name}: ${error.message} [${error.code}]`,
          ...error.faults.map((f) => `  - ${f.where}: ${f.message}`),
          `  next: ${error.hint}`,
        ]
      : [`${definition.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`]
    process.stderr.write(`${lines.join('\n')}\n`)
    process.exit(known ? error.exit : 70)
  }
}

async function start<Operations>(definition: SystemDefinition<Operations>): Promise<void> {
  const env = readEnv({ SANSANG_SYSTEM: definition.name, ...process.env })
  const log = createLog({ system: env.system, level: env.logLevel })
  const db = openDatabase({
    url: env.databaseUrl,
    ...(env.databasePassword !== undefined && { password: env.databasePassword }),
    application: definition.name,
    patience: env.patience,
    onLost: (error) => log.warn({ reason: error.message }, 'a database connection was lost'),
  })
  const contract = await loadContract(definition.contract)
  await untilMigrated(db, definition, DATABASE_WAIT_MS * env.patience, log)
  const metrics = createMetrics(db)
  const context = createContext(env, db, log, metrics)
  const handlers = definition.handlers(context) as Record<string, Handler>
  let draining = false
  const app = await createApp({
    ...{ contract, handlers, auth: context.auth, log, metrics },
    draining: () => draining,
  })
  addSystemProbes(app, {
    context,
    contract,
    metrics,
    draining: () => draining,
    isIdentity: definition.isIdentity ?? false,
  })
  await definition.routes?.(app, context)
  await app.listen({ host: env.host, port: env.port })
  const open: AsyncDisposable[] = []
  if (env.exchangeUrl !== undefined && env.clientSecret !== undefined)
    open.push(
      startRelay({ db, exchangeUrl: env.exchangeUrl, tokens: context.tokens, log, patience: env.patience }),
    )
  if (definition.background !== undefined) open.push(await definition.background(context))
  // Before it says so: who reads `listening` may stop it at once.
  onStopSignal(
    async () => {
      draining = true
      log.info('stopping: requests in hand are finished')
      await sleep(DRAIN_MS)
      await app.close()
      for (const part of open.reverse()) await part[Symbol.asyncDispose]()
      await db.close()
    },
    CLOSE_LIMIT_MS * env.patience,
    log,
  )
  log.info(
    { host: env.host, port: portOf(app, env), startedInMs: Math.round(process.uptime() * 1_000) },
    'listening',
  )
}

function createContext(env: SystemEnv, db: Pool, log: Logger, metrics: Metrics): Context {
  const auth = createAuthenticator(env.oidcIssuer, env.patience)
  return {
    env,
    db,
    units: loadUnits(env.province, env.member),
    calendar: loadCalendar(),
    exchange: exchangeClient,
    log,
    metrics: metrics.registry,
    now: () => new Date(),
    auth,
    tokens: createTokenSource({
      issuer: env.oidcIssuer,
      clientId: env.system,
      clientSecret: env.clientSecret ?? '',
      patience: env.patience,
    }),
  }
}

type ProbeParts = {
  context: Context
  contract: Contract
  metrics: Metrics
  draining: () => boolean
  isIdentity: boolean
}

function addSystemProbes(app: FastifyInstance, parts: ProbeParts): void {
  const { context, contract, metrics, draining, isIdentity } = parts
  addProbes(app, {
    system: context.env.system,
    // Not the exchange: messages wait in the outbox, so a system without it still serves its callers.
    needs: [
      { name: 'database', met: async () => (await context.db.query('select 1')).length === 1 },
      ...(isIdentity ? [] : [{ name: 'identity', met: () => context.auth.ready() }]),
    ],
    draining,
    registry: metrics.registry,
    units: context.units,
    contract,
    patience: context.env.patience,
  })
}

async function untilMigrated(
  db: Pool,
  { schema, name }: { schema: URL; name: string },
  limitMs: number,
  log: Logger,
): Promise<void> {
  const folders = [
    { origin: 'kit', url: new URL('./schema/', import.meta.url) },
    { origin: name, url: schema },
  ]
  const giveUpAt = Date.now() + limitMs
  for (;;) {
    try {
      const applied = await migrate(db, folders)
      if (applied.length > 0) log.info({ applied }, 'schema brought up to date')
      return
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() > giveUpAt) throw error
      await sleep(200)
    }
  }
}

function portOf(app: FastifyInstance, env: SystemEnv): number {
  const address = app.server.address()
  return typeof address === 'object' && address !== null ? address.port : env.port
}

function onStopSignal(stop: () => Promise<void>, limitMs: number, log: Logger): void {
  let stopping = false
  const end = (): void => {
    if (stopping) return
    stopping = true
    const limit = setTimeout(() => process.exit(0), limitMs)
    limit.unref()
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed')
        process.exit(70)
      },
    )
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}
