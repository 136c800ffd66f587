// cli/ready.ts: one command from a province to a sealed GO or NO-GO.
import { resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { readStack } from '../infra/config.ts'
import type { Stack } from '../infra/stack.ts'
import { loadChecks } from '../readiness/criteria.ts'
import { writeRunFolder } from '../readiness/folder.ts'
import { givenKey, type SigningKey, sampleKey } from '../readiness/key.ts'
import { renderFiles } from '../readiness/report/render.ts'
import { sealRun } from '../readiness/seal.ts'
import { toolIdentity } from '../readiness/tool.ts'
import { loadWaivers } from '../readiness/waivers.ts'
import { EXIT, SansangError } from '../types/error.ts'
import type { Verdict } from '../types/finding.ts'
import type { Run, RunHeader } from '../types/run.ts'
import type { Command, Io } from './command.ts'
import { fromHere } from './from-here.ts'
import { dayJudged } from './ready/as-of.ts'
import { timestamp } from './ready/clock.ts'
import { type Collected, collect } from './ready/collect.ts'
import { type ReadyOptions, readOptions } from './ready/options.ts'
import { checkOutput } from './ready/output.ts'
import { partsFor, selectCriteria } from './ready/selection.ts'
import { summary } from './summary.ts'

const USAGE = `Usage: ./sansang ready <province> [--sample | --inventory DIR] [options]

Plans the province, starts its five systems, rehearses with them, judges every criterion and seals the answer: GO or NO-GO.

  --sample           a made-up inventory of every commune, marked synthetic; the verdict is then a rehearsal's
  --inventory DIR    the communes' files (./sansang collect template <province> --out DIR)
  --as-of DAY        the day judged, YYYY-MM-DD; default, and earliest: the stack's go-live date
  --profile P        quick (default, some two minutes) or full
  --only A,B         catalogues or criterion ids, such as platform,EQ-07; the verdict then says it covers no more
  --waivers FILE     waivers in force (docs/criteria.md, "Waivers")
  --key FILE         signing key, P-256 PEM; else SANSANG_SIGNING_KEY; else a sample key made for this run
  --out DIR          the run's folder; default runs/<province>-<time>
  --seed N           seed of --sample; default 2025
  --json             the verdict as one JSON document on standard output

Exit: 0 GO · 10 NO-GO · 64 misuse or bad configuration · 69 a prerequisite is missing · 70 internal failure · 130 interrupted

Example: ./sansang ready ho-chi-minh --sample
`

const CHECKS = fileURLToPath(new URL('../checks', import.meta.url))

function runId(slug: string, at: string): string {
  return `${slug}-${at.slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}`
}

function signingKey(options: ReadyOptions, io: Io): SigningKey {
  const given = givenKey(options.key, process.env)
  if (given !== undefined) return given
  io.err('  no signing key given: sealing with a sample key made for this run, which establishes no signer\n')
  return sampleKey()
}

type Asked = {
  readonly options: ReadyOptions
  readonly stack: Stack
  readonly asOf: string
  readonly header: Omit<RunHeader, 'notRun'>
  readonly checks: ReturnType<typeof loadChecks>
  readonly waivers: Run['waivers']
  readonly key: SigningKey
  readonly folder: string
}

/** A system that waits longer than planned may answer late where the planned one would fail: such a run judges something else. */
function refusePatience({ SANSANG_PATIENCE: times }: NodeJS.ProcessEnv): void {
  if (times === undefined || Number(times) === 1) return
  throw new SansangError('patient-systems', {
    message: `SANSANG_PATIENCE is ${times}: systems that wait longer than the plan says cannot be judged`,
    hint: 'unset SANSANG_PATIENCE, then run this again; it is for up, load and rehearse on a machine that stalls',
    where: 'SANSANG_PATIENCE',
  })
}

/** Everything that can be refused is refused before anything is started. */
function prepare(options: ReadyOptions, io: Io): Asked {
  const stack = readStack(options.province)
  const all = loadChecks(CHECKS)
  const criteria = selectCriteria(all.criteria, options.only)
  if (criteria.length === 0)
    throw new SansangError('no-criteria', {
      message: `${options.only.join(', ')} holds no criterion`,
      hint: 'leave --only out, or name another catalogue',
    })
  if ([...partsFor(criteria)].some((part) => part !== 'plan')) refusePatience(process.env)
  const asOf = dayJudged({ stack, asOf: options.asOf, sealed: true })
  const startedAt = timestamp()
  const id = runId(stack.slug, startedAt)
  const folder = resolve(options.out ?? `runs/${id}`)
  const header: Asked['header'] = {
    schema: 'sansang.run/1',
    runId: id,
    tool: toolIdentity(),
    province: { slug: stack.slug, code: stack.code, name: stack.name },
    asOf,
    target: 'embedded',
    referenceSystems: true,
    profile: options.profile,
    only: options.only,
    startedAt,
  }
  const waivers = options.waivers === undefined ? [] : loadWaivers(options.waivers)
  const key = signingKey(options, io)
  checkOutput(folder)
  return {
    options,
    stack,
    asOf,
    header,
    checks: { kinds: all.kinds, criteria: [...criteria] },
    waivers,
    key,
    folder,
  }
}

function assemble({ header, checks, waivers }: Asked, collected: Collected): Run {
  return {
    header: { ...header, notRun: collected.notRun },
    kinds: checks.kinds,
    criteria: checks.criteria,
    populations: collected.populations,
    waivers,
    evidence: collected.evidence,
    journal: collected.journal,
  }
}

function tell(verdict: Verdict, folder: string, options: ReadyOptions, io: Io): void {
  const shown = fromHere(folder)
  if (options.json) io.out(`${JSON.stringify(verdict)}\n`)
  else
    io.out(
      `${summary(verdict)}Run folder: ${shown}\nReport: ${shown}/report.html\nCheck it: ./sansang verify ${shown}\n`,
    )
}

export const command: Command = {
  usage: USAGE,
  run: async (args, io) => {
    const asked = prepare(readOptions('ready', args), io)
    const startedAt = performance.now()
    const collected = await collect({
      stack: asked.stack,
      options: asked.options,
      asOf: asked.asOf,
      kinds: asked.checks.kinds,
      parts: partsFor(asked.checks.criteria),
      io,
    })
    io.signal.throwIfAborted()
    const { verdict, files } = sealRun(assemble(asked, collected), asked.key, renderFiles)
    writeRunFolder(asked.folder, files)
    io.err(`  sealed after ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`)
    tell(verdict, asked.folder, asked.options, io)
    return verdict.outcome === 'GO' ? EXIT.ok : EXIT.noGo
  },
}
