// cli/test.ts: runs everything that can say the repository is right, in order, and counts it. Holds no test.
import { spawn } from 'node:child_process'
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { MARKER } from '../targets/process-table.ts'
import { openSession, REPOSITORY } from '../targets/session.ts'
import { sweep } from '../targets/sweep.ts'
import { ensureDefinitions, findDefinitions } from '../tools/kube/definitions.ts'
import { endMarked } from '../tools/orphans.ts'
import { ensurePatroni, findPatroni } from '../tools/patroni/environment.ts'
import { duration } from '../tools/progress.ts'
import { ensureTool, findTool, type ToolName } from '../tools/setup.ts'
import { EXIT, SansangError } from '../types/error.ts'
import { readArguments } from './arguments.ts'
import type { Command, Io } from './command.ts'
import { countLeftovers } from './leftovers.ts'
import { add, type Counts, closingLine, countReport, foundNoFile, NONE } from './test-count.ts'

const TIERS = ['static', 'unit', 'db', 'system', 'cluster'] as const
type Tier = (typeof TIERS)[number]

/** Tiers named in docs/testing.md whose targets this version does not have. */
const NOT_HERE = [['container', 'the containers target is not in this version']] as const

const USAGE = `Usage: ./sansang test [--tier static,unit,db,system,cluster] [file ...]

Runs, in order: static (format, lint, type check), then the tests of the tiers unit (needs nothing), db (PostgreSQL),
system (processes, k6, Toxiproxy) and cluster (a real kube-apiserver, and Patroni). The last line is "N passed, N failed, N skipped";
exit 0 only if nothing failed and something passed, else 10.

  --tier LIST   only these tiers. Without it: all, but cluster only where its tools are there already, since building
                them takes minutes; asked for, it builds them
  file ...      only test files whose path contains one of these; then static runs only if asked for

Example: ./sansang test --tier unit readiness/
`

export const command: Command = {
  usage: USAGE,
  run,
}

async function run(args: readonly string[], io: Io): Promise<number> {
  const { asked, files } = options(args)
  const tiers = asked ?? (await usualTiers(files))
  for (const tier of tiers) await prepare(tier, io)
  const total = await runAll(tiers, files, io)
  for (const tier of TIERS.filter((name) => !tiers.includes(name)))
    io.err(`not run: ${tier}: ${asked === undefined ? NOT_USUAL[tier] : 'not asked for'}\n`)
  for (const [tier, reason] of NOT_HERE) io.err(`not run: ${tier}: ${reason}\n`)
  io.out(`${closingLine(total)}\n`)
  return total.failed === 0 && total.passed > 0 ? EXIT.ok : EXIT.noGo
}

/** What a tier needs built before it starts: a test would build in silence, and time it. */
async function prepare(tier: Tier, io: Io): Promise<void> {
  for (const tool of TOOLS_OF[tier]) io.err(`sansang: ${tool}: ${await ensureTool(tool, io)}\n`)
  if (tier !== 'cluster') return
  io.err(`sansang: resource definitions: ${await ensureDefinitions(io)}\n`)
  io.err(`sansang: Patroni: ${(await ensurePatroni(io)).packages}\n`)
}

const TOOLS_OF: Readonly<Record<Tier, readonly ToolName[]>> = {
  static: [],
  unit: [],
  db: [],
  system: ['k6', 'toxiproxy'],
  cluster: ['etcd', 'kube-apiserver'],
}

async function usualTiers(files: readonly string[]): Promise<readonly Tier[]> {
  const found = await Promise.all([...TOOLS_OF.cluster.map(findTool), findDefinitions(), findPatroni()])
  const here = !found.includes(undefined)
  return TIERS.filter((tier) => (tier === 'static' ? files.length === 0 : tier !== 'cluster' || here))
}

const NOT_USUAL: Readonly<Partial<Record<Tier, string>>> = {
  static: 'files were named',
  cluster: 'its tools are not built yet; --tier cluster builds them (about 8 minutes, once)',
}

async function runAll(tiers: readonly Tier[], files: readonly string[], io: Io): Promise<Counts> {
  await using session = await openSession('test')
  const { FORCE_COLOR: _, ...inherited } = process.env
  const colours = io.terminal ? {} : { NO_COLOR: '1' }
  const runner: Runner = { io, environment: { ...inherited, ...colours, [MARKER]: session.id } }
  let total = NONE
  try {
    for (const tier of tiers)
      total = add(total, tier === 'static' ? await runStatic(runner) : await runTier(runner, tier, files))
    return add(total, await countLeftovers(MARKER, session.id, io))
  } finally {
    // Interrupted tests could not tidy up: what they started themselves, and the sessions they had opened.
    await endMarked(MARKER, session.id)
    if (io.signal.aborted) await sweep()
  }
}

/** The tiers asked for, in their order; undefined when it was left to us. */
function options(args: readonly string[]): { asked: readonly Tier[] | undefined; files: readonly string[] } {
  const { values, positionals: files } = readArguments('test', {
    args: [...args],
    allowPositionals: true,
    options: { tier: { type: 'string' } },
  })
  if (values.tier === undefined) return { asked: undefined, files }
  const asked = values.tier.split(',')
  const unknown = asked.filter((name) => !TIERS.some((tier) => tier === name))
  if (unknown.length > 0)
    throw new SansangError('unknown-tier', {
      message: `there is no test tier ${unknown.join(', ')}`,
      hint: `the tiers are ${TIERS.join(', ')}`,
    })
  return { asked: TIERS.filter((tier) => asked.includes(tier)), files }
}

type Runner = { readonly io: Io; readonly environment: NodeJS.ProcessEnv }

const BIOME = 'node_modules/@biomejs/biome/bin/biome'
const STATIC: readonly (readonly [name: string, ...command: string[]])[] = [
  ['format', BIOME, 'ci', '--linter-enabled=false', '--assist-enabled=false', '.'],
  ['lint', BIOME, 'ci', '--formatter-enabled=false', '--error-on-warnings', '.'],
  ['types', 'node_modules/typescript/bin/tsc', '--noEmit'],
]

async function runStatic(runner: Runner): Promise<Counts> {
  let failed = 0
  for (const [name, ...args] of STATIC) {
    const startedAt = performance.now()
    const colours = runner.io.terminal || name === 'types' ? [] : ['--colors=off']
    const code = await runNode(runner, [...args, ...colours], {})
    if (code !== 0) failed += 1
    runner.io.err(
      `${code === 0 ? 'ok' : 'FAILED'}: ${name} (${duration((performance.now() - startedAt) / 1000)})\n`,
    )
  }
  return { passed: STATIC.length - failed, failed, skipped: 0 }
}

async function runTier(
  runner: Runner,
  tier: Exclude<Tier, 'static'>,
  files: readonly string[],
): Promise<Counts> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sansang-test-'))
  const report = join(folder.path, 'report.json')
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json']
  const startedAt = performance.now()
  const code = await runNode(runner, [...args, `--outputFile.json=${report}`, ...files], {
    SANSANG_TIERS: tier,
  })
  const text = await readFile(report, 'utf8').catch(() => undefined)
  // Asked for by name, a file is of one tier; that the others have none is no failure. That none has any is.
  if (files.length > 0 && foundNoFile(text)) return NONE
  const counts = countReport(text, code)
  const took = duration((performance.now() - startedAt) / 1000)
  runner.io.err(`${counts.failed === 0 ? 'ok' : 'FAILED'}: ${tier} tier, ${closingLine(counts)} (${took})\n`)
  return counts
}

/** Runs a script of node_modules; its output goes to standard error. An abort ends it; its children carry the mark. */
function runNode(
  runner: Runner,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const { signal } = runner.io
  signal.throwIfAborted()
  const child = spawn(process.execPath, args, {
    cwd: REPOSITORY,
    env: { ...runner.environment, ...environment },
    stdio: ['ignore', 2, 2],
    detached: true,
  })
  const stop = () => void child.kill('SIGTERM')
  signal.addEventListener('abort', stop, { once: true })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      signal.removeEventListener('abort', stop)
      if (signal.aborted) reject(signal.reason)
      else resolve(code ?? EXIT.internal)
    })
  })
}
