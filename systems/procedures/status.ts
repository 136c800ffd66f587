// systems/procedures/status.ts: the ten statuses of a dossier and what leads from one to another. Pure; knows no deadlines.
import type { Text } from '../../types/text.ts'

/** As the national portal numbers them (field TrangThaiHoSo). */
export const STATUSES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const
export type Status = (typeof STATUSES)[number]

export const STATUS_NAMES: Readonly<Record<Status, Text>> = {
  1: { vi: 'Mới đăng ký', en: 'Newly registered' },
  2: { vi: 'Được tiếp nhận', en: 'Accepted' },
  3: { vi: 'Không được tiếp nhận', en: 'Rejected' },
  4: { vi: 'Đang xử lý', en: 'Processing' },
  5: { vi: 'Yêu cầu bổ sung giấy tờ', en: 'Supplement requested' },
  6: { vi: 'Yêu cầu thực hiện nghĩa vụ tài chính', en: 'Financial obligation' },
  7: { vi: 'Công dân yêu cầu rút hồ sơ', en: 'Withdrawn by the citizen' },
  8: { vi: 'Dừng xử lý', en: 'Stopped' },
  9: { vi: 'Đã xử lý xong', en: 'Done' },
  10: { vi: 'Đã trả kết quả', en: 'Result returned' },
}

type Transition = { readonly from: readonly Status[]; readonly to: Status; readonly name: Text }

/** Everything that can happen to a dossier after its submission. What is not here cannot. */
export const TRANSITIONS = {
  accept: { from: [1], to: 2, name: { vi: 'Tiếp nhận hồ sơ', en: 'Accept' } },
  // An incomplete dossier that was never accepted is rejected with the reason and filed again: its clock never started.
  reject: { from: [1], to: 3, name: { vi: 'Từ chối tiếp nhận hồ sơ', en: 'Reject' } },
  start: { from: [2], to: 4, name: { vi: 'Thụ lý hồ sơ', en: 'Start processing' } },
  requestSupplement: {
    from: [2, 4],
    to: 5,
    name: { vi: 'Yêu cầu bổ sung hồ sơ', en: 'Request a supplement' },
  },
  supply: { from: [5], to: 4, name: { vi: 'Nhận hồ sơ bổ sung', en: 'Receive the supplement' } },
  requestPayment: {
    from: [2, 4],
    to: 6,
    name: { vi: 'Thông báo nghĩa vụ tài chính', en: 'Give notice of a payment' },
  },
  confirmPayment: {
    from: [6],
    to: 4,
    name: { vi: 'Xác nhận hoàn thành nghĩa vụ tài chính', en: 'Confirm the payment' },
  },
  withdraw: { from: [1, 2, 4, 5, 6], to: 7, name: { vi: 'Rút hồ sơ', en: 'Withdraw' } },
  stop: { from: [2, 4, 5, 6], to: 8, name: { vi: 'Dừng xử lý hồ sơ', en: 'Stop' } },
  finish: { from: [4], to: 9, name: { vi: 'Hoàn thành xử lý hồ sơ', en: 'Finish' } },
  handOver: { from: [9], to: 10, name: { vi: 'Trả kết quả', en: 'Hand over the result' } },
} as const satisfies Readonly<Record<string, Transition>>

export type Action = keyof typeof TRANSITIONS

/** Statuses in which a dossier is still to be dealt with: what a former unit hands over. */
export const IN_FLIGHT: readonly Status[] = [1, 2, 4, 5, 6]

/** The status the action leads to; undefined where it is not allowed. */
export function nextStatus(status: Status, action: Action): Status | undefined {
  const { from, to }: Transition = TRANSITIONS[action]
  return from.includes(status) ? to : undefined
}
