// readiness/report/blockers.ts: what stands in the way, who mends it and how; then waivers and advice.
import type { Blocker, CriterionResult, Verdict, WaiverUse } from '../../types/finding.ts'
import type { Run } from '../../types/run.ts'
import type { Text } from '../../types/text.ts'
import { both, type Html, html } from './html.ts'
import { type Silence, splitSilence } from './silence.ts'
import { cards } from './table.ts'
import { DRILL, day, number, STATUS, SYSTEM } from './words.ts'

/** More names than this are folded behind a summary, all of them still in the page. */
const NAMES_SHOWN = 6

/** A criterion that is not in force has one finding, about nobody in particular. */
const EVERYWHERE: Text = { vi: 'mọi nơi', en: 'everywhere' }

/** Subject ids with the population's labels: "Phường Sài Gòn (26740) / PC-07". */
function names(run: Run, subjects: readonly string[], language: keyof Text): string[] {
  const labels = new Map(
    run.populations.flatMap((p) => p.members.map((member) => [member.id, member.label] as const)),
  )
  return subjects.map((subject) => {
    if (subject === '*') return EVERYWHERE[language]
    const [id = subject, ...rest] = subject.split('/')
    const label = (SYSTEM[id] ?? DRILL[id])?.[language] ?? labels.get(id)
    const own = label === undefined || label === id ? id : `${label} (${id})`
    return [own, ...rest].join(' / ')
  })
}

/** The first names, the rest folded behind how many they are. */
export function subjectNames(run: Run, subjects: readonly string[]): Html {
  const shown = listed(run, subjects.slice(0, NAMES_SHOWN))
  const left = subjects.slice(NAMES_SHOWN)
  if (left.length === 0) return shown
  const more = {
    vi: `và ${number(left.length).vi} nơi khác`,
    en: `and ${number(left.length).en} more`,
  }
  return html`${shown} <details><summary>${both(more)}</summary>${listed(run, left)}</details>`
}

/** Names with commas; communes are called the same in both languages and stand there once. */
function listed(run: Run, subjects: readonly string[]): Html {
  const [vi, en] = [names(run, subjects, 'vi').join(', '), names(run, subjects, 'en').join(', ')]
  return vi === en ? html`${vi}` : both({ vi, en })
}

/** A criterion's id, leading to its place in the annex where it has one. */
function criterionLink(run: Run, id: string): Html {
  return run.criteria.some((criterion) => criterion.id === id)
    ? html`<a href="#${id}">${id}</a>`
    : html`${id}`
}

/** The cells of one blocker, under `HEAD`. */
function row(run: Run, blocker: Blocker, name: Html): Html[] {
  return [
    name,
    html`<span class="tag ${blocker.status}">${both(STATUS[blocker.status])}</span> ${both(blocker.reason)}`,
    subjectNames(run, blocker.subjects),
    both(blocker.owner),
    both(blocker.remedy),
  ]
}

/** One row for all criteria over which the same communes are silent. */
function silenceRow(run: Run, { criteria, blocker }: Silence): Html[] {
  const links = criteria.map((id, n) => html`${n === 0 ? '' : ', '}${criterionLink(run, id)}`)
  const counted = { vi: `${criteria.length} tiêu chí`, en: `${criteria.length} criteria` }
  return row(
    run,
    blocker,
    html`${both(blocker.title)}<br><details><summary>${both(counted)}</summary>${links}</details>`,
  )
}

const HEAD: readonly Text[] = [
  { vi: 'Tiêu chí', en: 'Criterion' },
  { vi: 'Điều gì chưa đạt', en: 'What is not met' },
  { vi: 'Ở đâu', en: 'Where' },
  { vi: 'Ai xử lý', en: 'Owner' },
  { vi: 'Cách khắc phục', en: 'Remedy' },
]

/** What blocks, one row a criterion, most subjects first. */
export function blockers(run: Run, verdict: Verdict): Html {
  const title = { vi: 'Điều gì đang chặn', en: 'What blocks' }
  if (verdict.blockers.length === 0)
    return html`<section id="blockers"><h2>${both(title)}</h2><p>${both({ vi: 'Không có tiêu chí bắt buộc nào bị chặn.', en: 'Nothing blocks.' })}</p></section>`
  const { silences, others } = splitSilence(verdict)
  const rows = [
    ...silences.map((silence) => silenceRow(run, silence)),
    ...others.map((blocker) =>
      row(run, blocker, html`${criterionLink(run, blocker.criterion)}<br>${both(blocker.title)}`),
    ),
  ]
  return html`<section id="blockers"><h2>${both(title)} (${verdict.blockers.length})</h2>
${cards(HEAD, rows)}</section>`
}

const STATE: Readonly<Record<WaiverUse['state'], Text>> = {
  applied: { vi: 'Đang áp dụng', en: 'Applied' },
  expired: { vi: 'Hết hạn', en: 'Expired' },
  'self-approved': { vi: 'Tự duyệt, không có hiệu lực', en: 'Self-approved, void' },
  unused: { vi: 'Không dùng đến', en: 'Unused' },
}

/** Waivers with who asked, who approved and until when; an overlay, the findings stay as they are. */
export function waivers(run: Run, verdict: Verdict): Html {
  if (verdict.waivers.length === 0) return html``
  const rows = verdict.waivers.map(({ waiver, state, subjects }) => {
    return [
      html`${waiver.id}`,
      criterionLink(run, waiver.criterion),
      both(STATE[state]),
      html`${waiver.reason}`,
      html`${waiver.author} → ${waiver.approver}`,
      both(day(waiver.expires)),
      subjectNames(run, subjects),
    ]
  })
  return html`<section id="waivers"><h2>${both({ vi: 'Miễn trừ có thời hạn', en: 'Waivers' })}</h2>
${cards(WAIVER_HEAD, rows)}</section>`
}

const WAIVER_HEAD: readonly Text[] = [
  { vi: 'Mã', en: 'Id' },
  { vi: 'Tiêu chí', en: 'Criterion' },
  { vi: 'Trạng thái', en: 'State' },
  { vi: 'Lý do', en: 'Reason' },
  { vi: 'Người đề nghị → người duyệt', en: 'Author → approver' },
  { vi: 'Đến hết ngày', en: 'Until' },
  { vi: 'Phạm vi', en: 'Covers' },
]

/** How many places in how many communes, the names folded: advice must not bury what was measured. */
function places(run: Run, subjects: readonly string[]): Html {
  const owners = new Set(subjects.map((subject) => subject.split('/')[0]))
  if (owners.size < 3) return subjectNames(run, subjects)
  const counted = {
    vi: `${number(subjects.length).vi} chỗ, ở ${number(owners.size).vi} nơi`,
    en: `${number(subjects.length).en} findings in ${number(owners.size).en} places`,
  }
  return html`<details><summary>${both(counted)}</summary>${listed(run, subjects)}</details>`
}

/** Advisory criteria that are not met: they do not block, and they are not forgotten. */
export function advice(run: Run, verdict: Verdict): Html {
  const open = verdict.criteria.filter(
    (result: CriterionResult) =>
      result.severity === 'advisory' && !['pass', 'not-applicable'].includes(result.status),
  )
  if (open.length === 0) return html``
  const criteria = new Map(run.criteria.map((criterion) => [criterion.id, criterion]))
  const rows = open.map((result) => {
    const criterion = criteria.get(result.criterion)
    const subjects = [
      ...new Set(result.notPassed.filter((f) => f.status !== 'not-applicable').map((f) => f.subject)),
    ]
    return [
      html`${criterionLink(run, result.criterion)}<br>${criterion === undefined ? '' : both(criterion.title)}`,
      html`<span class="tag ${result.status}">${both(STATUS[result.status])}</span>`,
      places(run, subjects),
      html`${criterion === undefined ? '' : both(criterion.remedy)}`,
    ]
  })
  return html`<section id="advice"><h2>${both({ vi: 'Nên khắc phục, không chặn', en: 'Worth mending, does not block' })} (${open.length})</h2>
${cards(ADVICE_HEAD, rows)}</section>`
}

const ADVICE_HEAD: readonly Text[] = [
  { vi: 'Tiêu chí', en: 'Criterion' },
  { vi: 'Kết quả', en: 'Result' },
  { vi: 'Ở đâu', en: 'Where' },
  { vi: 'Cách khắc phục', en: 'Remedy' },
]
