// readiness/report/figures.ts: what was measured: load, drills, synchronisation, services, time and memory.
import type { Run } from '../../types/run.ts'
import type { Text } from '../../types/text.ts'
import { drills } from './drills.ts'
import { lengthAt, numberAt, ofKind, textAt } from './facts.ts'
import { both, type Html, html } from './html.ts'
import { cards, cell, table } from './table.ts'
import { day, NOT_RUN_PART, NOT_RUN_REASON, number, PHASE, SYSTEM, word } from './words.ts'

const LOAD_ORDER = ['procedures', 'documents', 'meetings', 'reporting', 'exchange', 'joint']

const percent = (share: number | undefined) => (share === undefined ? undefined : share * 100)

function loads(run: Run): Html {
  const records = ofKind(run, 'load').sort(
    (a, b) => LOAD_ORDER.indexOf(a.subject) - LOAD_ORDER.indexOf(b.subject),
  )
  const rows = records.map((record) => {
    const failed = numberAt(record, 'failedShare')
    const limit = (name: string) => ({ limit: numberAt(record, `objectives.${name}`) })
    return html`<tr><th scope="row">${both(word(SYSTEM, record.subject))}</th>${cell(numberAt(record, 'requests'))}${cell(numberAt(record, 'ratePerSecond'), { digits: 1 })}${cell(percent(failed), { digits: 2, unit: ' %', limit: percent(numberAt(record, 'objectives.failedShare')) })}${cell(numberAt(record, 'droppedIterations'), { limit: 0 })}${cell(numberAt(record, 'p50Ms'))}${cell(numberAt(record, 'p95Ms'), limit('p95Ms'))}${cell(numberAt(record, 'p99Ms'), limit('p99Ms'))}</tr>`
  })
  const head = [
    { vi: 'Bài thử', en: 'Script' },
    { vi: 'Yêu cầu', en: 'Requests' },
    { vi: 'Mỗi giây', en: 'Per second' },
    { vi: 'Thất bại', en: 'Failed' },
    { vi: 'Bị bỏ', en: 'Dropped' },
    { vi: 'Trung vị, ms', en: 'Median, ms' },
    { vi: 'p95, ms', en: 'p95, ms' },
    { vi: 'p99, ms', en: 'p99, ms' },
  ]
  return table({
    id: 'load',
    title: { vi: 'Thử tải theo cao điểm sáng thứ Hai', en: 'Load at the Monday peak' },
    head,
    rows,
    note: {
      vi: 'p95: 95 trên 100 thao tác xong trong thời gian này; p99: 99 trên 100. Yêu cầu được phát theo lịch định trước, thời gian tính từ lúc đến hạn gửi; lượt bị bỏ tính là thất bại.',
      en: 'p95: 95 of 100 operations are done within this time; p99: 99 of 100. Requests come on a schedule set beforehand, and times count from when each was due; a dropped iteration is a failure.',
    },
  })
}

function portal(run: Run): Html {
  const rows = ofKind(run, 'portal').map(
    (record) =>
      html`<tr>${cell(numberAt(record, 'reported'))}${cell(numberAt(record, 'portalCount'))}${cell(numberAt(record, 'synced'))}${cell(numberAt(record, 'syncPct'), { digits: 2, unit: ' %' })}${cell(numberAt(record, 'difference'))}${cell(lengthAt(record, 'unseen'))}</tr>`,
  )
  const head = [
    { vi: 'Hồ sơ ở hệ thống tỉnh', en: 'Dossiers in the system' },
    { vi: 'Hồ sơ ở Cổng quốc gia', en: 'At the national portal' },
    { vi: 'Khớp', en: 'Agreeing' },
    { vi: 'Tỷ lệ đồng bộ', en: 'Synchronised' },
    { vi: 'Chênh lệch', en: 'Difference' },
    { vi: 'Không đi qua trục', en: 'Not seen at the exchange' },
  ]
  return table({
    id: 'portal',
    title: { vi: 'Đồng bộ với Cổng Dịch vụ công quốc gia', en: 'Synchronisation with the national portal' },
    head,
    rows,
    words: 0,
  })
}

function services(run: Run): Html {
  const records = ofKind(run, 'service-coverage')
  if (records.length === 0) return html``
  const working = records.filter((record) => textAt(record, 'state') === 'working').length
  const open = records.filter((record) => textAt(record, 'state') !== 'working')
  const rows = open.map((record) => [
    html`${textAt(record, 'name') || record.subject}`,
    html`${textAt(record, 'ministry')}`,
    html`${textAt(record, 'owner')}`,
    both(day(textAt(record, 'due'))),
  ])
  const rest =
    open.length === 0
      ? { vi: 'dịch vụ đã hoạt động đầy đủ.', en: 'services work fully.' }
      : {
          vi: 'dịch vụ đã hoạt động đầy đủ. Các dịch vụ còn lại được nêu tên:',
          en: 'services work fully. The others, by name:',
        }
  return html`<section id="services"><h2>${both({ vi: 'Dịch vụ công trực tuyến', en: 'Online public services' })}</h2>
<p><b>${working}/${records.length}</b> ${both(rest)}</p>
${open.length === 0 ? '' : cards(SERVICE_HEAD, rows)}</section>`
}

const SERVICE_HEAD: readonly Text[] = [
  { vi: 'Dịch vụ', en: 'Service' },
  { vi: 'Bộ, ngành', en: 'Ministry' },
  { vi: 'Chủ trì', en: 'Owner' },
  { vi: 'Hạn hoàn thành', en: 'Due' },
]

function time(run: Run): Html {
  const done = run.journal.filter((entry) => entry.event === 'done' && entry.seconds !== undefined)
  const longest = Math.max(1, ...done.map((entry) => entry.seconds ?? 0))
  const rows = done.map((entry) => {
    const seconds = entry.seconds ?? 0
    return html`<tr><th scope="row">${both(word(PHASE, entry.phase))}</th>${cell(seconds, { digits: 1, unit: ' s' })}<td class="bar"><span style="width:${Math.round((seconds / longest) * 100)}%"></span></td></tr>`
  })
  if (rows.length === 0) return html``
  const total = done.reduce((sum, entry) => sum + (entry.seconds ?? 0), 0)
  const peak = run.journal.find((entry) => entry.phase === 'memory' && entry.event === 'peak')?.data?.[
    'peakBytes'
  ]
  const memory =
    typeof peak === 'number'
      ? html`<p>${both({ vi: `Bộ nhớ cao nhất của toàn bộ các tiến trình: ${number(peak / 2 ** 20).vi} MiB.`, en: `Peak memory of the whole tree of processes: ${number(peak / 2 ** 20).en} MiB.` })}</p>`
      : ''
  const busy = run.journal.find((entry) => entry.phase === 'machine' && entry.event === 'busy')?.data?.[
    'percent'
  ]
  const others =
    typeof busy === 'number'
      ? html`<p>${both({ vi: `Trước khi khởi động các hệ thống, chương trình khác trên máy dùng ${number(busy).vi} % bộ xử lý; máy càng bận, thời gian đo được càng dài.`, en: `Before the systems started, other programs on the machine used ${number(busy).en} % of its processors; the busier it is, the longer the times measured.` })}</p>`
      : ''
  return html`<section id="time"><h2>${both({ vi: 'Thời gian đã dùng', en: 'Where the time went' })}</h2>
<div class="wide" tabindex="0"><table><thead><tr><th>${both({ vi: 'Bước', en: 'Phase' })}</th><th class="num">${both({ vi: 'Thời gian', en: 'Time' })}</th><th>${both({ vi: 'So với bước lâu nhất', en: 'Beside the longest' })}</th></tr></thead><tbody>${rows}</tbody>
<tfoot><tr><th scope="row">${both({ vi: 'Cộng', en: 'Total' })}</th>${cell(total, { digits: 1, unit: ' s' })}<td></td></tr></tfoot></table></div>${memory}${others}</section>`
}

function notRun(run: Run): Html {
  if (run.header.notRun.length === 0) return html``
  const rows = run.header.notRun.map(
    ({ part, reason }) =>
      html`<li><b>${both(word(NOT_RUN_PART, part))}</b>: ${both({ vi: NOT_RUN_REASON[reason] ?? reason, en: reason })}</li>`,
  )
  return html`<section id="not-run"><h2>${both({ vi: 'Những phần không chạy', en: 'What was not run' })}</h2><ul>${rows}</ul></section>`
}

/** All measured figures, in the order a reader asks for them. */
export function figures(run: Run): Html {
  return html`${services(run)}${loads(run)}${drills(run)}${portal(run)}${time(run)}${notRun(run)}`
}
