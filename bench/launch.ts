// bench/launch.ts: what the launcher adds to a start that is set up already, beside the same command under plain Node. Tests nothing.
import { spawn } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { stateFolder } from '../tools/state.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ROUNDS = 9
/** Issue's budget for what a second start may cost. */
const ADDED_SECONDS_MAX = 0.3

type Start = {
  readonly program: string
  readonly args: readonly string[]
  readonly cache: string | undefined
}

const MAIN = join(ROOT, 'cli/main.ts')
/** Where the launcher keeps it: given to Node as well, what is left between the two is the launcher's own. */
const CACHE = join(stateFolder(), 'compile-cache')
const LAUNCHED: Start = { program: join(ROOT, 'sansang'), args: ['help'], cache: CACHE }
const PLAIN: Start = { program: process.execPath, args: [MAIN, 'help'], cache: CACHE }
const UNCACHED: Start = { ...PLAIN, cache: undefined }

function seconds({ program, args, cache }: Start): Promise<number> {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env
  const start = performance.now()
  const child = spawn(program, args, {
    env: { ...env, ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', (code) => {
      if (code !== 0) return fail(new Error(`${program} ${args.join(' ')} ended with ${code}`))
      done((performance.now() - start) / 1000)
    })
  })
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

// The first start may still set up, and fills the cache.
await seconds(LAUNCHED)
const taken: Record<'launched' | 'plain' | 'uncached', number[]> = { launched: [], plain: [], uncached: [] }
// In turns, so that a busy moment meets all three.
for (let round = 0; round < ROUNDS; round += 1) {
  taken.launched.push(await seconds(LAUNCHED))
  taken.plain.push(await seconds(PLAIN))
  taken.uncached.push(await seconds(UNCACHED))
}
const [launched, plain, uncached] = [median(taken.launched), median(taken.plain), median(taken.uncached)]
const added = launched - plain
const load = loadavg()[0] ?? Number.NaN
process.stdout.write(
  [
    `${cpus().length} processors, load ${load.toFixed(1)}, Node ${process.version}, median of ${ROUNDS}`,
    `./sansang help: ${launched.toFixed(3)} s`,
    `node cli/main.ts help, with the launcher's compile cache: ${plain.toFixed(3)} s; without: ${uncached.toFixed(3)} s`,
    `the launcher: ${(launched / plain).toFixed(2)} × plain Node, ${added.toFixed(3)} s more` +
      ` (budget ${ADDED_SECONDS_MAX} s: ${added <= ADDED_SECONDS_MAX ? 'kept' : 'exceeded'})`,
    '',
  ].join('\n'),
)
