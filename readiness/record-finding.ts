// readiness/record-finding.ts: one record under one criterion. Pure; knows neither the population nor the verdict.
import type { Criterion } from '../types/criterion.ts'
import type { Evidence, EvidenceKind } from '../types/evidence.ts'
import type { Finding, Status } from '../types/finding.ts'
import type { Text } from '../types/text.ts'
import { type Rule, requireRule } from './cel.ts'
import { factAt, saysNothing, typeFault } from './fact.ts'
import { fillSentence } from './sentence.ts'

export type Judge = (record: Evidence, label: string) => Finding

/** A criterion made ready to judge records: its rules compiled once. Throws `bad-rule` when one does not compile. */
export function judgeFor(criterion: Criterion, kind: EvidenceKind, asOf: string): Judge {
  const applies =
    criterion.applies === undefined ? undefined : requireRule(criterion.applies, kind, criterion.id)
  const rule = requireRule(criterion.rule, kind, criterion.id)
  return (record, label) => {
    const [status, reason] = judge({ criterion, kind, asOf, applies, rule, record, label })
    return { criterion: criterion.id, subject: record.subject, status, reason, evidence: [record.id] }
  }
}

type Case = {
  readonly criterion: Criterion
  readonly kind: EvidenceKind
  readonly asOf: string
  readonly applies: Rule | undefined
  readonly rule: Rule
  readonly record: Evidence
  readonly label: string
}

function judge(given: Case): readonly [Status, Text] {
  const { criterion, asOf, applies, rule, record, label } = given
  const { facts, subject, collectedAt } = record
  const say = (text: Text): Text => fillSentence(text, facts, { asOf, collectedAt, subject, label })
  const input = { facts, asOf, collectedAt, subject }

  if (applies !== undefined) {
    const unfit = unreadable(given, applies.reads)
    if (unfit !== undefined) return unfit
    const inside = applies.answer(input)
    if (!inside.ok) return broken({ vi: inside.why, en: inside.why })
    if (!inside.value)
      return ['not-applicable', say(criterion.otherwise ?? { vi: 'ngoài phạm vi', en: 'outside the scope' })]
  }
  const { manual } = criterion
  if (manual !== undefined && isBlank(factAt(facts, manual.field)))
    return ['manual-pending', say(manual.question)]

  // Before the rule: in CEL `missing == 1 || true` is true although nothing was measured.
  const unfit = unreadable(given, [...criterion.needs, ...rule.reads])
  if (unfit !== undefined) return unfit
  const answer = rule.answer(input)
  // What the library says is English; the record and rule it names are the same in both.
  if (!answer.ok) return broken({ vi: answer.why, en: answer.why })
  return answer.value ? ['pass', say(criterion.says.pass)] : ['fail', say(criterion.says.fail)]
}

/** Missing facts before misshapen ones: `not-evaluated` asks for evidence, `error` for its correction. */
function unreadable({ kind, record }: Case, paths: readonly string[]): readonly [Status, Text] | undefined {
  const wanted = [...new Set(paths)]
  const missing = wanted.filter((path) => factAt(record.facts, path) === undefined)
  if (missing.length > 0) {
    const names = missing.join(', ')
    return ['not-evaluated', { vi: `thiếu dữ liệu ${names}`, en: `no evidence for ${names}` }]
  }
  for (const path of wanted) {
    const why = typeFault(kind, path, factAt(record.facts, path) ?? null)
    if (why !== undefined) return broken(why)
  }
  return undefined
}

function broken(why: Text): readonly [Status, Text] {
  return ['error', { vi: `không đánh giá được: ${why.vi}`, en: `could not be judged: ${why.en}` }]
}

/** What a person left empty, they have not answered. */
function isBlank(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && saysNothing(value))
}
