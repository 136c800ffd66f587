// cli/load.ts: runs k6 scripts against a province started for them, and says whether they held.
import { readStack } from '../infra/config.ts'
import { readObjectives } from '../readiness/load/profile.ts'
import { EXIT } from '../types/error.ts'
import type { LoadResult, ScriptName } from '../types/load.ts'
import type { Command } from './command.ts'
import { runLoads, SCRIPT_NAMES } from './ready/measure.ts'
import { readOptions, requireKnown } from './ready/options.ts'
import { withLive } from './ready/with-live.ts'

const USAGE = `Usage: ./sansang load <province> [script …] [--profile quick|full] [--json]

Starts the province, runs the named k6 scripts (all when none is named) and prints their figures.

Scripts: ${SCRIPT_NAMES.join(', ')}

Exit: 0 every objective held · 10 one did not · 64, 69, 70, 130 as for ready

Example: ./sansang load ho-chi-minh procedures joint
`

function line(result: LoadResult): string {
  const { script, requests, failedShare, droppedIterations, p50Ms, p95Ms, p99Ms, ratePerSecond } = result
  const figures = [
    script.padEnd(11),
    requests,
    ratePerSecond.toFixed(1),
    `${(failedShare * 100).toFixed(2)} %`,
    droppedIterations,
  ]
  const times = [p50Ms, p95Ms, p99Ms].map((ms) => ms.toFixed(0))
  return [...figures, ...times].map((cell) => String(cell).padStart(9)).join(' ')
}

const HEAD = ['script     ', 'requests', 'a second', 'failed', 'dropped', 'p50 ms', 'p95 ms', 'p99 ms']
  .map((cell) => cell.padStart(9))
  .join(' ')

/** Objectives that did not hold, in words. */
function broken({ script, thresholdsFailed, droppedIterations }: LoadResult): string[] {
  const dropped = droppedIterations > 0 ? [`${script}: ${droppedIterations} iterations dropped`] : []
  return [...thresholdsFailed.map((limit) => `${script}: ${limit} was crossed`), ...dropped]
}

export const command: Command = {
  usage: USAGE,
  run: async (args, io) => {
    const options = readOptions('load', args)
    requireKnown('load script', options.names, SCRIPT_NAMES)
    const stack = readStack(options.province)
    const scripts = options.names.length === 0 ? SCRIPT_NAMES : (options.names as ScriptName[])
    const { results } = await withLive({ command: 'load', stack, io }, async (live, phases) =>
      runLoads({ live, objectives: await readObjectives(), profile: options.profile, phases, io }, scripts),
    )
    const faults = results.flatMap(broken)
    if (options.json)
      io.out(
        `${JSON.stringify({ schema: 'sansang.load/1', results: results.map(({ ledger: _, ...figures }) => figures) })}\n`,
      )
    else io.out(`${[HEAD, ...results.map(line), ...faults.map((fault) => `  ✕ ${fault}`)].join('\n')}\n`)
    return faults.length === 0 ? EXIT.ok : EXIT.noGo
  },
}
