// readiness/blocker.ts: why one criterion stands against going live, in words. Decides nothing.
import type { Criterion } from '../types/criterion.ts'
import type { Blocker, CriterionResult, Finding, Status, WaiverUse } from '../types/finding.ts'
import type { Text } from '../types/text.ts'
import { byCodeUnit } from './order.ts'
import { memberNoun, memberOf } from './population.ts'
import { EVIDENCE, NO_CRITERIA, RESERVED } from './reserved.ts'
import { spell } from './sentence.ts'

type Input = {
  readonly result: CriterionResult
  /** Findings that block: neither passed, nor not applicable, nor waived. At least one. */
  readonly open: readonly Finding[]
  /** Absent for the engine's own result `evidence`. */
  readonly criterion: Criterion | undefined
  /** Labels of the population by member id. */
  readonly members: ReadonlyMap<string, string>
  readonly inVain: readonly WaiverUse[]
}

/** One blocker of a criterion. */
export function blockerOf({ result, open, criterion, members, inVain }: Input): Blocker {
  const { title, owner, remedy } = criterion ?? RESERVED[EVIDENCE]
  const subjects = [...new Set(open.map(({ subject }) => memberOf(subject, members) ?? subject))].sort(
    byCodeUnit,
  )
  const noun = memberNoun(criterion?.population ?? '')
  const told =
    criterion === undefined
      ? eachOf(open)
      : [...silence(open, result.expected, noun), ...heardOf(open, members)]
  const parts = [...told, ...inVain.map(vainWords)]
  const reason = { vi: parts.map(({ vi }) => vi).join('; '), en: parts.map(({ en }) => en).join('; ') }
  return { criterion: result.criterion, title, status: worstOf(open), reason, subjects, owner, remedy }
}

/** The blocker of a run in which nothing binding was passed. */
export function nothingJudged(): Blocker {
  const { title, owner, remedy } = RESERVED[NO_CRITERIA]
  return { criterion: NO_CRITERIA, title, status: 'error', reason: title, subjects: [], owner, remedy }
}

const WORST: readonly Status[] = ['error', 'fail', 'not-evaluated', 'manual-pending']

function worstOf(open: readonly Finding[]): Status {
  return WORST.find((status) => open.some((finding) => finding.status === status)) ?? 'error'
}

const isSilent = ({ status, evidence }: Finding): boolean =>
  status === 'not-evaluated' && evidence.length === 0

function silence(open: readonly Finding[], expected: number, noun: Text): Text[] {
  const silent = open.filter(isSilent)
  const [only] = silent
  if (only === undefined) return []
  if (silent.length === 1) return [only.reason]
  return [
    {
      vi: `${silent.length} trên ${expected} ${noun.vi} chưa có tin`,
      en: `${silent.length} of ${expected} ${noun.en} have not been heard from`,
    },
  ]
}

const STATUS_WORDS: Readonly<Record<Status, Text>> = {
  error: { vi: 'không đánh giá được', en: 'could not be judged' },
  fail: { vi: 'không đạt', en: 'failed' },
  'not-evaluated': { vi: 'thiếu dữ liệu', en: 'lack evidence' },
  'manual-pending': { vi: 'chờ người xác nhận', en: 'wait for a person to confirm' },
  'not-applicable': { vi: 'không áp dụng', en: 'do not apply' },
  pass: { vi: 'đạt', en: 'passed' },
}

/** Of each status the number and, as an example, the first finding in full. */
function heardOf(open: readonly Finding[], members: ReadonlyMap<string, string>): Text[] {
  return WORST.flatMap((status) => {
    const same = open.filter((finding) => finding.status === status && !isSilent(finding))
    const [first] = same
    if (first === undefined) return []
    const name = nameOf(first.subject, members)
    const words = STATUS_WORDS[status]
    if (same.length === 1) return [{ vi: `${name}: ${first.reason.vi}`, en: `${name}: ${first.reason.en}` }]
    return [
      {
        vi: `${same.length} kết quả ${words.vi}, trước hết ${name}: ${first.reason.vi}`,
        en: `${same.length} findings ${words.en}, first ${name}: ${first.reason.en}`,
      },
    ]
  })
}

/** Records the engine could not place are no list of members, so each is told; in the annex they have no entry. */
const EACH_MAX = 12

function eachOf(open: readonly Finding[]): Text[] {
  const told = open.slice(0, EACH_MAX).map(({ evidence, reason }) => ({
    vi: `${evidence.join(', ')}: ${reason.vi}`,
    en: `${evidence.join(', ')}: ${reason.en}`,
  }))
  const left = open.length - told.length
  return left === 0 ? told : [...told, { vi: `và ${left} bản ghi khác`, en: `and ${left} more records` }]
}

function nameOf(subject: string, members: ReadonlyMap<string, string>): string {
  const member = memberOf(subject, members)
  const label = member === undefined ? undefined : members.get(member)
  if (member === undefined || label === undefined || label === member) return subject
  return `${label} (${subject})`
}

function vainWords({ waiver, state }: WaiverUse): Text {
  if (state === 'self-approved')
    return {
      vi: `miễn trừ ${waiver.id} không có giá trị: người duyệt cũng là người đề nghị, ${waiver.author.trim()}`,
      en: `waiver ${waiver.id} does not hold: its approver is its author, ${waiver.author.trim()}`,
    }
  return {
    vi: `miễn trừ ${waiver.id} đã hết hạn sau ngày ${spell(waiver.expires, 'vi')}`,
    en: `waiver ${waiver.id} expired after ${waiver.expires}`,
  }
}
