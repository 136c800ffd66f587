// readiness/report/annex.ts: every criterion with its source, what it asks and what was found.
import { CATALOGUES, type Criterion } from '../../types/criterion.ts'
import type { CriterionResult, Finding, Verdict } from '../../types/finding.ts'
import type { Run } from '../../types/run.ts'
import { subjectNames } from './blockers.ts'
import { both, type Html, html } from './html.ts'
import { citations } from './sources.ts'
import { CATALOGUE, day, number, STATUS } from './words.ts'

/** More reasons than this are folded: a hundred PCs, each some days late, must not bury the next criterion. */
const REASONS_SHOWN = 6

/** Findings of one status with the same reason are one row: 167 communes may say the same thing. */
function grouped(findings: readonly Finding[]): { finding: Finding; subjects: string[] }[] {
  const groups = new Map<string, { finding: Finding; subjects: string[] }>()
  for (const finding of findings) {
    const key = `${finding.status}|${finding.reason.en}`
    const group = groups.get(key) ?? { finding, subjects: [] }
    group.subjects.push(finding.subject)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function found(run: Run, result: CriterionResult): Html {
  const groups = grouped(result.notPassed)
  if (groups.length === 0) return html``
  const rows = groups.map(
    ({ finding, subjects }) =>
      html`<li><span class="tag ${finding.status}">${both(STATUS[finding.status])}</span> ${both(finding.reason)}: ${subjectNames(run, subjects)}</li>`,
  )
  const left = rows.slice(REASONS_SHOWN)
  const more = {
    vi: `và ${number(left.length).vi} lý do khác`,
    en: `and ${number(left.length).en} more reasons`,
  }
  const folded =
    left.length === 0 ? '' : html`<details><summary>${both(more)}</summary><ul>${left}</ul></details>`
  return html`<ul>${rows.slice(0, REASONS_SHOWN)}</ul>${folded}`
}

/** What an auditor needs to judge again by hand: which records, and the rule as it was put to them. */
function judgedBy(run: Run, { evidence, rule, applies }: Criterion): Html {
  const title = run.kinds.find(({ name }) => name === evidence)?.title
  const only =
    applies === undefined
      ? ''
      : html` · ${both({ vi: 'chỉ xét khi', en: 'asked only where' })} <code>${applies}</code>`
  return html`${both({ vi: 'Chứng cứ', en: 'Evidence' })} <code>${evidence}</code>${title === undefined ? '' : html` (${both(title)})`} · ${both({ vi: 'quy tắc', en: 'rule' })} <code>${rule}</code>${only}`
}

/** From when until when a requirement is in force; nothing for one that always is. */
function inForce({ from, to }: Criterion): Html {
  const [first, last] = [from, to].map((iso) => (iso === undefined ? undefined : day(iso)))
  return html`${first === undefined ? '' : html` · ${both({ vi: `có hiệu lực từ ${first.vi}`, en: `in force from ${first.en}` })}`}${last === undefined ? '' : html` · ${both({ vi: `đến hết ${last.vi}`, en: `until ${last.en}` })}`}`
}

function entry(run: Run, criterion: Criterion, result: CriterionResult): Html {
  const severity =
    result.severity === 'blocking'
      ? { vi: 'bắt buộc', en: 'blocking' }
      : { vi: 'khuyến nghị', en: 'advisory' }
  return html`<article id="${criterion.id}">
<h4><span class="tag ${result.status}">${both(STATUS[result.status])}</span> ${criterion.id} · ${both(criterion.title)}</h4>
<p>${both(criterion.requirement)}</p>
<p class="meta">${both(severity)} · ${citations(criterion)}${inForce(criterion)}${criterion.ownFigure === true ? html` · ${both({ vi: 'ngưỡng do sansang đặt', en: 'the figure is our own' })}` : ''} · ${both({ vi: `${result.heard}/${result.expected} nơi đã báo cáo`, en: `${result.heard} of ${result.expected} heard from` })} · ${both({ vi: `${result.counts.pass} kết quả đạt`, en: `${result.counts.pass} passed` })}</p>
<p class="meta">${judgedBy(run, criterion)}</p>
${found(run, result)}
</article>`
}

/** The annex: all criteria by catalogue. */
export function annex(run: Run, verdict: Verdict): Html {
  const results = new Map(verdict.criteria.map((result) => [result.criterion, result]))
  const parts = CATALOGUES.map((catalogue) => {
    const entries = run.criteria
      .filter((criterion) => criterion.catalogue === catalogue)
      .flatMap((criterion) => {
        const result = results.get(criterion.id)
        return result === undefined ? [] : [entry(run, criterion, result)]
      })
    return entries.length === 0
      ? html``
      : html`<h3>${both(CATALOGUE[catalogue])} (${entries.length})</h3>${entries}`
  })
  return html`<section id="annex"><h2>${both({ vi: 'Phụ lục: từng tiêu chí', en: 'Annex: every criterion' })}</h2>${parts}</section>`
}
