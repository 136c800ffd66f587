// readiness/report/words.ts: the report's fixed words in both languages.
import type { Catalogue } from '../../types/criterion.ts'
import type { Status } from '../../types/finding.ts'
import type { Text } from '../../types/text.ts'

export const STATUS: Readonly<Record<Status, Text>> = {
  pass: { vi: 'Đạt', en: 'Pass' },
  fail: { vi: 'Không đạt', en: 'Fail' },
  'not-applicable': { vi: 'Không áp dụng', en: 'Not applicable' },
  'manual-pending': { vi: 'Chờ người xác nhận', en: 'A person must confirm' },
  'not-evaluated': { vi: 'Chưa đánh giá được', en: 'Not evaluated' },
  error: { vi: 'Lỗi đánh giá', en: 'Error' },
}

export const CATALOGUE: Readonly<Record<Catalogue, Text>> = {
  'commune-equipment': { vi: 'Thiết bị cấp xã', en: 'Commune equipment' },
  platform: { vi: 'Nền tảng dùng chung', en: 'Shared platform' },
  service: { vi: 'Dịch vụ và hệ thống', en: 'Services and systems' },
  data: { vi: 'Dữ liệu', en: 'Data' },
  organisation: { vi: 'Tổ chức', en: 'Organisation' },
}

export const SYSTEM: Readonly<Record<string, Text>> = {
  procedures: { vi: 'Giải quyết thủ tục hành chính', en: 'Administrative procedures' },
  documents: { vi: 'Quản lý văn bản và điều hành', en: 'Official documents' },
  meetings: { vi: 'Họp trực tuyến', en: 'Online meetings' },
  reporting: { vi: 'Thông tin báo cáo', en: 'Reporting' },
  exchange: { vi: 'Tích hợp, chia sẻ dữ liệu', en: 'Data exchange' },
  joint: { vi: 'Cả năm hệ thống cùng lúc', en: 'All five at once' },
}

export const DRILL: Readonly<Record<string, Text>> = {
  'procedures-killed': {
    vi: 'Hệ thống thủ tục hành chính dừng đột ngột vào giờ cao điểm',
    en: 'The procedures system is killed at peak',
  },
  'portal-cut': {
    vi: 'Trục tích hợp mất kết nối với Cổng Dịch vụ công quốc gia',
    en: 'The exchange cannot reach the national portal',
  },
}

export const PHASE: Readonly<Record<string, Text>> = {
  plan: { vi: 'Lập kế hoạch nền tảng', en: 'Plan the platform' },
  inventory: { vi: 'Đọc kiểm kê thiết bị', en: 'Read the inventory' },
  tools: { vi: 'Chuẩn bị công cụ', en: 'Find or build the tools' },
  deploy: { vi: 'Khởi động các hệ thống', en: 'Start the systems' },
  probe: { vi: 'Thăm dò từng hệ thống', en: 'Probe each system' },
  load: { vi: 'Thử tải', en: 'Load tests' },
  drills: { vi: 'Diễn tập sự cố', en: 'Drills' },
  reconcile: { vi: 'Đối soát', en: 'Reconcile' },
  stop: { vi: 'Dừng các hệ thống', en: 'Stop the systems' },
  judge: { vi: 'Đánh giá tiêu chí', en: 'Judge the criteria' },
}

export const TARGET: Readonly<Record<string, Text>> = {
  embedded: { vi: 'chạy trên một máy (embedded)', en: 'on one machine (embedded)' },
}

export const PROFILE: Readonly<Record<string, Text>> = {
  quick: { vi: 'mức thử nhanh', en: 'quick profile' },
  full: { vi: 'mức thử đầy đủ', en: 'full profile' },
}

export const NOT_RUN_PART: Readonly<Record<string, Text>> = {
  'containers, cluster, external': {
    vi: 'Chạy bằng container, trên cụm máy chủ, với hệ thống của nhà cung cấp',
    en: 'Containers, cluster, external systems',
  },
  'meetings media': { vi: 'Hình và tiếng của họp trực tuyến', en: 'Picture and sound of meetings' },
  plan: { vi: 'Kế hoạch nền tảng', en: 'The plan' },
  load: { vi: 'Thử tải', en: 'Load tests' },
  drills: { vi: 'Diễn tập sự cố', en: 'Drills' },
  probe: { vi: 'Thăm dò từng hệ thống', en: 'Probes of the systems' },
}

/** Runs keep their reasons in English; these are the ones this version gives. */
export const NOT_RUN_REASON: Readonly<Record<string, string>> = {
  'these targets are not built yet; this run used processes on one machine':
    'phiên bản này chưa có; lần chạy này dùng các tiến trình trên một máy',
  'signalling only: picture and sound are not measured':
    'chỉ kiểm tra báo hiệu cuộc họp, không đo hình và tiếng',
  'no selected criterion reads what it gathers': 'không tiêu chí nào được chọn cần đến dữ liệu này',
}

/** Looks a word up; a name nobody translated stands for itself. */
export function word(words: Readonly<Record<string, Text>>, name: string): Text {
  return words[name] ?? { vi: name, en: name }
}

/** Number with the separators of the language: 1.234,5 in Vietnamese, 1,234.5 in English. */
export function number(value: number, digits = 0): Text {
  const [whole = '0', fraction] = Math.abs(value).toFixed(digits).split('.')
  const grouped = (sign: string) => whole.replace(/\B(?=(\d{3})+$)/g, sign)
  const minus = value < 0 ? '−' : ''
  return {
    vi: minus + grouped('.') + (fraction === undefined ? '' : `,${fraction}`),
    en: minus + grouped(',') + (fraction === undefined ? '' : `.${fraction}`),
  }
}

/** A day written the way the language writes it: 01/07/2025, 1 July 2025. */
export function day(iso: string): Text {
  const months = [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ]
  const [year = '', month = '', date = ''] = iso.slice(0, 10).split('-')
  return {
    vi: `${date}/${month}/${year}`,
    en: `${Number(date)} ${months[Number(month) - 1] ?? month} ${year}`,
  }
}
