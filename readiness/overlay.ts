// readiness/overlay.ts: which waivers hold on a day and what they cover. Changes no finding.
import type { Population } from '../types/evidence.ts'
import type { CriterionResult, Finding, Status, Waiver, WaiverUse } from '../types/finding.ts'
import { byCodeUnit, sortedBy } from './order.ts'
import { areTwo } from './person.ts'
import { memberOf, membersOf } from './population.ts'

/** What a waiver can answer for. An `error` is not among them: evidence nobody could read must be mended. */
const WAIVABLE: readonly Status[] = ['fail', 'not-evaluated', 'manual-pending']

export type Overlay = {
  readonly uses: readonly WaiverUse[]
  /** True when a waiver that holds covers the finding. */
  readonly covers: (finding: Finding) => boolean
  /** Waivers over the finding that do not hold, sorted by id. */
  readonly inVain: (finding: Finding) => readonly WaiverUse[]
}

type Input = {
  readonly results: readonly CriterionResult[]
  readonly waivers: readonly Waiver[]
  readonly populations: readonly Population[]
  /** Population of each criterion by its id. */
  readonly populationOf: ReadonlyMap<string, string>
  readonly asOf: string
}

/** Holds every waiver against the findings. */
export function overlay({ results, waivers, populations, populationOf, asOf }: Input): Overlay {
  const members = new Map(populations.map((population) => [population.name, membersOf(population)]))
  const uses = sortedBy(waivers, ({ id }) => [id]).map((waiver): WaiverUse => {
    const findings = results.find(({ criterion }) => criterion === waiver.criterion)?.notPassed ?? []
    const known = members.get(populationOf.get(waiver.criterion) ?? '') ?? new Map<string, string>()
    const covered = findings.filter((finding) => isUnder(finding, waiver))
    const subjects = [...new Set(covered.map(({ subject }) => memberOf(subject, known) ?? subject))].sort(
      byCodeUnit,
    )
    return { waiver, state: stateOf(waiver, asOf, covered.length), subjects }
  })
  const over = (finding: Finding, holding: boolean): readonly WaiverUse[] =>
    uses.filter(({ waiver, state }) => (state === 'applied') === holding && isUnder(finding, waiver))
  return {
    uses,
    covers: (finding) => over(finding, true).length > 0,
    inVain: (finding) => over(finding, false),
  }
}

function stateOf(waiver: Waiver, asOf: string, covered: number): WaiverUse['state'] {
  if (!areTwo(waiver.author, waiver.approver)) return 'self-approved'
  if (waiver.expires < asOf) return 'expired'
  return covered > 0 ? 'applied' : 'unused'
}

function isUnder(finding: Finding, { criterion, subjects }: Waiver): boolean {
  if (finding.criterion !== criterion || !WAIVABLE.includes(finding.status)) return false
  return subjects.some(
    (one) => one === '*' || finding.subject === one || finding.subject.startsWith(`${one}/`),
  )
}
