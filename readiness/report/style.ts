// readiness/report/style.ts: the page's style sheet: readable on screen and on paper, in grey as in colour.

/** Contrast of every pair below is at least 4.5:1 (WCAG 2.0 AA). */
export const STYLE = `
:root{--ink:#1a1f24;--soft:#56606b;--line:#d5dbe1;--paper:#fff;--wash:#f4f6f8;--go:#0b6b3a;--stop:#a51d1d;--warn:#8a5a00;--note:#3a4a8c}
*{box-sizing:border-box}
body{margin:0;background:var(--wash);color:var(--ink);font:16px/1.55 system-ui,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif}
.page{max-width:72rem;margin:0 auto 3rem;padding:2rem clamp(1rem,4vw,3rem);background:var(--paper)}
main>input{position:absolute;opacity:0;pointer-events:none}
nav{max-width:72rem;margin:0 auto;padding:.75rem clamp(1rem,4vw,3rem);text-align:right}
nav label{display:inline-block;padding:.3rem .8rem;border:1px solid var(--line);background:var(--paper);cursor:pointer}
#language-vi:checked~nav label[for=language-vi],#language-en:checked~nav label[for=language-en]{background:var(--ink);color:#fff;border-color:var(--ink)}
#language-vi:focus-visible~nav label[for=language-vi],#language-en:focus-visible~nav label[for=language-en]{outline:3px solid var(--note);outline-offset:2px}
#language-vi:checked~.page [lang=en],#language-en:checked~.page [lang=vi]{display:none}
.brand{margin:0;font-weight:700;letter-spacing:.02em}.brand small{font-weight:400;color:var(--soft)}
h1{font-size:1.9rem;line-height:1.2;margin:.3rem 0}.province{color:var(--soft);font-weight:600}
h2{margin:2.4rem 0 .8rem;padding-top:1rem;border-top:2px solid var(--ink);font-size:1.35rem}
h3,.decision h2{margin:1.4rem 0 .5rem;padding:0;border:0;font-size:1.05rem}h4{margin:0 0 .3rem;font-size:1rem}
.meta,.note{color:var(--soft);font-size:.9rem;overflow-wrap:anywhere}
.decision{margin-top:1.5rem;padding:1.2rem 1.5rem;border:1px solid var(--line);border-left:10px solid var(--stop)}
.decision.go{border-left-color:var(--go)}
.outcome{margin:0;font-size:2.6rem;line-height:1.15;font-weight:800;color:var(--stop)}.go .outcome{color:var(--go)}
.sentence{font-size:1.15rem;margin:.4rem 0}.asof{color:var(--soft);margin:0}
.silence{margin-top:1rem;padding:.2rem 1rem;border:2px solid var(--stop)}.silence h2{color:var(--stop)}.silence p{margin:.4rem 0}
.standing{margin-top:1rem;padding:.2rem 1rem;background:#fff7e0;border-left:4px solid var(--warn)}
div.severity{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;margin:.35rem 0}div.severity>span{min-width:15rem}
ul.heard,ul.counts{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;padding:0;margin:0}
ul.heard li,ul.counts li{padding:.35rem .7rem;border:1px solid var(--line);background:var(--paper)}
ul.heard li.fail{border-color:var(--stop);color:var(--stop)}ul.heard li.fail::before{content:"✕ "}ul.heard li.pass::before{content:"✓ ";color:var(--go)}
.severity.blocking li:is(.fail,.error,.not-evaluated,.manual-pending){border-color:var(--stop);color:var(--stop)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.93rem}
th,td{padding:.5rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{background:var(--wash);border-bottom:2px solid var(--line)}tfoot th,tfoot td{border-top:2px solid var(--line)}
td.num,th.num{text-align:right;font-variant-numeric:tabular-nums}
td.num{white-space:nowrap}td.over{color:var(--stop);font-weight:700}
.cards tbody th{min-width:9rem}.cards td{min-width:6rem}.cards td:nth-child(2):not(:nth-last-child(-n+3)){min-width:11rem}.cards td:nth-child(5){min-width:9rem}code{font-size:.92em;overflow-wrap:anywhere}
td.bar{width:40%}td.bar span{display:block;height:.8rem;background:var(--note)}
.tag{display:inline-block;padding:0 .45rem;border:1px solid currentColor;font-size:.82rem;font-weight:600;white-space:nowrap}
.tag.pass{color:var(--go)}.tag.fail,.tag.error{color:var(--stop)}.tag.not-evaluated,.tag.manual-pending{color:var(--warn)}.tag.not-applicable{color:var(--soft)}
article{padding:.8rem 0;border-bottom:1px solid var(--line)}article p{margin:.2rem 0}
details{display:inline}summary{display:inline;cursor:pointer;color:var(--note);text-decoration:underline}
details[open]{display:block}pre{padding:.8rem 1rem;background:var(--wash);border:1px solid var(--line);white-space:pre-wrap;overflow-wrap:anywhere}
a{color:var(--note)}
@media (max-width:40rem){tbody th{min-width:9rem}.decision{padding:1rem}.outcome{font-size:2rem}}
@media screen and (max-width:40rem){
.cards thead{display:none}.cards,.cards :is(tbody,tr,th,td){display:block;min-width:0;width:auto}.cards tr{padding:.7rem 0;border-bottom:1px solid var(--line)}.cards :is(th,td){padding:.15rem 0;border:0}
.cards td::before{content:attr(data-vi) ": ";color:var(--soft);font-weight:600}#language-en:checked~.page .cards td::before{content:attr(data-en) ": "}
}
@media print{
@page{margin:18mm 15mm}
body{background:#fff;font-size:10.5pt}nav{display:none}.page{padding:0;max-width:none;margin:0}
h2,h3,h4{break-after:avoid}tr,article,.decision{break-inside:avoid}thead{display:table-header-group}
.wide{overflow:visible}th{overflow-wrap:break-word}tbody th{min-width:7.5rem}a{color:inherit;text-decoration:none}.decision,.tag,td.bar span,.standing,thead th{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`
