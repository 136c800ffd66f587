// cli/up.ts: runs a province's platform on this machine until told to stop. Judges nothing.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listStacks, readStack } from '../infra/config.ts'
import { provinceFacts } from '../infra/stack.ts'
import { loadProfile, readObjectives } from '../readiness/load/profile.ts'
import { type EmbeddedTarget, startEmbedded } from '../targets/embedded.ts'
import { openSession } from '../targets/session.ts'
import { sweep } from '../targets/sweep.ts'
import { ensureTool } from '../tools/setup.ts'
import { EXIT } from '../types/error.ts'
import { ROLES } from '../types/system.ts'
import { misuse, readArguments } from './arguments.ts'
import type { Command, Io } from './command.ts'
import { leftovers } from './doctor.ts'

const USAGE = `Usage: ./sansang up <province> [--port N] [--json]

Starts what the province's plan says as processes on this machine (PostgreSQL 18, identity, the five systems, the
gateway) and the national peers, on 127.0.0.1. Stays in the foreground until Ctrl-C, or until
\`./sansang down <province>\` from another terminal; then everything is stopped and its data removed (exit 130).

  --port N  the gateway's port; a free one otherwise
  --json    one JSON document on standard output once everything is ready

Example: ./sansang up ho-chi-minh
`

export const command: Command = {
  usage: USAGE,
  run,
}

async function run(args: readonly string[], io: Io): Promise<number> {
  const { province, port, json } = options(args)
  readStack(province)
  const swept = await sweep()
  if (swept.swept.length > 0) io.err(leftovers(swept, 0).join('\n'))
  const toxiproxy = await ensureTool('toxiproxy', io)
  // Pulumi takes half a second to load; a misuse is answered without it.
  const { planProvince } = await import('../infra/plan.ts')
  const plan = await planProvince(province)
  const startedAt = performance.now()
  await using session = await openSession(`up ${province}`)
  await using target = await startEmbedded({
    plan,
    session,
    tools: { toxiproxy },
    progress: (line) => io.err(`sansang: ${line}\n`),
    signal: io.signal,
    ...(port === undefined ? {} : { ports: { gateway: port } }),
  })
  const seconds = (performance.now() - startedAt) / 1000
  const profile = await writeLoadProfile(join(session.dir, 'load-profile.json'), province, target)
  const up = { province, name: plan.province.name, session: session.id, target, seconds, profile }
  io.out(json ? document(up) : page(up))
  await aborted(io.signal)
  io.err('sansang: stopping\n')
  return EXIT.interrupted
}

type Options = { province: string; port: number | undefined; json: boolean }

function options(args: readonly string[]): Options {
  const { values, positionals } = readArguments('up', {
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, port: { type: 'string' } },
  })
  const [province, ...more] = positionals
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && (!Number.isInteger(port) || port < 1 || port > 65_535))
    throw misuse(`--port takes a number from 1 to 65535, not "${values.port}"`, './sansang up --help')
  if (province !== undefined && more.length === 0) return { province, port, json: values.json }
  throw misuse('up takes one province', `./sansang up <province>; there are ${listStacks().join(', ')}`)
}

async function aborted(signal: AbortSignal): Promise<void> {
  // A timer keeps the process alive: listening for a signal alone does not.
  const alive = setInterval(() => {}, 60_000)
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  clearInterval(alive)
}

type Up = {
  readonly province: string
  readonly name: string
  readonly session: string
  readonly target: EmbeddedTarget
  readonly seconds: number
  /** The load profile's file. */
  readonly profile: string
}

/** What a bare `k6 run` of a load script needs; it carries the rehearsal clients' secret. */
async function writeLoadProfile(path: string, province: string, target: EmbeddedTarget): Promise<string> {
  const { endpoints, rehearsalSecret } = target
  const profile = loadProfile({
    facts: provinceFacts(readStack(province)),
    objectives: await readObjectives(),
    endpoints,
    rehearsalSecret,
    durationSeconds: 30,
    runId: 'bare',
  })
  await writeFile(path, JSON.stringify(profile), { mode: 0o600 })
  return path
}

function page({ name, target, seconds, profile }: Up): string {
  const { endpoints, rehearsalSecret, logs } = target
  const rows = Object.entries(endpoints).map(([service, url]) => `  ${service.padEnd(12)} ${url}`)
  return [
    `${name} is up after ${seconds.toFixed(1)} s, on this machine only:`,
    ...rows,
    '',
    '"national" stands for the national portal, document axis and report platform; it is not part of the plan.',
    `Logs: ${logs}`,
    '',
    `A token for a role (${ROLES.join(', ')}):`,
    `  curl -s ${endpoints['identity']}/token -u rehearsal-officer:${rehearsalSecret} \\`,
    '    -d grant_type=client_credentials -d resource=urn:sansang:systems',
    '',
    'A load script under bare k6:',
    `  SANSANG_LOAD=${profile} k6 run --no-usage-report loadtests/01-procedures.ts`,
    '',
    'Ctrl-C stops everything and removes its data.',
    '',
  ].join('\n')
}

function document({ province, session, target, seconds, profile }: Up): string {
  const { endpoints, rehearsalSecret, logs } = target
  const value = {
    schema: 'sansang.up/1',
    province,
    session,
    seconds,
    endpoints,
    rehearsalSecret,
    logs,
    loadProfile: profile,
  }
  return `${JSON.stringify(value)}\n`
}
