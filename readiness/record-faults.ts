// readiness/record-faults.ts: evidence no criterion can judge, as error findings. Drops nothing, judges no fact.
import type { Evidence } from '../types/evidence.ts'
import type { Finding } from '../types/finding.ts'
import type { Run } from '../types/run.ts'
import type { Text } from '../types/text.ts'
import { sortedBy } from './order.ts'
import { memberOf, membersOf } from './population.ts'
import { EVIDENCE } from './reserved.ts'

/** One error finding for each record with a doubled id, an undeclared kind, or a subject outside its population. */
export function recordFaults({ evidence, kinds, populations }: Omit<Run, 'journal'>): Finding[] {
  const populationOf = new Map(kinds.map(({ name, population }) => [name, population]))
  const members = new Map(populations.map((population) => [population.name, membersOf(population)]))
  const times = new Map<string, number>()
  for (const { id } of evidence) times.set(id, (times.get(id) ?? 0) + 1)

  const faultOf = ({ id, kind, subject }: Evidence): Text | undefined => {
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
    return undefined
  }
  return sortedBy(evidence, ({ subject, id, kind }) => [subject, id, kind]).flatMap((record) => {
    const reason = faultOf(record)
    if (reason === undefined) return []
    return [{ criterion: EVIDENCE, subject: record.subject, status: 'error', reason, evidence: [record.id] }]
  })
}
