// cli/main.ts: finds the command, runs it, and turns whatever it throws into one message and one exit code.
import process from 'node:process'
import { nearest } from '../infra/nearest.ts'
import { toolIdentity } from '../readiness/tool.ts'
import { visible } from '../readiness/visible.ts'
import { EXIT, SansangError } from '../types/error.ts'
import type { Command, Io } from './command.ts'
import { faultLines } from './fault-lines.ts'

type Entry = {
  /** One line for the list of commands. */
  readonly summary: string
  readonly load: () => Promise<{ command: Command }>
}

/** Commands load when called: `plan` must not pay for `ready`'s imports, nor the list of commands for any. */
const COMMANDS: Readonly<Record<string, Entry>> = {
  ready: {
    summary: 'one command from a province to a sealed GO or NO-GO',
    load: () => import('./ready.ts'),
  },
  plan: {
    summary: 'what a province’s platform will be, as a page, as YAML, or as changes',
    load: () => import('./plan.ts'),
  },
  stacks: {
    summary: 'the stack files of the 34 provinces: list, generate, check',
    load: () => import('./stacks.ts'),
  },
  up: {
    summary: 'run a province’s platform here until Ctrl-C',
    load: () => import('./up.ts'),
  },
  down: {
    summary: 'end what `up` runs in another terminal',
    load: () => import('./down.ts'),
  },
  check: {
    summary: 'judge the plan and the inventory, without starting anything',
    load: () => import('./check.ts'),
  },
  load: {
    summary: 'run load scripts against the reference systems',
    load: () => import('./load.ts'),
  },
  rehearse: {
    summary: 'run drills: fault, heal, reconcile',
    load: () => import('./rehearse.ts'),
  },
  collect: {
    summary: 'hand out, make up and check the communes’ inventory files',
    load: () => import('./collect.ts'),
  },
  report: {
    summary: 'show a finished run again',
    load: () => import('./report.ts'),
  },
  verify: {
    summary: 'check a run folder byte for byte and judge its evidence again',
    load: () => import('./verify.ts'),
  },
  doctor: {
    summary: 'what this machine has, and what dead runs left',
    load: () => import('./doctor.ts'),
  },
  test: {
    summary: 'format, lint, types and every test; one closing line',
    load: () => import('./test.ts'),
  },
}

function help(io: Io): number {
  const lines = [
    'sansang: may a province’s five shared systems go live?',
    '',
    'Usage: ./sansang <command> [arguments]',
    '',
  ]
  for (const [name, { summary }] of Object.entries(COMMANDS)) lines.push(`  ${name.padEnd(10)} ${summary}`)
  io.out(
    [
      ...lines,
      '',
      './sansang <command> --help says more about one of them; ./sansang --version which sansang this is.',
      '',
    ].join('\n'),
  )
  return EXIT.ok
}

/** What a bug report and an auditor ask for: the version and the revision that a run's header names too. */
function version(io: Io): number {
  const { name, version, revision } = toolIdentity()
  io.out(`${name} ${version} (revision ${revision})\n`)
  return EXIT.ok
}

/** Runs one command line. Returns the exit code; never throws. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  // `help ready` is how people ask for `ready --help`.
  const asked = argv[0] === 'help' && argv.length === 2 ? [...argv.slice(1), '--help'] : argv
  const [name = 'help', ...args] = asked
  try {
    if (name === 'help' || name === '--help' || name === '-h') return help(io)
    if (name === 'version' || name === '--version' || name === '-v') return version(io)
    const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (entry === undefined) throw unknownCommand(name)
    const { command } = await entry.load()
    if (args.includes('--help') || args.includes('-h')) {
      io.out(command.usage)
      return EXIT.ok
    }
    return await command.run(args, io)
  } catch (error) {
    return explain(error, io)
  }
}

function unknownCommand(name: string): SansangError {
  const names = Object.keys(COMMANDS)
  const near = nearest(name, names)
  return new SansangError('unknown-command', {
    message: `there is no command "${name}"`,
    hint: `${near === undefined ? '' : `did you mean ${near}? `}./sansang help lists the commands: ${names.join(', ')}`,
  })
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
  // Messages quote files that others wrote.
  const say = (text: string) => io.err(`${visible(text)}\n`)
  say(`sansang: ${error.message} [${error.code}]`)
  if (error.where !== undefined) say(`  where: ${error.where}`)
  for (const line of faultLines(error.faults)) say(`  - ${line}`)
  say(`  next: ${error.hint}`)
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
    // What parseArgs says is the message already, with more words.
    if (!cause.message.startsWith(error.message)) say(`  cause: ${cause.message}`)
  return error.exit
}

/**
 * A reader who has gone (`| head`, a closed terminal) must not end the run before it has cleaned up; any other fault of
 * standard output means that the result did not arrive, and says so.
 */
function guardStreams(): void {
  const GONE = ['EPIPE', 'EIO']
  const code = (error: Error): string => ('code' in error ? String(error.code) : error.message)
  process.stderr.on('error', () => {})
  process.stdout.on('error', (error) => {
    if (GONE.includes(code(error))) return
    process.stderr.write(`sansang: standard output cannot be written: ${code(error)} [output-not-written]\n`)
    process.once('exit', () => {
      process.exitCode = EXIT.prerequisite
    })
  })
}

if (import.meta.main) {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort())
  guardStreams()
  const io: Io = {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    terminal: process.stderr.isTTY === true && process.env['NO_COLOR'] === undefined,
    signal: stop.signal,
  }
  process.exitCode = await main(process.argv.slice(2), io)
}
