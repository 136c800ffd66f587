// readiness/report/figures.ts: what was measured: load, drills, synchronisation, services, time and memory.
import type { Evidence } from '../../types/evidence.ts'
import type { Run } from '../../types/run.ts'
import type { Text } from '../../types/text.ts'
import { drills } from './drills.ts'
import { lengthAt, numberAt, ofKind, textAt } from './facts.ts'
import { both, type Html, html } from './html.ts'
import { cards, cell, type Figure, table } from './table.ts'
import { day, NOT_RUN_PART, NOT_RUN_REASON, number, PHASE, SYSTEM, word } from './words.ts'

const LOAD_ORDER = ['procedures', 'documents', 'meetings', 'reporting', 'exchange', 'joint']

const percent = (share: number | undefined) => (share === undefined ? undefined : share * 100)

const heldTo = (record: Evidence, name: string) =>
  cell(numberAt(record, name), { limit: numberAt(record, `objectives.${name}`) })

const LOAD: readonly Figure[] = [
  { says: { vi: 'Yêu cầu', en: 'Requests' }, of: (r) => cell(numberAt(r, 'requests')) },
  {
    says: { vi: 'Mỗi giây', en: 'Per second' },
    of: (r) => cell(numberAt(r, 'ratePerSecond'), { digits: 1 }),
  },
  {
    says: { vi: 'Thất bại', en: 'Failed' },
    of: (r) =>
      cell(percent(numberAt(r, 'failedShare')), {
        digits: 2,
        unit: ' %',
        limit: percent(numberAt(r, 'objectives.failedShare')),
      }),
  },
  { says: { vi: 'Bị bỏ', en: 'Dropped' }, of: (r) => cell(numberAt(r, 'droppedIterations'), { limit: 0 }) },
  { says: { vi: 'Trung vị, ms', en: 'Median, ms' }, of: (r) => cell(numberAt(r, 'p50Ms')) },
  { says: { vi: 'p95, ms', en: 'p95, ms' }, of: (r) => heldTo(r, 'p95Ms') },
  { says: { vi: 'p99, ms', en: 'p99, ms' }, of: (r) => heldTo(r, 'p99Ms') },
]

/** The load scripts, one a row, in the order they were run. */
function loads(run: Run): Html {
  const records = ofKind(run, 'load').sort(
    (a, b) => LOAD_ORDER.indexOf(a.subject) - LOAD_ORDER.indexOf(b.subject),
  )
  return table({
    id: 'load',
    title: { vi: 'Thử tải theo cao điểm sáng thứ Hai', en: 'Load at the Monday peak' },
    head: [{ vi: 'Bài thử', en: 'Script' }, ...LOAD.map(({ says }) => says)],
    rows: records.map(
      (record) =>
        html`<tr><th scope="row">${both(word(SYSTEM, record.subject))}</th>${LOAD.map(({ of }) => of(record))}</tr>`,
    ),
    note: {
      vi: 'p95: 95 trên 100 thao tác xong trong thời gian này; p99: 99 trên 100. Yêu cầu được phát theo lịch định trước, thời gian tính từ lúc đến hạn gửi; lượt bị bỏ tính là thất bại.',
      en: 'p95: 95 of 100 operations are done within this time; p99: 99 of 100. Requests come on a schedule set beforehand, and times count from when each was due; a dropped iteration is a failure.',
    },
  })
}

const PORTAL: readonly Figure[] = [
  {
    says: { vi: 'Hồ sơ ở hệ thống tỉnh', en: 'Dossiers in the system' },
    of: (r) => cell(numberAt(r, 'reported')),
  },
  {
    says: { vi: 'Hồ sơ ở Cổng quốc gia', en: 'At the national portal' },
    of: (r) => cell(numberAt(r, 'portalCount')),
  },
  { says: { vi: 'Khớp', en: 'Agreeing' }, of: (r) => cell(numberAt(r, 'synced')) },
  {
    says: { vi: 'Tỷ lệ đồng bộ', en: 'Synchronised' },
    of: (r) => cell(numberAt(r, 'syncPct'), { digits: 2, unit: ' %' }),
  },
  { says: { vi: 'Chênh lệch', en: 'Difference' }, of: (r) => cell(numberAt(r, 'difference')) },
  {
    says: { vi: 'Không đi qua trục', en: 'Not seen at the exchange' },
    of: (r) => cell(lengthAt(r, 'unseen')),
  },
]

function portal(run: Run): Html {
  return table({
    id: 'portal',
    title: { vi: 'Đồng bộ với Cổng Dịch vụ công quốc gia', en: 'Synchronisation with the national portal' },
    head: PORTAL.map(({ says }) => says),
    rows: ofKind(run, 'portal').map((record) => html`<tr>${PORTAL.map(({ of }) => of(record))}</tr>`),
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
