// cli/up.ts: runs a province's platform on this machine until told to stop. Judges nothing.
import { parseArgs } from 'node:util'
import { listStacks, readStack } from '../infra/config.ts'
import { type EmbeddedTarget, startEmbedded } from '../targets/embedded.ts'
import { openSession } from '../targets/session.ts'
import { sweep } from '../targets/sweep.ts'
import { ensureTool } from '../tools/setup.ts'
import { EXIT, SansangError } from '../types/error.ts'
import { ROLES } from '../types/system.ts'
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
  summary: 'run a province’s platform here until Ctrl-C',
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
  io.out(json ? document(province, session.id, target, seconds) : page(plan.province.name, target, seconds))
  await aborted(io.signal)
  io.err('sansang: stopping\n')
  return EXIT.interrupted
}

type Options = { province: string; port: number | undefined; json: boolean }

function options(args: readonly string[]): Options {
  const { values, positionals } = parse(args)
  const [province, ...more] = positionals
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && (!Number.isInteger(port) || port < 1 || port > 65_535))
    throw new SansangError('misuse', {
      message: `--port takes a number from 1 to 65535, not "${values.port}"`,
      hint: './sansang up --help',
    })
  if (province !== undefined && more.length === 0) return { province, port, json: values.json }
  throw new SansangError('misuse', {
    message: 'up takes one province',
    hint: `./sansang up <province>; there are ${listStacks().join(', ')}`,
  })
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, port: { type: 'string' } },
    })
  } catch (cause) {
    throw new SansangError('misuse', {
      message: 'up takes a province, --port and --json',
      hint: './sansang up --help',
      cause,
    })
  }
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

function page(name: string, target: EmbeddedTarget, seconds: number): string {
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
    'Ctrl-C stops everything and removes its data.',
    '',
  ].join('\n')
}

function document(province: string, session: string, target: EmbeddedTarget, seconds: number): string {
  const { endpoints, rehearsalSecret, logs } = target
  const value = { schema: 'sansang.up/1', province, session, seconds, endpoints, rehearsalSecret, logs }
  return `${JSON.stringify(value)}\n`
}
