// cli/ready/live.ts: a running province with adapters and tokens in hand. Judges nothing.
import { planProvince } from '../../infra/plan.ts'
import { provinceFacts, type Stack } from '../../infra/stack.ts'
import { createAdapter as documents } from '../../systems/documents/adapter.ts'
import { createAdapter as exchange } from '../../systems/exchange/adapter.ts'
import { createAdapter as meetings } from '../../systems/meetings/adapter.ts'
import { createAdapter as procedures } from '../../systems/procedures/adapter.ts'
import { createAdapter as reporting } from '../../systems/reporting/adapter.ts'
import { type EmbeddedTarget, startEmbedded } from '../../targets/embedded.ts'
import type { Postgres } from '../../targets/postgres.ts'
import type { Session } from '../../targets/session.ts'
import { ensureTool } from '../../tools/setup.ts'
import type { Adapter, AdapterOptions } from '../../types/adapter.ts'
import { SansangError } from '../../types/error.ts'
import type { Plan } from '../../types/plan.ts'
import type { StartProcess } from '../../types/process.ts'
import type { ProvinceFacts } from '../../types/province.ts'
import { type Role, SYSTEMS, type SystemName } from '../../types/system.ts'
import type { Io } from '../command.ts'
import { rehearsalTokens } from './tokens.ts'

const ADAPTERS: Readonly<Record<SystemName, (options: AdapterOptions) => Adapter>> = {
  procedures,
  documents,
  meetings,
  reporting,
  exchange,
}

export type Live = {
  readonly target: EmbeddedTarget
  readonly facts: ProvinceFacts
  readonly adapters: Readonly<Record<SystemName, Adapter>>
  readonly token: (role: Role) => Promise<string>
  /** Starts a process in the run's session. */
  readonly start: StartProcess
  readonly dir: string
  readonly k6: string
}

export type LiveOptions = {
  readonly stack: Stack
  readonly plan: Plan | undefined
  readonly session: Session
  readonly io: Io
  /** A database server that is starting already. */
  readonly postgres?: Promise<Postgres>
}

/** Base URL of a service the target runs. */
export function endpoint(live: Pick<Live, 'target'>, name: string): string {
  const url = live.target.endpoints[name]
  if (url === undefined)
    throw new SansangError('endpoint-missing', {
      message: `the target runs no ${name}`,
      hint: './sansang plan <province> shows what the plan declares',
      exit: 'internal',
    })
  return url
}

/** Starts the planned province. The caller disposes `target` and then the session. */
export async function startLive({ stack, plan, session, io, postgres }: LiveOptions): Promise<Live> {
  const k6 = await ensureTool('k6', io)
  const toxiproxy = await ensureTool('toxiproxy', io)
  const target = await startEmbedded({
    plan: plan ?? (await planProvince(stack.slug)),
    session,
    tools: { toxiproxy },
    progress: (text) => io.err(`    ${text}\n`),
    signal: io.signal,
    ...(postgres !== undefined && { postgres }),
  })
  const facts = provinceFacts(stack)
  const token = rehearsalTokens(endpoint({ target }, 'identity'), target.rehearsalSecret)
  const options = (system: SystemName): AdapterOptions => ({
    baseUrl: endpoint({ target }, system),
    token,
    communes: facts.communes,
  })
  const adapters = Object.fromEntries(
    SYSTEMS.map((system) => [system, ADAPTERS[system](options(system))]),
  ) as Record<SystemName, Adapter>
  const start: StartProcess = async (process) => {
    const child = await session.spawn(process)
    return { pid: child.pid, exited: child.exited, stop: () => child.stop(), log: child.log }
  }
  return { target, facts, adapters, token, start, dir: session.dir, k6 }
}
