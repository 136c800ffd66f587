// readiness/decide.ts: results to a verdict, GO or NO-GO. Pure and fail closed: what is not shown to hold blocks.
import type { Origin } from '../types/evidence.ts'
import { type Blocker, type CriterionResult, type Finding, STATUSES, type Verdict } from '../types/finding.ts'
import type { Run } from '../types/run.ts'
import type { Text } from '../types/text.ts'
import { blockerOf, nothingJudged } from './blocker.ts'
import { emptyCounts } from './evaluate.ts'
import { byCodeUnit, sortedBy } from './order.ts'
import { type Overlay, overlay } from './overlay.ts'
import { membersOf } from './population.ts'

type Input = Omit<Run, 'journal'>

/**
 * GO when every finding of every blocking criterion is `pass`, `not-applicable` or under a waiver that holds, and at least one
 * of them is `pass`. The same results and run give the same verdict, in whatever order they come.
 */
export function decide(results: readonly CriterionResult[], run: Input): Verdict {
  const { province, asOf } = run.header
  const criteria = sortedBy(results, ({ criterion }) => [criterion])
  const populationOf = new Map(run.criteria.map(({ id, population }) => [id, population]))
  const waived = overlay({
    results: criteria,
    waivers: run.waivers,
    populations: run.populations,
    populationOf,
    asOf,
  })
  const blockers = blockersOf(criteria, run, waived)
  const reasons = standingReasons(run)
  const counts = emptyCounts()
  for (const result of criteria) for (const status of STATUSES) counts[status] += result.counts[status]
  return {
    schema: 'sansang.verdict/1',
    province,
    asOf,
    outcome: blockers.length === 0 ? 'GO' : 'NO-GO',
    standing: reasons.length === 0 ? 'final' : 'rehearsal',
    standingReasons: reasons,
    origins: originsOf(run),
    counts,
    blockers,
    waivers: waived.uses,
    criteria,
  }
}

function blockersOf(results: readonly CriterionResult[], run: Input, waived: Overlay): Blocker[] {
  const binding = results.filter(({ severity }) => severity === 'blocking')
  const blockers = binding.flatMap((result) => {
    const open = result.notPassed.filter((finding) => stands(finding, waived))
    if (open.length === 0) return []
    const criterion = run.criteria.find(({ id }) => id === result.criterion)
    const population = run.populations.find(({ name }) => name === criterion?.population)
    const members = population === undefined ? new Map<string, string>() : membersOf(population)
    const inVain = sortedBy([...new Set(open.flatMap(waived.inVain))], ({ waiver }) => [waiver.id])
    return [blockerOf({ result, open, criterion, members, inVain })]
  })
  // A day on which no binding criterion was in force, or a selection without one, shows nothing.
  if (!binding.some(({ counts }) => counts.pass > 0)) blockers.push(nothingJudged())
  return blockers.sort(
    (a, b) => b.subjects.length - a.subjects.length || byCodeUnit(a.criterion, b.criterion),
  )
}

function stands(finding: Finding, waived: Overlay): boolean {
  return finding.status !== 'not-applicable' && !waived.covers(finding)
}

function originsOf({ evidence }: Input): Record<Origin, number> {
  const origins: Record<Origin, number> = { measured: 0, declared: 0, synthetic: 0 }
  for (const { origin } of evidence) origins[origin] += 1
  return origins
}

function standingReasons(run: Input): Text[] {
  const reasons: Text[] = []
  const { synthetic } = originsOf(run)
  const all = run.evidence.length
  if (synthetic > 0)
    reasons.push({
      vi: `${synthetic} trên ${all} chứng cứ là dữ liệu mẫu do máy sinh ra`,
      en: `${synthetic} of ${all} pieces of evidence are synthetic sample data`,
    })
  const { only } = run.header
  if (only.length > 0)
    reasons.push({
      vi: `chỉ xét ${only.join(', ')}; các tiêu chí khác chưa được xét`,
      en: `only ${only.join(', ')} was judged; no other criterion was`,
    })
  if (run.header.referenceSystems)
    reasons.push({
      vi: 'các hệ thống được đánh giá là hệ thống tham chiếu của sansang, không phải sản phẩm của tỉnh',
      en: "the systems judged are sansang's own reference systems, not the province's products",
    })
  return reasons
}
