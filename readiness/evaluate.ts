// readiness/evaluate.ts: criteria over evidence, for the whole expected population. Pure: no clock, no I/O.
import type { Criterion } from '../types/criterion.ts'
import { SansangError } from '../types/error.ts'
import type { Evidence } from '../types/evidence.ts'
import type { CriterionResult, Finding, Status } from '../types/finding.ts'
import type { Run } from '../types/run.ts'
import { sortedBy } from './order.ts'
import { byMember, membersOf, populationNamed } from './population.ts'
import { recordFaults } from './record-faults.ts'
import { judgeFor } from './record-finding.ts'
import { EVIDENCE } from './reserved.ts'
import { spell } from './sentence.ts'

type Input = Omit<Run, 'journal'>

/**
 * One result a criterion, sorted by id, and a result `evidence` when records fit no declaration. The order of the input does
 * not matter. Throws `no-criteria`, `unknown-population`, `wrong-population`, `unknown-kind` and `bad-rule` for a run that cannot be judged at all.
 */
export function evaluate(run: Input): CriterionResult[] {
  if (run.criteria.length === 0)
    throw new SansangError('no-criteria', {
      message: 'no criterion was selected, so there is nothing to judge',
      hint: 'widen --only, or check that checks/ holds criteria',
    })
  const sorted = sortedBy(run.evidence, ({ subject, id }) => [subject, id])
  const byKind = Map.groupBy(sorted, ({ kind }) => kind)
  const results = sortedBy(run.criteria, ({ id }) => [id]).map((criterion) =>
    resultOf(criterion, run, byKind.get(criterion.evidence) ?? []),
  )
  const faults = recordFaults(run)
  if (faults.length === 0) return results
  const frame = { id: EVIDENCE, catalogue: 'data', severity: 'blocking' } as const
  return [...results, fold(frame, faults, run.evidence.length, run.evidence.length - faults.length)]
}

function resultOf(criterion: Criterion, run: Input, records: readonly Evidence[]): CriterionResult {
  const population = populationNamed(run.populations, criterion.population)
  const members = membersOf(population)
  const heard = byMember(records, members)
  const outOfForce = outOfForceOn(criterion, run.header.asOf)
  if (outOfForce !== undefined) return fold(criterion, [outOfForce], members.size, heard.size)
  if (members.size === 0) return fold(criterion, [emptyPopulation(criterion)], 0, 0)

  const kind = run.kinds.find(({ name }) => name === criterion.evidence)
  if (kind === undefined)
    throw new SansangError('unknown-kind', {
      message: `${criterion.id} judges evidence of kind "${criterion.evidence}", which this run does not declare`,
      hint: 'declare the kind in checks/evidence-kinds.yaml',
    })
  if (kind.population !== population.name)
    throw new SansangError('wrong-population', {
      message: `${criterion.id} asks ${population.name}, but evidence of kind ${kind.name} is about ${kind.population}`,
      hint: 'give the criterion the population of its evidence',
    })
  const judge = judgeFor(criterion, kind, run.header.asOf)
  const findings = sortedBy([...members.keys()], (id) => [id]).flatMap((id) => {
    const label = members.get(id) ?? id
    const own = heard.get(id)
    return own === undefined ? [unheard(criterion, id, label)] : own.map((record) => judge(record, label))
  })
  return fold(criterion, findings, members.size, heard.size)
}

function outOfForceOn({ id, from, to }: Criterion, asOf: string): Finding | undefined {
  const finding = { criterion: id, subject: '*', status: 'not-applicable', evidence: [] } as const
  if (from !== undefined && asOf < from)
    return {
      ...finding,
      reason: {
        vi: `chưa có hiệu lực: áp dụng từ ${spell(from, 'vi')}`,
        en: `not yet in force: applies from ${from}`,
      },
    }
  if (to !== undefined && asOf > to)
    return {
      ...finding,
      reason: { vi: `đã hết hiệu lực sau ngày ${spell(to, 'vi')}`, en: `no longer in force after ${to}` },
    }
  return undefined
}

function unheard({ id }: Criterion, subject: string, label: string): Finding {
  const reason = { vi: `chưa có tin từ ${label}`, en: `${label} has not been heard from` }
  return { criterion: id, subject, status: 'not-evaluated', reason, evidence: [] }
}

/** Nobody expected is not everybody heard from. */
function emptyPopulation({ id, population }: Criterion): Finding {
  const reason = {
    vi: `tập "${population}" không có thành viên nào`,
    en: `population "${population}" has no member`,
  }
  return { criterion: id, subject: '*', status: 'not-evaluated', reason, evidence: [] }
}

/** Worst first. A criterion is `not-applicable` only when nothing in it applied. */
const WORST: readonly Status[] = [
  'error',
  'fail',
  'not-evaluated',
  'manual-pending',
  'pass',
  'not-applicable',
]

type Frame = Pick<Criterion, 'id' | 'catalogue' | 'severity'>

function fold(frame: Frame, findings: readonly Finding[], expected: number, heard: number): CriterionResult {
  const counts = emptyCounts()
  for (const { status } of findings) counts[status] += 1
  return {
    criterion: frame.id,
    catalogue: frame.catalogue,
    severity: frame.severity,
    status: WORST.find((status) => counts[status] > 0) ?? 'error',
    counts,
    expected,
    heard,
    notPassed: findings.filter(({ status }) => status !== 'pass'),
  }
}

/** Every status at zero. */
export function emptyCounts(): Record<Status, number> {
  return { pass: 0, fail: 0, 'not-applicable': 0, 'manual-pending': 0, 'not-evaluated': 0, error: 0 }
}
