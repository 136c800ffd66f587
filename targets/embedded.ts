// targets/embedded.ts: a province's plan as processes on this machine, on a real PostgreSQL. Declares nothing of its own.
import { join } from 'node:path'
import { SansangError } from '../types/error.ts'
import type { Plan } from '../types/plan.ts'
import type { Target } from '../types/target.ts'
import { type Deployment, readDeployment } from './deployment.ts'
import { faultActions } from './fault-actions.ts'
import { startFleet } from './fleet.ts'
import { NATIONAL, nationalPeers } from './national.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { makeSecrets, type Secrets } from './secrets.ts'
import type { Session } from './session.ts'
import { isDiskFull, stateError } from './state.ts'
import { startToxiproxy } from './toxiproxy.ts'
import type { Workload } from './workload.ts'

export type EmbeddedTarget = Target & {
  readonly kind: 'embedded'
  readonly postgres: Postgres
  /** By name; `national` among them. */
  readonly workloads: ReadonlyMap<string, Workload>
  /** Folder of every process's log. */
  readonly logs: string
}

export type EmbeddedOptions = {
  readonly plan: Plan
  readonly session: Session
  /** Path of toxiproxy-server. */
  readonly tools: { readonly toxiproxy: string }
  /** Told what is being done, a sentence a time. */
  readonly progress?: (line: string) => void
  /** Aborted: starting ends at once and what was started is stopped. */
  readonly signal?: AbortSignal
  /** A fixed port for a service, by name. */
  readonly ports?: Readonly<Record<string, number>>
  /** One that is starting already; the target disposes it. */
  readonly postgres?: Promise<Postgres>
}

/**
 * Starts everything the plan says and the national peers; resolves when every process is ready.
 * Throws `plan-not-runnable`, `port-in-use`, `disk-full`, `workload-not-ready`, and what startPostgres and startToxiproxy throw.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedTarget> {
  try {
    return await start(options)
  } catch (error) {
    if (error instanceof SansangError || !isDiskFull(error)) throw error
    throw stateError(options.session.dir, error)
  }
}

async function start(options: EmbeddedOptions): Promise<EmbeddedTarget> {
  const { plan, session, tools, progress = () => {}, signal } = options
  const deployment = readDeployment(plan)
  const secrets = makeSecrets(deployment.processes)
  await using cleanup = new AsyncDisposableStack()
  progress('starting PostgreSQL and Toxiproxy')
  const [postgres, toxiproxy] = await Promise.all([
    (options.postgres ?? startPostgres({ dir: session.dir, session })).then((it) => cleanup.use(it)),
    startToxiproxy(session, tools.toxiproxy).then((it) => cleanup.use(it)),
  ])
  signal?.throwIfAborted()
  await createDatabases(postgres, deployment, secrets)
  const processes = [...deployment.processes, nationalPeers(plan.province.code, memberOf(deployment))]
  progress(`starting ${processes.length} processes`)
  const fleet = cleanup.use(
    await startFleet({ ...options, ...deployment, processes, secrets, postgres, toxiproxy }),
  )
  const owned = cleanup.move()
  const { workloads, routes } = fleet
  return {
    kind: 'embedded',
    endpoints: endpointsOf(workloads),
    rehearsalSecret: secrets({ name: 'identity-secrets', key: 'rehearsal-secret' }),
    postgres,
    workloads,
    logs: join(session.dir, 'logs'),
    ...faultActions({ workloads, routes, journal: session.faults }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function createDatabases(postgres: Postgres, deployment: Deployment, secrets: Secrets): Promise<void> {
  const planned = [...deployment.databases, NATIONAL.database]
  await Promise.all(
    planned.map(({ database: name, owner, secret }) =>
      postgres.createDatabase({ name, owner, password: secrets(secret) }),
    ),
  )
}

/** The province's member code, as the plan gives it to its systems. */
function memberOf({ processes }: Deployment): string {
  const values = processes.flatMap(({ env }) => env.filter(({ name }) => name === 'SANSANG_MEMBER'))
  const [member] = values.map(({ value }) => value)
  if (typeof member !== 'string') throw new Error('no planned workload has SANSANG_MEMBER')
  return member
}

function endpointsOf(workloads: ReadonlyMap<string, Workload>): Record<string, string> {
  return Object.fromEntries(
    [...workloads.values()].map(({ name, port }) => [name, `http://127.0.0.1:${port}`]),
  )
}
