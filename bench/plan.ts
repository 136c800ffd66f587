// bench/plan.ts: how long plans take and how much memory, for the smallest and the largest province and for all, in fresh processes.
import { spawn } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
const RUNS = 3
/** Issue's budgets for all 34. */
const SECONDS_MAX = 10
const MIB_MAX = 1024

type Figures = { readonly seconds: number; readonly cpuSeconds: number; readonly peakMiB: number }

/** Told by the measured process itself, on a pipe of its own: its processor time and its largest resident set. */
const TELL = `process.on('exit', () => { const u = process.resourceUsage(); require('node:fs').writeSync(3, JSON.stringify([(u.userCPUTime + u.systemCPUTime) / 1e6, u.maxRSS / 1024])) })`

function measure(args: readonly string[]): Promise<Figures> {
  const start = performance.now()
  const node = [
    '--import',
    `data:text/javascript,import{createRequire}from'node:module';const require=createRequire('file:///');${encodeURIComponent(TELL)}`,
  ]
  const child = spawn(process.execPath, [...node, MAIN, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  })
  let told = ''
  child.stdio[3]?.on('data', (chunk) => {
    told += String(chunk)
  })
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', (code) => {
      if (code !== 0) return fail(new Error(`${args.join(' ')} ended with ${code}`))
      const [cpuSeconds = Number.NaN, peakMiB = Number.NaN] = JSON.parse(told) as number[]
      done({ seconds: (performance.now() - start) / 1000, cpuSeconds, peakMiB })
    })
  })
}

/** The run in the middle by wall time. */
async function median(args: readonly string[]): Promise<Figures> {
  const runs: Figures[] = []
  for (let run = 0; run < RUNS; run += 1) runs.push(await measure(args))
  const middle = runs.sort((a, b) => a.seconds - b.seconds)[Math.floor(RUNS / 2)]
  if (middle === undefined) throw new Error('nothing was measured')
  return middle
}

function line(what: string, { seconds, cpuSeconds, peakMiB }: Figures, more = ''): string {
  return `${what}: ${seconds.toFixed(2)} s, of them ${cpuSeconds.toFixed(2)} s processor; peak ${peakMiB.toFixed(0)} MiB${more}`
}

const help = await median(['help'])
const large = await median(['plan', 'ho-chi-minh', '--json'])
const small = await median(['plan', 'lai-chau', '--json'])
const all = await median(['plan', '--all', '--json'])
const within = all.seconds <= SECONDS_MAX && all.peakMiB <= MIB_MAX
const load = loadavg()[0] ?? Number.NaN
process.stdout.write(
  [
    `${cpus().length} processors, load ${load.toFixed(1)}, Node ${process.version}, median of ${RUNS}`,
    line('listing the commands', help),
    line(
      'plan ho-chi-minh, 168 communes',
      large,
      ` (budget 2 s; ${(large.seconds / help.seconds).toFixed(2)} × listing)`,
    ),
    line('plan lai-chau, 38 communes', small),
    `large over small, in processor time: ${(large.cpuSeconds / small.cpuSeconds).toFixed(2)} for ${(168 / 38).toFixed(2)} times the communes`,
    line(
      'plan --all, 34 plans',
      all,
      ` (budget ${SECONDS_MAX} s and ${MIB_MAX} MiB: ${within ? 'kept' : 'exceeded'})`,
    ),
    '',
  ].join('\n'),
)
