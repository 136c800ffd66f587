// targets/fleet.ts: all processes of a province, each with its port, its environment and its neighbours' addresses.
import { join } from 'node:path'
import process from 'node:process'
import { stateFolder } from '../tools/state.ts'
import { SansangError } from '../types/error.ts'
import { type Addresses, rewriteUrls } from './addresses.ts'
import type { Deployment, PlannedWorkload } from './deployment.ts'
import { NATIONAL } from './national.ts'
import { freePort, isFree } from './port.ts'
import type { Postgres } from './postgres.ts'
import type { Secrets } from './secrets.ts'
import type { Session } from './session.ts'
import type { Route, Toxiproxy } from './toxiproxy.ts'
import { portInUse, startWorkload, type Workload } from './workload.ts'

export type Fleet = AsyncDisposable & {
  readonly workloads: ReadonlyMap<string, Workload>
  readonly routes: ReadonlyMap<string, Route>
}

export type FleetOptions = Pick<Deployment, 'processes' | 'services'> & {
  readonly session: Session
  readonly secrets: Secrets
  readonly postgres: Pick<Postgres, 'port'>
  readonly toxiproxy: Toxiproxy
  readonly signal?: AbortSignal
  /** A fixed port for a service, by name. */
  readonly ports?: Readonly<Record<string, number>>
}

const PORT_TRIES = 3

/** Starts them together and waits until each is ready; a port lost to somebody else means all ports anew. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  for (const [name, port] of Object.entries(options.ports ?? {})) await requireFree(name, port)
  for (let attempt = 1; ; attempt++)
    try {
      return await launch(options)
    } catch (error) {
      const lostRace = error instanceof SansangError && error.code === 'port-in-use'
      if (!lostRace || attempt >= PORT_TRIES) throw error
      options.session.event('ports-anew', { reason: error.message })
    }
}

async function requireFree(name: string, port: number): Promise<void> {
  if (!(await isFree(port))) throw portInUse(name, port)
}

async function launch(options: FleetOptions): Promise<Fleet> {
  const { session, processes, toxiproxy } = options
  const ports = await allocate(options)
  await using cleanup = new AsyncDisposableStack()
  const route = cleanup.use(await toxiproxy.route(NATIONAL.route, portOf(ports, NATIONAL.name)))
  const addresses = addressesOf(options, ports, route)
  const workloads = new Map<string, Workload>()
  // All at once: each needs a moment to end its requests in hand.
  cleanup.defer(async () => {
    await Promise.all([...workloads.values()].map((workload) => workload[Symbol.asyncDispose]()))
  })
  for (const planned of processes) {
    const port = portOf(ports, planned.name)
    const env = environment(planned, port, addresses, options.secrets)
    workloads.set(planned.name, await startWorkload({ session, planned, env, port }))
  }
  await allReady(workloads, options.signal)
  const owned = cleanup.move()
  return {
    workloads,
    routes: new Map([[route.name, route]]),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function allocate({ processes, ports = {} }: FleetOptions): Promise<Map<string, number>> {
  const taken = new Map(Object.entries(ports))
  const used = new Set(taken.values())
  for (const { name } of processes) {
    while (!taken.has(name)) {
      const port = await freePort()
      if (used.has(port)) continue
      used.add(port)
      taken.set(name, port)
    }
  }
  return taken
}

function portOf(ports: ReadonlyMap<string, number>, name: string): number {
  const port = ports.get(name)
  if (port === undefined) throw new Error(`no port was allocated for ${name}`)
  return port
}

/** A Service without a process of its own (the database's second one) is nobody's address. */
function addressesOf(
  { services, postgres }: FleetOptions,
  ports: ReadonlyMap<string, number>,
  route: Route,
): Addresses {
  const planned = services.flatMap(({ name, port }) => {
    const local = name === 'postgres' ? postgres.port : ports.get(name)
    return local === undefined ? [] : [[`${name}:${port}`, local] as const]
  })
  return new Map([...planned, [NATIONAL.address, route.port]])
}

function environment(
  { env }: PlannedWorkload,
  port: number,
  addresses: Addresses,
  secrets: Secrets,
): Record<string, string> {
  const planned = env.map(({ name, value }) => [
    name,
    typeof value === 'string' ? rewriteUrls(value, addresses) : secrets(value),
  ])
  return {
    // Compiled once, read by all nine processes and by the next run.
    NODE_COMPILE_CACHE: join(stateFolder(), 'compile-cache'),
    ...Object.fromEntries(planned),
    ...patience(),
    // A cluster's pod listens on every address of its own network; here that would be everybody's.
    HOST: '127.0.0.1',
    PORT: String(port),
  }
}

/** How well this machine keeps time is no part of a plan: whoever starts one here may say it. */
function patience(): Record<string, string> {
  const times = process.env['SANSANG_PATIENCE']
  return times === undefined ? {} : { PATIENCE: times }
}

async function allReady(workloads: ReadonlyMap<string, Workload>, signal?: AbortSignal): Promise<void> {
  const failed = new AbortController()
  const stop = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal])
  const waits = [...workloads.values()].map((workload) => workload.untilReady({ signal: stop, deathsMax: 0 }))
  try {
    await Promise.all(waits)
  } catch (error) {
    failed.abort(error)
    await Promise.allSettled(waits)
    throw error
  }
}
