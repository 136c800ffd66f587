// cli/summary.ts: a verdict as a person reads it in a terminal: decision first, then what blocks it.
import { outcomeText } from '../readiness/report/decision.ts'
import { splitSilence } from '../readiness/report/silence.ts'
import { visible } from '../readiness/visible.ts'
import type { Blocker, Verdict } from '../types/finding.ts'
import { STATUSES } from '../types/finding.ts'

const SUBJECTS_SHOWN = 4

function blockerLines(blocker: Blocker, ids: readonly string[] = [blocker.criterion]): string[] {
  const { title, status, reason, subjects, owner, remedy } = blocker
  const more = subjects.length - SUBJECTS_SHOWN
  const where = subjects.slice(0, SUBJECTS_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '')
  return [
    `  ${ids.join(', ')}  ${title.vi} / ${title.en}`,
    `    ${status}: ${reason.en}`,
    `    where: ${where || 'the whole province'}`,
    `    owner: ${owner.en}; remedy: ${remedy.en}`,
  ]
}

/** Lines for standard output; no colour, so that it can be kept and compared. */
export function summary(verdict: Verdict): string {
  const outcome = outcomeText(verdict)
  const criteria = STATUSES.map(
    (status) => [status, verdict.criteria.filter((c) => c.status === status).length] as const,
  )
  const lines = [
    `${outcome.en}  ${verdict.province.name}, as of ${verdict.asOf}`,
    `  ${verdict.criteria.length} criteria: ${criteria
      .filter(([, n]) => n > 0)
      .map(([status, n]) => `${n} ${status}`)
      .join(', ')}`,
    ...verdict.standingReasons.map((reason) => `  rehearsal: ${reason.en}`),
  ]
  const used = verdict.waivers.map(
    ({ waiver, state }) => `  waiver ${waiver.id} on ${waiver.criterion}: ${state} (until ${waiver.expires})`,
  )
  const { silences, others } = splitSilence(verdict)
  const blockers = [
    ...silences.flatMap(({ blocker, criteria }) => blockerLines(blocker, criteria)),
    ...others.flatMap((blocker) => blockerLines(blocker)),
  ]
  if (blockers.length > 0) lines.push('', `What blocks (${verdict.blockers.length}):`, ...blockers)
  // What a commune wrote must not move the reader's cursor.
  return [...[...lines, ...used].map(visible), ''].join('\n')
}
