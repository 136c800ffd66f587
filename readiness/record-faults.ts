// readiness/record-faults.ts: evidence no criterion can judge, as error findings. Drops nothing, judges no fact.
import type { Evidence } from '../types/evidence.ts'
import type { Finding } from '../types/finding.ts'
import type { Run } from '../types/run.ts'
import type { Text } from '../types/text.ts'
import { sortedBy } from './order.ts'
import { memberOf, membersOf } from './population.ts'
import { EVIDENCE } from './reserved.ts'

/** Collecting goes on after a run has begun, at most so long. */
const RUN_HOURS_MAX = 24

/**
 * One error finding for each record with a doubled id, an undeclared kind, a subject outside its population, or of a time that
 * had not come when the run was made. Sample data is made for the as-of date and may be.
 */
export function recordFaults({ header, evidence, kinds, populations }: Omit<Run, 'journal'>): Finding[] {
  const endsMs = Date.parse(header.startedAt) + RUN_HOURS_MAX * 3_600_000
  const populationOf = new Map(kinds.map(({ name, population }) => [name, population]))
  const members = new Map(populations.map((population) => [population.name, membersOf(population)]))
  const times = new Map<string, number>()
  for (const { id } of evidence) times.set(id, (times.get(id) ?? 0) + 1)

  const faultOf = ({ id, kind, subject, origin, collectedAt }: Evidence): Text | undefined => {
    const repeated = times.get(id) ?? 0
    if (repeated > 1)
      return {
        vi: `mã chứng cứ ${id} xuất hiện ${repeated} lần`,
        en: `evidence id ${id} occurs ${repeated} times`,
      }
    const population = populationOf.get(kind)
    if (population === undefined)
      return {
        vi: `loại chứng cứ "${kind}" chưa được khai báo`,
        en: `evidence kind "${kind}" is not declared`,
      }
    const known = members.get(population)
    if (known === undefined)
      return {
        vi: `lượt chạy không có tập "${population}" của loại ${kind}`,
        en: `the run has no population "${population}" for kind ${kind}`,
      }
    if (memberOf(subject, known) === undefined)
      return {
        vi: `"${subject}" không thuộc tập "${population}"`,
        en: `"${subject}" is not in population "${population}"`,
      }
    // A leap second is no number here, and no time anybody collected at.
    if (origin !== 'synthetic' && !(Date.parse(collectedAt) <= endsMs))
      return {
        vi: `${id} ghi thời điểm thu thập ${collectedAt}, khi lượt chạy (${header.startedAt}) còn chưa tới`,
        en: `${id} says it was collected at ${collectedAt}, which had not come when the run was made (${header.startedAt})`,
      }
    return undefined
  }
  return sortedBy(evidence, ({ subject, id, kind }) => [subject, id, kind]).flatMap((record) => {
    const reason = faultOf(record)
    if (reason === undefined) return []
    return [{ criterion: EVIDENCE, subject: record.subject, status: 'error', reason, evidence: [record.id] }]
  })
}
