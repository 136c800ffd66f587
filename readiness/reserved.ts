// readiness/reserved.ts: what the engine itself can find wrong, under names no criterion file may have.
import type { Text } from '../types/text.ts'

export type Reserved = { readonly title: Text; readonly owner: Text; readonly remedy: Text }

/** Records that fit no declaration: doubled ids, strangers to the population, undeclared kinds. A CriterionResult of its own. */
export const EVIDENCE = 'evidence'
/** Nothing binding was judged. A blocker only. */
export const NO_CRITERIA = 'no-criteria'

const owner: Text = { vi: 'Tổ công tác liên ngành của tỉnh', en: 'The provincial task force' }

export const RESERVED: Readonly<Record<typeof EVIDENCE | typeof NO_CRITERIA, Reserved>> = {
  [EVIDENCE]: {
    title: { vi: 'Chứng cứ không khớp khai báo', en: 'Evidence that fits no declaration' },
    owner,
    remedy: {
      vi: 'Sửa hoặc bỏ các bản ghi nêu tên rồi chạy lại; không bản ghi nào được lặng lẽ bỏ qua.',
      en: 'Correct or remove the records named, then run again; no record is dropped in silence.',
    },
  },
  [NO_CRITERIA]: {
    title: {
      vi: 'Không có tiêu chí bắt buộc nào được đánh giá là đạt',
      en: 'No blocking criterion was judged and passed',
    },
    owner,
    remedy: {
      vi: 'Kiểm tra ngày đánh giá và phần tiêu chí đã chọn; chạy lại với đủ các danh mục.',
      en: 'Check the as-of date and the selection of criteria; run again with all catalogues.',
    },
  },
}
