// readiness/report/blockers.ts: what stands in the way, who mends it and how; then waivers and advice.
import type { Blocker, CriterionResult, Verdict, WaiverUse } from '../../types/finding.ts'
import type { Run } from '../../types/run.ts'
import type { Text } from '../../types/text.ts'
import { both, type Html, html } from './html.ts'
import { type Silence, splitSilence } from './silence.ts'
import { day, number, STATUS } from './words.ts'

/** More names than this are folded behind a summary, all of them still in the page. */
const NAMES_SHOWN = 6

/** Subject ids with the population's labels: "Phường Sài Gòn (26740) / PC-07". */
function names(run: Run, subjects: readonly string[]): string[] {
  const labels = new Map(
    run.populations.flatMap((p) => p.members.map((member) => [member.id, member.label] as const)),
  )
  return subjects.map((subject) => {
    const [id = subject, ...rest] = subject.split('/')
    const label = labels.get(id)
    const own = label === undefined || label === id ? id : `${label} (${id})`
    return [own, ...rest].join(' / ')
  })
}

/** The first names, the rest folded behind how many they are. */
export function subjectNames(run: Run, subjects: readonly string[]): Html {
  const all = names(run, subjects)
  const shown = all.slice(0, NAMES_SHOWN).join(', ')
  if (all.length <= NAMES_SHOWN) return html`${shown}`
  const more = { vi: `và ${all.length - NAMES_SHOWN} nơi khác`, en: `and ${all.length - NAMES_SHOWN} more` }
  return html`${shown} <details><summary>${both(more)}</summary>${all.slice(NAMES_SHOWN).join(', ')}</details>`
}

/** A criterion's id, leading to its place in the annex where it has one. */
function criterionLink(run: Run, id: string): Html {
  return run.criteria.some((criterion) => criterion.id === id)
    ? html`<a href="#${id}">${id}</a>`
    : html`${id}`
}

function row(run: Run, blocker: Blocker): Html {
  return html`<tr>
<th scope="row">${criterionLink(run, blocker.criterion)}<br>${both(blocker.title)}</th>
<td><span class="tag ${blocker.status}">${both(STATUS[blocker.status])}</span> ${both(blocker.reason)}</td>
<td>${subjectNames(run, blocker.subjects)}</td>
<td>${both(blocker.owner)}</td>
<td>${both(blocker.remedy)}</td>
</tr>`
}

/** One row for all criteria over which the same communes are silent. */
function silenceRow(run: Run, { criteria, blocker }: Silence): Html {
  const links = criteria.map((id, n) => html`${n === 0 ? '' : ', '}${criterionLink(run, id)}`)
  const counted = { vi: `${criteria.length} tiêu chí`, en: `${criteria.length} criteria` }
  return html`<tr>
<th scope="row">${both(blocker.title)}<br><details><summary>${both(counted)}</summary>${links}</details></th>
<td><span class="tag ${blocker.status}">${both(STATUS[blocker.status])}</span> ${both(blocker.reason)}</td>
<td>${subjectNames(run, blocker.subjects)}</td>
<td>${both(blocker.owner)}</td>
<td>${both(blocker.remedy)}</td>
</tr>`
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
  return html`<section id="blockers"><h2>${both(title)} (${verdict.blockers.length})</h2>
<div class="wide" tabindex="0"><table><thead><tr>${HEAD.map((text) => html`<th scope="col">${both(text)}</th>`)}</tr></thead>
<tbody>${silences.map((silence) => silenceRow(run, silence))}${others.map((blocker) => row(run, blocker))}</tbody></table></div></section>`
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
    const until = day(waiver.expires)
    return html`<tr><th scope="row">${waiver.id}</th><td>${criterionLink(run, waiver.criterion)}</td><td>${both(STATE[state])}</td>
<td>${waiver.reason}</td><td>${waiver.author} → ${waiver.approver}</td><td>${both(until)}</td><td>${subjectNames(run, subjects)}</td></tr>`
  })
  return html`<section id="waivers"><h2>${both({ vi: 'Miễn trừ có thời hạn', en: 'Waivers' })}</h2>
<div class="wide" tabindex="0"><table><thead><tr><th>Id</th><th>${both({ vi: 'Tiêu chí', en: 'Criterion' })}</th><th>${both({ vi: 'Trạng thái', en: 'State' })}</th><th>${both({ vi: 'Lý do', en: 'Reason' })}</th><th>${both({ vi: 'Người đề nghị → người duyệt', en: 'Author → approver' })}</th><th>${both({ vi: 'Đến hết ngày', en: 'Until' })}</th><th>${both({ vi: 'Phạm vi', en: 'Covers' })}</th></tr></thead><tbody>${rows}</tbody></table></div></section>`
}

/** How many places in how many communes, the names folded: advice must not bury what was measured. */
function places(run: Run, subjects: readonly string[]): Html {
  const owners = new Set(subjects.map((subject) => subject.split('/')[0]))
  if (owners.size < 3) return subjectNames(run, subjects)
  const counted = {
    vi: `${number(subjects.length).vi} chỗ, ở ${number(owners.size).vi} nơi`,
    en: `${number(subjects.length).en} findings in ${number(owners.size).en} places`,
  }
  return html`<details><summary>${both(counted)}</summary>${names(run, subjects).join(', ')}</details>`
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
    return html`<tr><th scope="row">${criterionLink(run, result.criterion)}<br>${criterion === undefined ? '' : both(criterion.title)}</th>
<td><span class="tag ${result.status}">${both(STATUS[result.status])}</span></td><td>${places(run, subjects)}</td><td>${criterion === undefined ? '' : both(criterion.remedy)}</td></tr>`
  })
  return html`<section id="advice"><h2>${both({ vi: 'Nên khắc phục, không chặn', en: 'Worth mending, does not block' })} (${open.length})</h2>
<div class="wide" tabindex="0"><table><thead><tr><th>${both({ vi: 'Tiêu chí', en: 'Criterion' })}</th><th>${both({ vi: 'Kết quả', en: 'Result' })}</th><th>${both({ vi: 'Ở đâu', en: 'Where' })}</th><th>${both({ vi: 'Cách khắc phục', en: 'Remedy' })}</th></tr></thead><tbody>${rows}</tbody></table></div></section>`
}
