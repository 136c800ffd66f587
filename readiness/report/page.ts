// readiness/report/page.ts: the report as one self-contained page: no script, nothing loaded from anywhere.
import type { Verdict } from '../../types/finding.ts'
import type { Run } from '../../types/run.ts'
import { annex } from './annex.ts'
import { advice, blockers, waivers } from './blockers.ts'
import { decision, outcomeText } from './decision.ts'
import { figures } from './figures.ts'
import { both, Html, html } from './html.ts'
import { sources } from './sources.ts'
import { STYLE } from './style.ts'
import { day, PROFILE, TARGET, word } from './words.ts'

function masthead(run: Run, verdict: Verdict): Html {
  const collected = day(run.header.startedAt)
  return html`<header>
<p class="brand">sansang <small>sẵn sàng</small></p>
<h1>${both({ vi: 'Báo cáo mức sẵn sàng vận hành', en: 'Readiness report' })}<br><span class="province">${verdict.province.name}</span></h1>
<p class="meta">${both({ vi: `Năm hệ thống dùng chung · thu thập ngày ${collected.vi}`, en: `The five shared systems · collected on ${collected.en}` })} · ${both(word(TARGET, run.header.target))} · ${both(word(PROFILE, run.header.profile))} · ${run.header.runId} · sansang ${run.header.tool.version}</p>
</header>`
}

/** A record that is there, of a commune where one was heard: an example nobody can run explains nothing. */
function example(run: Run): string {
  const ids = run.evidence.map(({ id }) => id)
  return ids.find((id) => id.startsWith('host/')) ?? ids[0] ?? 'host/26740/PC-01'
}

function howToVerify(run: Run): Html {
  return html`<section id="verify"><h2>${both({ vi: 'Tự kiểm tra báo cáo này', en: 'Check this report yourself' })}</h2>
<p>${both({
    vi: 'Báo cáo được niêm phong cùng toàn bộ bằng chứng. Lệnh sau kiểm tra từng byte, đánh giá lại từ bằng chứng và cho cùng một kết luận, không cần mạng:',
    en: 'The report is sealed together with all its evidence. This checks every byte, judges the evidence again and arrives at the same verdict, offline:',
  })}</p>
<pre>./sansang verify ${run.header.runId}</pre>
<p>${both({
    vi: 'Cuối lệnh là thư mục chứa báo cáo này. Mỗi tiêu chí ở phụ lục nêu văn bản nguồn, loại chứng cứ và quy tắc đã áp dụng. Bản ghi của một đối tượng là dòng có mã loại/đối tượng trong evidence.jsonl; lệnh sau đưa ra đúng dòng ấy kèm bằng chứng nó thuộc lần chạy này:',
    en: 'What ends the command is the folder this report lies in. Each criterion in the annex names its source, the kind of evidence and the rule applied. The record of one subject is the line of evidence.jsonl with the id kind/subject; this shows just that line, with the proof that it belongs to this run:',
  })}</p>
<pre>./sansang verify ${run.header.runId} --prove ${example(run)}</pre></section>`
}

/** Foot of every printed page: a sheet that comes loose still says what it belongs to, and that it is a rehearsal. */
function footer(run: Run, verdict: Verdict): string {
  const outcome = outcomeText(verdict)
  const text = `${verdict.province.name} · ${outcome.vi} / ${outcome.en} · ${run.header.runId}`
  // In a CSS string inside <style>: no quote, backslash, line end or angle bracket may come through as itself.
  const safe = text.replace(/[\p{Cc}"\\<>]/gu, (sign) => `\\${sign.charCodeAt(0).toString(16)} `)
  return `@page{@bottom-left{content:"${safe}";font:8pt sans-serif;color:#56606b}@bottom-right{content:counter(page) "/" counter(pages);font:8pt sans-serif;color:#56606b}}`
}

/** The whole page as UTF-8 text. Pure: the same run and verdict give the same bytes. */
export function page(run: Run, verdict: Verdict): string {
  const title = `${outcomeText(verdict).en} · ${verdict.province.name} · sansang`
  return html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light">
<title>${title}</title>
<style>${new Html(STYLE + footer(run, verdict))}</style>
</head>
<body>
<main>
<input type="radio" name="language" id="language-vi" checked><input type="radio" name="language" id="language-en">
<nav aria-label="Ngôn ngữ, language"><label for="language-vi">Tiếng Việt</label><label for="language-en">English</label></nav>
<div class="page">
${masthead(run, verdict)}
${decision(run, verdict)}
${blockers(run, verdict)}
${waivers(run, verdict)}
${figures(run)}
${advice(run, verdict)}
${howToVerify(run)}
${annex(run, verdict)}
${sources(run.criteria)}
</div>
</main>
</body>
</html>
`.markup
}
