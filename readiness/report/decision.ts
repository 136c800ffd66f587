// readiness/report/decision.ts: the first thing a reader sees: the outcome, what it rests on, and who was heard.
import type { Verdict } from '../../types/finding.ts'
import { STATUSES } from '../../types/finding.ts'
import type { Run } from '../../types/run.ts'
import type { Text } from '../../types/text.ts'
import { both, type Html, html } from './html.ts'
import { day, number, STATUS } from './words.ts'

/** The outcome as it is always written: never GO alone when it rests on a rehearsal. */
export function outcomeText(verdict: Verdict): Text {
  const rehearsal = verdict.standing === 'rehearsal'
  if (verdict.outcome === 'GO')
    return rehearsal ? { vi: 'SẴN SÀNG (diễn tập)', en: 'GO (rehearsal)' } : { vi: 'SẴN SÀNG', en: 'GO' }
  return rehearsal
    ? { vi: 'CHƯA SẴN SÀNG (diễn tập)', en: 'NO-GO (rehearsal)' }
    : { vi: 'CHƯA SẴN SÀNG', en: 'NO-GO' }
}

function sentence(verdict: Verdict): Text {
  const { blockers, province } = verdict
  if (verdict.outcome === 'GO')
    return {
      vi: `Mọi tiêu chí bắt buộc của ${province.name} đều đạt hoặc có lý do không áp dụng, trên toàn bộ đối tượng phải báo cáo.`,
      en: `Every blocking criterion of ${province.name} passes, or is justified as not applicable, for everyone who must be heard from.`,
    }
  return {
    vi: `${blockers.length} tiêu chí bắt buộc chưa đạt: năm hệ thống dùng chung của ${province.name} chưa được đưa vào vận hành.`,
    en: `${blockers.length} blocking ${blockers.length === 1 ? 'criterion is' : 'criteria are'} not met: the five shared systems of ${province.name} may not go live.`,
  }
}

function heard(run: Run): Html {
  const rows = run.populations.map((population) => {
    const ids = new Set(run.evidence.map((record) => record.subject.split('/')[0]))
    const count = population.members.filter((member) => ids.has(member.id)).length
    const state = count === population.members.length ? 'pass' : 'fail'
    return html`<li class="${state}"><b>${count}/${population.members.length}</b> ${both(POPULATION[population.name] ?? { vi: population.name, en: population.name })}</li>`
  })
  return html`<ul class="heard">${rows}</ul>`
}

const POPULATION: Readonly<Record<string, Text>> = {
  communes: { vi: 'xã, phường, đặc khu đã báo cáo', en: 'communes heard from' },
  systems: { vi: 'hệ thống dùng chung', en: 'shared systems' },
  province: { vi: 'tỉnh, thành phố', en: 'province' },
  workloads: { vi: 'thành phần trong kế hoạch', en: 'planned workloads' },
  loads: { vi: 'bài thử tải', en: 'load tests' },
  drills: { vi: 'bài diễn tập', en: 'drills' },
  services: { vi: 'dịch vụ công trực tuyến', en: 'online public services' },
}

function counts(verdict: Verdict): Html {
  const rows = SEVERITIES.map(({ severity, says }) => {
    const results = verdict.criteria.filter((result) => result.severity === severity)
    const cells = STATUSES.flatMap((status) => {
      const count = results.filter((result) => result.status === status).length
      return count === 0 ? [] : [html`<li class="${status}"><b>${count}</b> ${both(STATUS[status])}</li>`]
    })
    return html`<div class="severity"><span>${both(says)} (${results.length})</span><ul class="counts">${cells}</ul></div>`
  })
  return html`${rows}`
}

const SEVERITIES = [
  { severity: 'blocking', says: { vi: 'Bắt buộc', en: 'Blocking' } },
  { severity: 'advisory', says: { vi: 'Khuyến nghị, không chặn', en: 'Advisory, does not block' } },
] as const

/** Decision block. */
export function decision(run: Run, verdict: Verdict): Html {
  const reasons = verdict.standingReasons.map((reason) => html`<li>${both(reason)}</li>`)
  const asOf = day(verdict.asOf)
  return html`<section id="decision" class="decision ${verdict.outcome === 'GO' ? 'go' : 'no-go'}">
<p class="outcome">${both(outcomeText(verdict))}</p>
<p class="sentence">${both(sentence(verdict))}</p>
<p class="asof">${both({ vi: `Xét tại ngày ${asOf.vi}`, en: `Judged as of ${asOf.en}` })}</p>
${reasons.length === 0 ? '' : html`<div class="standing"><h3>${both({ vi: 'Vì sao chỉ là kết quả diễn tập', en: 'Why this is a rehearsal verdict' })}</h3><ul>${reasons}</ul></div>`}
<h3>${both({ vi: 'Ai đã báo cáo', en: 'Who was heard from' })}</h3>
${heard(run)}
<h3>${both({ vi: `${number(verdict.criteria.length).vi} tiêu chí`, en: `${number(verdict.criteria.length).en} criteria` })}</h3>
${counts(verdict)}
</section>`
}
