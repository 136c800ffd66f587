// cli/summary.ts: a verdict as a person reads it in a terminal: decision first, then what blocks it.
import { outcomeText } from '../readiness/report/decision.ts'
import { splitSilence } from '../readiness/report/silence.ts'
import { DRILL, SYSTEM } from '../readiness/report/words.ts'
import { visible } from '../readiness/visible.ts'
import type { Blocker, Verdict } from '../types/finding.ts'
import { STATUSES } from '../types/finding.ts'
import { communesOf } from './ready/communes.ts'

const SHOWN = 4

/** The first few, and how many more. */
function first(names: readonly string[]): string {
  const more = names.length - SHOWN
  return names.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** Names of who a blocker is about: a task force telephones "Phường Sài Gòn", not 26740. */
function namesOf(verdict: Verdict): ReadonlyMap<string, string> {
  const communes = communesOf(verdict.province.code).map(({ code, name }) => [code, name] as const)
  const parts = Object.entries({ ...SYSTEM, ...DRILL }).map(([id, { en }]) => [id, en] as const)
  return new Map([...communes, ...parts])
}

type Told = { readonly blocker: Blocker; readonly ids?: readonly string[] }

function blockerLines(
  { blocker, ids = [blocker.criterion] }: Told,
  names: ReturnType<typeof namesOf>,
): string[] {
  const { title, status, reason, subjects, owner, remedy } = blocker
  const where = first(subjects.map((id) => (names.has(id) ? `${names.get(id)} (${id})` : id)))
  return [
    `  ${first(ids)}  ${title.vi} / ${title.en}`,
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
    `  ${verdict.criteria.length} ${verdict.criteria.length === 1 ? 'criterion' : 'criteria'}: ${criteria
      .filter(([, n]) => n > 0)
      .map(([status, n]) => `${n} ${status}`)
      .join(', ')}`,
    ...verdict.standingReasons.map((reason) => `  rehearsal: ${reason.en}`),
  ]
  const used = verdict.waivers.map(
    ({ waiver, state }) => `  waiver ${waiver.id} on ${waiver.criterion}: ${state} (until ${waiver.expires})`,
  )
  const { silences, others } = splitSilence(verdict)
  const names = namesOf(verdict)
  const blockers = [
    ...silences.flatMap(({ blocker, criteria }) => blockerLines({ blocker, ids: criteria }, names)),
    ...others.flatMap((blocker) => blockerLines({ blocker }, names)),
  ]
  if (blockers.length > 0) lines.push('', `What blocks (${verdict.blockers.length}):`, ...blockers)
  // What a commune wrote must not move the reader's cursor.
  return [...[...lines, ...used].map(visible), ''].join('\n')
}
