// cli/check.ts: judges what needs no running system: the plan and the inventory. Starts nothing, seals nothing.
import { fileURLToPath } from 'node:url'
import { readStack } from '../infra/config.ts'
import { loadChecks } from '../readiness/criteria.ts'
import { judge } from '../readiness/judge.ts'
import { toolIdentity } from '../readiness/tool.ts'
import { loadWaivers } from '../readiness/waivers.ts'
import { CATALOGUES } from '../types/criterion.ts'
import { EXIT } from '../types/error.ts'
import type { Command } from './command.ts'
import { dayJudged } from './ready/as-of.ts'
import { timestamp } from './ready/clock.ts'
import { collect } from './ready/collect.ts'
import { readOptions } from './ready/options.ts'
import { partsFor, selectCriteria } from './ready/selection.ts'
import { summary } from './summary.ts'

const USAGE = `Usage: ./sansang check <province> [catalogue or criterion …] [--sample | --inventory DIR] [--waivers FILE] [--json]

Judges the criteria that need no running system: the plan and the communes' inventory. Takes seconds.
Without names: ${'commune-equipment, platform'}. Nothing is sealed; ./sansang ready gives the verdict.

Catalogues: ${CATALOGUES.join(', ')}

Exit: 0 nothing blocks · 10 something does · 64, 69, 70, 130 as for ready

Example: ./sansang check ho-chi-minh commune-equipment --inventory inventory
`

const CHECKS = fileURLToPath(new URL('../checks', import.meta.url))
const DEFAULT = ['commune-equipment', 'platform']

export const command: Command = {
  usage: USAGE,
  run: async (args, io) => {
    const options = readOptions('check', args)
    const stack = readStack(options.province)
    const { kinds, criteria } = loadChecks(CHECKS)
    const names = [...options.names, ...options.only]
    const only = names.length === 0 ? DEFAULT : names
    const selected = selectCriteria(criteria, only)
    const needs = partsFor(selected)
    const parts = new Set([...needs].filter((part) => part === 'plan'))
    const asOf = dayJudged({ stack, asOf: options.asOf, sealed: false })
    const waivers = options.waivers === undefined ? [] : loadWaivers(options.waivers)
    const collected = await collect({ stack, options, asOf, kinds, parts, io })
    const startedAt = timestamp()
    const verdict = judge({
      header: {
        schema: 'sansang.run/1',
        runId: `check-${stack.slug}`,
        tool: toolIdentity(),
        province: { slug: stack.slug, code: stack.code, name: stack.name },
        asOf,
        target: 'embedded',
        // Nothing of a running system is judged here.
        referenceSystems: false,
        profile: options.profile,
        only,
        notRun: collected.notRun,
        startedAt,
      },
      kinds,
      criteria: selected,
      populations: collected.populations,
      waivers,
      evidence: collected.evidence,
    })
    io.out(options.json ? `${JSON.stringify(verdict)}\n` : summary(verdict))
    return verdict.outcome === 'GO' ? EXIT.ok : EXIT.noGo
  },
}
