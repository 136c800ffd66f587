// readiness/report/annex.ts: every criterion with its source, what it asks and what was found.
import { CATALOGUES, type Criterion } from '../../types/criterion.ts'
import type { CriterionResult, Finding, Verdict } from '../../types/finding.ts'
import type { Run } from '../../types/run.ts'
import type { Text } from '../../types/text.ts'
import { subjectNames } from './blockers.ts'
import { both, type Html, html } from './html.ts'
import { CATALOGUE, STATUS } from './words.ts'

const STANDING: Readonly<Record<string, Text>> = {
  attested: { vi: '', en: '' },
  inferred: { vi: ' (suy ra)', en: ' (inferred)' },
  unverified: { vi: ' (chưa kiểm chứng)', en: ' (unverified)' },
  'good-practice': { vi: ' (thông lệ tốt)', en: ' (good practice)' },
}

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
  return html`<ul>${rows}</ul>`
}

function entry(run: Run, criterion: Criterion, result: CriterionResult): Html {
  const sources = criterion.sources.map(
    (source, n) =>
      html`${n === 0 ? '' : '; '}${source.ref}${both(STANDING[source.standing] ?? STANDING['attested'] ?? { vi: '', en: '' })}`,
  )
  const severity =
    result.severity === 'blocking'
      ? { vi: 'bắt buộc', en: 'blocking' }
      : { vi: 'khuyến nghị', en: 'advisory' }
  return html`<article id="${criterion.id}">
<h4><span class="tag ${result.status}">${both(STATUS[result.status])}</span> ${criterion.id} · ${both(criterion.title)}</h4>
<p>${both(criterion.requirement)}</p>
<p class="meta">${both(severity)} · ${sources}${criterion.ownFigure === true ? html` · ${both({ vi: 'ngưỡng do sansang đặt', en: 'the figure is our own' })}` : ''} · ${both({ vi: `${result.heard}/${result.expected} nơi đã báo cáo`, en: `${result.heard} of ${result.expected} heard from` })} · ${both({ vi: `${result.counts.pass} kết quả đạt`, en: `${result.counts.pass} passed` })}</p>
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
