// readiness/report/drills.ts: the drills side by side: what was lost, how long it took, beside the no-fault twin.
import type { Evidence } from '../../types/evidence.ts'
import type { Run } from '../../types/run.ts'
import { lengthAt, numberAt, ofKind } from './facts.ts'
import { both, type Html, html } from './html.ts'
import { cell, type Figure, table } from './table.ts'
import { DRILL, word } from './words.ts'

const percent = (record: Evidence, path: string) => {
  const share = numberAt(record, path)
  return cell(share === undefined ? undefined : share * 100, { digits: 2, unit: ' %' })
}
const seconds = (record: Evidence, name: string) =>
  cell(numberAt(record, name), { digits: 2, unit: ' s', limit: numberAt(record, `objectives.${name}`) })

const FIGURES: readonly Figure[] = [
  {
    says: { vi: 'Hồ sơ đã được xác nhận', en: 'Acknowledged dossiers' },
    of: (r) => cell(numberAt(r, 'acknowledged')),
  },
  { says: { vi: 'Mất', en: 'Lost' }, of: (r) => cell(lengthAt(r, 'lost'), { limit: 0 }) },
  { says: { vi: 'Trùng', en: 'Doubled' }, of: (r) => cell(lengthAt(r, 'doubled'), { limit: 0 }) },
  {
    says: { vi: 'Thời gian khôi phục (RTO)', en: 'Recovery time (RTO)' },
    of: (r) => seconds(r, 'rtoSeconds'),
  },
  {
    says: { vi: 'Dữ liệu mất tính theo thời gian (RPO)', en: 'Recovery point (RPO)' },
    of: (r) => seconds(r, 'rpoSeconds'),
  },
  {
    says: { vi: 'Yêu cầu thất bại khi có sự cố', en: 'Requests failed, with the fault' },
    of: (r) => percent(r, 'failedShare'),
  },
  {
    says: { vi: 'Yêu cầu thất bại ở lượt đối chứng', en: 'Requests failed, no-fault twin' },
    of: (r) => percent(r, 'twin.failedShare'),
  },
  {
    says: { vi: 'p95 khi có sự cố', en: 'p95 with the fault' },
    of: (r) => cell(numberAt(r, 'p95Ms'), { unit: ' ms' }),
  },
  {
    says: { vi: 'p95 ở lượt đối chứng', en: 'p95, no-fault twin' },
    of: (r) => cell(numberAt(r, 'twin.p95Ms'), { unit: ' ms' }),
  },
  {
    says: { vi: 'Sự cố còn sót lại', en: 'Faults left in place' },
    of: (r) => cell(lengthAt(r, 'residue'), { limit: 0 }),
  },
]

const ORDER = Object.keys(DRILL)

/** The drills, one a column, in the order they were run. */
export function drills(run: Run): Html {
  const records = ofKind(run, 'drill').sort((a, b) => ORDER.indexOf(a.subject) - ORDER.indexOf(b.subject))
  if (records.length === 0) return html``
  return table({
    id: 'drills',
    title: { vi: 'Diễn tập sự cố', en: 'Drills' },
    head: [{ vi: 'Chỉ số', en: 'Figure' }, ...records.map((record) => word(DRILL, record.subject))],
    rows: FIGURES.map(({ says, of }) => html`<tr><th scope="row">${both(says)}</th>${records.map(of)}</tr>`),
    note: {
      vi: 'Mỗi bài có một lượt đối chứng không gây sự cố trong cùng phiên; RTO và RPO được đo, không khai báo.',
      en: 'Each drill has a no-fault twin in the same session; RTO and RPO are measured, never declared.',
    },
  })
}
