// bench/ready.ts: how long the README's first command takes and how much memory, beside what it cannot be shorter than.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { RunRecord } from '../types/run.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const MINUTES_MAX = 20

type Figures = {
  readonly wallSeconds: number
  readonly phases: ReadonlyMap<string, number>
  readonly peakMiB: number
  /** Of the command and all it started; undefined where the system does not tell. */
  readonly processorSeconds: number | undefined
}

function launch(launcher: string, args: readonly string[], home: string | undefined): Promise<void> {
  const env = { ...process.env, ...(home === undefined ? {} : { SANSANG_HOME: home }) }
  return new Promise((done, fail) => {
    const child = execFile(
      launcher,
      [...args],
      { env, timeout: MINUTES_MAX * 60_000, maxBuffer: 2 ** 26 },
      (error) => (error === null ? done() : fail(error)),
    )
    child.stderr?.pipe(process.stderr)
  })
}

const TICKS_PER_SECOND = 100

/** Processor seconds of all children that have ended, theirs included (proc(5): cutime and cstime). */
async function childrenSeconds(): Promise<number | undefined> {
  const stat = await readFile('/proc/self/stat', 'utf8').catch(() => undefined)
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields === undefined ? undefined : (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND
}

/** One run of `ready --sample` from a checkout, read back from its own evidence. */
async function measure(checkout: string, home: string | undefined): Promise<Figures> {
  const out = join(await mkdtemp(join(tmpdir(), 'sansang-bench-')), 'run')
  const before = await childrenSeconds()
  const start = performance.now()
  await launch(join(checkout, 'sansang'), ['ready', 'ho-chi-minh', '--sample', '--out', out], home)
  const wallSeconds = (performance.now() - start) / 1000
  const after = await childrenSeconds()
  const records = (await readFile(join(out, 'evidence.jsonl'), 'utf8')).trim().split('\n')
  const journal = records
    .map((line) => JSON.parse(line) as RunRecord)
    .flatMap((record) => (record.type === 'journal' ? [record.value] : []))
  const phases = new Map(journal.filter((e) => e.event === 'done').map((e) => [e.phase, e.seconds ?? 0]))
  const peak = journal.find((e) => e.phase === 'memory' && e.event === 'peak')?.data?.['peakBytes']
  await rm(join(out, '..'), { recursive: true, force: true })
  return {
    wallSeconds,
    phases,
    peakMiB: typeof peak === 'number' ? peak / 2 ** 20 : Number.NaN,
    processorSeconds: before === undefined || after === undefined ? undefined : after - before,
  }
}

/** The peer: load and drills run for a set time on purpose; nothing else may add much to them. */
function report(name: string, figures: Figures, budgetSeconds: number): string {
  const { wallSeconds, phases, peakMiB, processorSeconds } = figures
  const floor = (phases.get('load') ?? 0) + (phases.get('drills') ?? 0)
  const parts = [...phases].map(([phase, seconds]) => `${phase} ${seconds.toFixed(1)}`).join(', ')
  return [
    `${name}: ${wallSeconds.toFixed(1)} s (budget ${budgetSeconds} s), ${(wallSeconds / floor).toFixed(2)} × the ${floor.toFixed(1)} s of load and drills, peak ${peakMiB.toFixed(0)} MiB (budget 2048)`,
    `  phases in s: ${parts}`,
    ...(processorSeconds === undefined ? [] : [`  processor: ${processorSeconds.toFixed(0)} s in all`]),
  ].join('\n')
}

async function cold(): Promise<Figures> {
  const work = await mkdtemp(join(tmpdir(), 'sansang-cold-'))
  try {
    await new Promise<void>((done, fail) =>
      execFile('git', ['clone', '--quiet', ROOT, join(work, 'checkout')], (error) =>
        error === null ? done() : fail(error),
      ),
    )
    return await measure(join(work, 'checkout'), join(work, 'home'))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

const lines = [
  `${cpus().length} processors, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}`,
]
if (process.argv.includes('--cold'))
  lines.push(report('first run, fresh clone, empty tool cache', await cold(), 600))
lines.push(report('second run', await measure(ROOT, undefined), 180))
process.stdout.write(`${lines.join('\n')}\n`)
