// cli/doctor.ts: says what this machine has and lacks, and ends what dead runs left behind. Installs nothing.
import { findPostgres } from '../targets/postgres-binaries.ts'
import type { SweepReport } from '../targets/sweep.ts'
import { sweep } from '../targets/sweep.ts'
import { sweepSetUps } from '../tools/lock.ts'
import { GIVES, type Probe, probeNeeded, probeOptional } from '../tools/probes.ts'
import { ask, formatVersion, parseVersion } from '../tools/version.ts'
import { EXIT, SansangError } from '../types/error.ts'
import { readArguments } from './arguments.ts'
import type { Command, Io } from './command.ts'

const USAGE = `Usage: ./sansang doctor [--json]

Lists every prerequisite, the version found and which tier or target gains by it. Then it ends what the sessions of
dead runs left behind: processes, injected faults, folders. Exit 0 when everything \`ready --sample\` needs is there,
else 69.

  --json    one JSON document on standard output

Example: ./sansang doctor
`

export const command: Command = {
  usage: USAGE,
  run,
}

async function run(args: readonly string[], io: Io): Promise<number> {
  const { json } = options(args)
  const [needed, postgres, optional, swept, setUps] = await Promise.all([
    probeNeeded(),
    probePostgres(),
    probeOptional(),
    sweep(),
    sweepSetUps(),
  ])
  const all = [...needed, postgres, ...optional]
  const ready = all.every(({ state }) => state !== 'missing')
  io.out(
    json
      ? `${JSON.stringify({ schema: 'sansang.doctor/1', ready, probes: all, sweep: { ...swept, setUpProcesses: setUps } }, null, 2)}\n`
      : page(all, leftovers(swept, setUps), ready),
  )
  if (swept.swept.some(({ survivors }) => survivors.length > 0)) return EXIT.internal
  return ready ? EXIT.ok : EXIT.prerequisite
}

function options(args: readonly string[]): { json: boolean } {
  const json = { type: 'boolean', default: false } as const
  return readArguments('doctor', { args: [...args], options: { json } }).values
}

async function probePostgres(): Promise<Probe> {
  const base = { name: 'PostgreSQL', needed: '18.x', gives: 'embedded' } as const
  try {
    const { postgres } = await findPostgres()
    const version = parseVersion((await ask(postgres, ['--version'])).text)
    if (version !== undefined)
      return { ...base, state: 'ok', found: formatVersion(version).replace(/\.0$/, '') }
    return {
      ...base,
      state: 'missing',
      found: `${postgres} does not start`,
      wayOut: 'rm -r node_modules, then run this again',
    }
  } catch (error) {
    if (!(error instanceof SansangError)) throw error
    return { ...base, state: 'missing', found: error.message, wayOut: error.hint }
  }
}

const SIGN: Record<Probe['state'], string> = {
  ok: 'ok',
  'to-build': 'to build',
  missing: 'MISSING',
  absent: '-',
}

/** The page for people: a row a prerequisite, what the last column means, ways out, what the sweep did. */
export function page(probes: readonly Probe[], left: readonly string[], ready: boolean): string {
  const rows = probes.map(({ state, name, found, needed, gives }) => [
    SIGN[state],
    name,
    found ?? 'not found',
    needed,
    gives,
  ])
  const legend = Object.entries(GIVES).map(([name, text]) => `  ${name}: ${text}`)
  const ways = probes
    .filter(({ state, wayOut }) => (state === 'missing' || state === 'absent') && wayOut !== undefined)
    .map(({ name, state, wayOut }) => `  ${name}${state === 'missing' ? ' (needed)' : ''}: ${wayOut}`)
  return [
    ...table([['', 'what', 'found', 'needed', 'for'], ...rows]),
    '',
    ...legend,
    '',
    ...(ways.length > 0 ? ['To get what is not there:', ...ways, ''] : []),
    ...left,
    ready
      ? 'Everything `./sansang ready <province> --sample` needs is there.'
      : 'Something `./sansang ready <province> --sample` needs is missing: see MISSING above.',
    '',
  ].join('\n')
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** What the sweeps did, in words. */
export function leftovers({ swept, live, foreign }: SweepReport, setUps: number): string[] {
  const lines = swept.flatMap(({ id, command, ended, survivors, faults }) => [
    `Session ${id} (${command === '' ? 'unknown command' : command}) had lost its owner:`,
    `  ended ${ended.length} processes${ended.length > 0 ? `: ${ended.map(({ pid, name }) => `${name} ${pid}`).join(', ')}` : ''}`,
    ...(faults.length > 0 ? [`  healed ${faults.length} injected faults with them`] : []),
    ...(survivors.length > 0 ? [`  STILL THERE after KILL: ${survivors.join(', ')}`] : []),
  ])
  if (setUps > 0) lines.push(`Ended ${setUps} processes of a set-up that had lost its owner.`)
  if (swept.length === 0 && setUps === 0) lines.push('No dead session: nothing was left behind.')
  if (live.length > 0) lines.push(`Live sessions, left alone: ${live.join(', ')}`)
  if (foreign.length > 0) lines.push(`Sessions of another container, left alone: ${foreign.join(', ')}`)
  return [...lines, '']
}
