// cli/main.ts: finds the command, runs it, and turns whatever it throws into one message and one exit code.
import process from 'node:process'
import { EXIT, SansangError } from '../types/error.ts'
import type { Command, Io } from './command.ts'

/** Commands load when called: `plan` must not pay for `ready`'s imports. */
const COMMANDS: Record<string, () => Promise<{ command: Command }>> = {
  ready: () => import('./ready.ts'),
  plan: () => import('./plan.ts'),
  stacks: () => import('./stacks.ts'),
  up: () => import('./up.ts'),
  down: () => import('./down.ts'),
  check: () => import('./check.ts'),
  load: () => import('./load.ts'),
  rehearse: () => import('./rehearse.ts'),
  collect: () => import('./collect.ts'),
  report: () => import('./report.ts'),
  verify: () => import('./verify.ts'),
  doctor: () => import('./doctor.ts'),
  test: () => import('./test.ts'),
}

async function help(io: Io): Promise<number> {
  const lines = [
    'sansang: may a province’s five shared systems go live?',
    '',
    'Usage: ./sansang <command> [arguments]',
    '',
  ]
  for (const [name, load] of Object.entries(COMMANDS)) {
    const { command } = await load()
    lines.push(`  ${name.padEnd(10)} ${command.summary}`)
  }
  io.out([...lines, '', './sansang <command> --help says more about one of them.', ''].join('\n'))
  return EXIT.ok
}

/** Runs one command line. Returns the exit code; never throws. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const [name = 'help', ...args] = argv
  try {
    if (name === 'help' || name === '--help' || name === '-h') return await help(io)
    const load = COMMANDS[name]
    if (load === undefined)
      throw new SansangError('unknown-command', {
        message: `there is no command "${name}"`,
        hint: `./sansang help lists the commands: ${Object.keys(COMMANDS).join(', ')}`,
      })
    const { command } = await load()
    if (args.includes('--help') || args.includes('-h')) {
      io.out(command.usage)
      return EXIT.ok
    }
    return await command.run(args, io)
  } catch (error) {
    return explain(error, io)
  }
}

/** Prints an error with place and way out; a stack only for what nobody expected. */
export function explain(error: unknown, io: Io): number {
  if (io.signal.aborted) {
    io.err('sansang: interrupted; everything this run started has been stopped\n')
    return EXIT.interrupted
  }
  if (!(error instanceof SansangError)) {
    io.err(
      `sansang: internal failure: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    io.err('  next: ./sansang doctor, then report this with the lines above\n')
    return EXIT.internal
  }
  io.err(`sansang: ${error.message} [${error.code}]\n`)
  if (error.where !== undefined) io.err(`  where: ${error.where}\n`)
  for (const fault of error.faults) io.err(`  - ${fault.where}: ${fault.message}\n`)
  io.err(`  next: ${error.hint}\n`)
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
    io.err(`  cause: ${cause.message}\n`)
  return error.exit
}

if (import.meta.main) {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const io: Io = {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    terminal: process.stderr.isTTY === true && process.env['NO_COLOR'] === undefined,
    signal: stop.signal,
  }
  process.exitCode = await main(process.argv.slice(2), io)
}
