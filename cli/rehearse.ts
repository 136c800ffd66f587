// cli/rehearse.ts: runs drills against a province started for them, and says what was lost and how long it took.
import { readStack } from '../infra/config.ts'
import { readObjectives } from '../readiness/load/profile.ts'
import type { DrillReport } from '../types/drill.ts'
import { EXIT } from '../types/error.ts'
import type { Command } from './command.ts'
import { DRILLS, runDrills } from './ready/measure.ts'
import { readOptions, requireKnown } from './ready/options.ts'
import { withLive } from './ready/with-live.ts'

const NAMES = DRILLS.map((drill) => drill.name)

const USAGE = `Usage: ./sansang rehearse <province> [drill …] [--profile quick|full] [--json]

Starts the province, runs the named drills (all when none is named), each with its no-fault twin, and heals what it broke.

Drills: ${NAMES.join(', ')}

Exit: 0 everything held · 10 something was lost, doubled, too slow or left broken · 64, 69, 70, 130 as for ready

Example: ./sansang rehearse ho-chi-minh portal-cut
`

type Limits = { readonly rtoSeconds: number; readonly rpoSeconds: number }

/** What did not hold, in words. */
function broken(report: DrillReport, limits: Limits): string[] {
  const lost = report.hops.flatMap(({ hop, lost: ids }) => ids.map((id) => `lost at ${hop}: ${id}`))
  const doubled = report.hops.flatMap(({ hop, doubled: ids }) => ids.map((id) => `doubled at ${hop}: ${id}`))
  const states = [
    report.rtoSeconds > limits.rtoSeconds
      ? `RTO ${report.rtoSeconds.toFixed(2)} s is above ${limits.rtoSeconds} s`
      : '',
    report.rpoSeconds > limits.rpoSeconds
      ? `RPO ${report.rpoSeconds.toFixed(2)} s is above ${limits.rpoSeconds} s`
      : '',
    report.steadyBefore ? '' : 'the no-fault twin was not steady',
    report.meanwhileHeld ? '' : 'what must hold during the fault did not',
    report.steadyAfter ? '' : 'the essential path failed afterwards',
    report.healed ? '' : 'it was not healed',
  ]
  return [
    ...lost,
    ...doubled,
    ...states.filter((text) => text !== ''),
    ...report.meanwhileMissed.map((what) => `missed meanwhile: ${what}`),
    ...report.residue.map((what) => `left: ${what}`),
  ]
}

function lines(report: DrillReport, faults: readonly string[]): string[] {
  const { drill, acknowledged, rtoSeconds, rpoSeconds, load, twin } = report
  return [
    `${drill}: ${acknowledged} acknowledged, RTO ${rtoSeconds.toFixed(2)} s, RPO ${rpoSeconds.toFixed(2)} s`,
    `  failed ${(load.failedShare * 100).toFixed(2)} % (twin ${(twin.failedShare * 100).toFixed(2)} %), p95 ${load.p95Ms.toFixed(0)} ms (twin ${twin.p95Ms.toFixed(0)} ms)`,
    ...faults.map((fault) => `  ✕ ${fault}`),
  ]
}

export const command: Command = {
  usage: USAGE,
  run: async (args, io) => {
    const options = readOptions('rehearse', args)
    requireKnown('drill', options.names, NAMES)
    const stack = readStack(options.province)
    const objectives = await readObjectives()
    const drills = DRILLS.filter(({ name }) => options.names.length === 0 || options.names.includes(name))
    const { reports } = await withLive({ command: 'rehearse', stack, io }, (live, phases) =>
      runDrills({ live, objectives, profile: options.profile, phases, io }, drills),
    )
    const judged = reports.map((report) => ({
      report,
      faults: broken(report, objectives.drills[report.drill] ?? { rtoSeconds: 0, rpoSeconds: 0 }),
    }))
    if (options.json)
      io.out(
        `${JSON.stringify({ schema: 'sansang.rehearse/1', drills: judged.map(({ report: { load: _, twin: __, ...figures }, faults }) => ({ ...figures, faults })) })}\n`,
      )
    else io.out(`${judged.flatMap(({ report, faults }) => lines(report, faults)).join('\n')}\n`)
    return judged.every(({ faults }) => faults.length === 0) ? EXIT.ok : EXIT.noGo
  },
}
