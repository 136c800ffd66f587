// readiness/report/decision.ts: the first thing a reader sees: the outcome, what it rests on, and who was heard.
import type { Verdict } from '../../types/finding.ts'
import { STATUSES } from '../../types/finding.ts'
import type { Run } from '../../types/run.ts'
import type { Text } from '../../types/text.ts'
import { byMember, membersOf } from '../population.ts'
import { NO_CRITERIA } from '../reserved.ts'
import { subjectNames } from './blockers.ts'
import { both, type Html, html } from './html.ts'
import { splitSilence } from './silence.ts'
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
  const { province } = verdict
  const open = verdict.blockers.filter(({ criterion }) => criterion !== NO_CRITERIA).length
  const waived = verdict.waivers.filter(({ state }) => state === 'applied').length
  const under =
    waived === 0
      ? { vi: '', en: '' }
      : {
          vi: `, được miễn trừ (${waived} quyết định miễn trừ đang có hiệu lực)`,
          en: ` stands under a waiver (${waived} in force),`,
        }
  if (verdict.outcome === 'GO')
    return {
      vi: `Mọi tiêu chí bắt buộc của ${province.name} đều đạt${under.vi} hoặc có lý do không áp dụng, trên toàn bộ đối tượng phải báo cáo.`,
      en: `Every blocking criterion of ${province.name} passes,${under.en} or is justified as not applicable, for everyone who must be heard from.`,
    }
  const may = {
    vi: `năm hệ thống dùng chung của ${province.name} chưa được đưa vào vận hành.`,
    en: `the five shared systems of ${province.name} may not go live.`,
  }
  if (open === 0)
    return {
      vi: `Không có tiêu chí bắt buộc nào được đánh giá là đạt: ${may.vi}`,
      en: `No blocking criterion was judged and passed: ${may.en}`,
    }
  return {
    vi: `${open} tiêu chí bắt buộc chưa đạt hoặc chưa đánh giá được: ${may.vi}`,
    en: `${open} blocking ${open === 1 ? 'criterion is' : 'criteria are'} not met, or could not be judged: ${may.en}`,
  }
}

/** Who sent what the judged criteria read; a population none of them asks about is not shown as silent. */
function heard(run: Run): Html {
  const rows = run.populations.flatMap((population) => {
    const asking = run.criteria.filter((criterion) => criterion.population === population.name)
    if (asking.length === 0) return []
    const kinds = new Set(asking.map((criterion) => criterion.evidence))
    const records = run.evidence.filter(({ kind }) => kinds.has(kind))
    const count = byMember(records, membersOf(population)).size
    const state = count === population.members.length ? 'pass' : 'fail'
    const says = both(POPULATION[population.name] ?? { vi: population.name, en: population.name })
    return [html`<li class="${state}"><b>${count}/${population.members.length}</b> ${says}</li>`]
  })
  return html`<ul class="heard">${rows}</ul>`
}

/** Who has to speak first, on the first page: without them nothing else can be judged. */
function silent(run: Run, verdict: Verdict): Html {
  const notes = splitSilence(verdict).silences.map(({ blocker, criteria }) => {
    const count = {
      vi: `${blocker.reason.vi} (${criteria.length} tiêu chí)`,
      en: `${blocker.reason.en} (${criteria.length} ${criteria.length === 1 ? 'criterion' : 'criteria'})`,
    }
    return html`<div class="silence"><h2>${both(blocker.title)}</h2>
<div><b>${both(count)}</b>: ${subjectNames(run, blocker.subjects)}</div>
<p>${both({ vi: 'Ai xử lý: ', en: 'Owner: ' })}${both(blocker.owner)}.<br>${both({ vi: 'Cách khắc phục: ', en: 'Remedy: ' })}${both(blocker.remedy)}</p></div>`
  })
  return html`${notes}`
}

const POPULATION: Readonly<Record<string, Text>> = {
  communes: { vi: 'xã, phường, đặc khu', en: 'communes' },
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
    return html`<div class="severity ${severity}"><span>${both(says)} (${results.length})</span><ul class="counts">${cells}</ul></div>`
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
${silent(run, verdict)}
${reasons.length === 0 ? '' : html`<div class="standing"><h2>${both({ vi: 'Vì sao chỉ là kết quả diễn tập', en: 'Why this is a rehearsal verdict' })}</h2><ul>${reasons}</ul></div>`}
<h2>${both({ vi: 'Ai đã báo cáo', en: 'Who was heard from' })}</h2>
${heard(run)}
<h2>${both({ vi: `${number(verdict.criteria.length).vi} tiêu chí`, en: `${number(verdict.criteria.length).en} criteria` })}</h2>
${counts(verdict)}
</section>`
}
