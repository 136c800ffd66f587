// systems/national/portal-item.ts: what the portal demands of an item of DongBoHoSoMC and CapNhatTienDoHoSoMC, by its own rules. Stores nothing.
import type { Json, JsonObject } from '../../types/json.ts'
import { CODES, type RefusalCode } from './refusal.ts'

export type ItemFault = { readonly code: RefusalCode; readonly reason: string }

/** The procedures the portal publishes: the national part of a code, `1.004873`. */
export type Catalogue = ReadonlySet<string>

const DOSSIER_NEEDS = ['MaHoSo', 'MaTTHC', 'KenhThucHien', 'LoaiDoiTuong', 'TrangThaiHoSo', 'NgayTiepNhan']
const PROGRESS_NEEDS = ['MaHoSo', 'NguoiXuLy', 'ThoiDiemXuLy', 'TrangThai']
const FORMS: Readonly<Record<string, RegExp>> = {
  // Right-to-left (Circular 01/2018) or left-to-right identifiers (Decision 20/2020), then day and sequence in either length.
  MaHoSo: /^(\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}|[A-Y]\d{2}(\.\d{2,3})*)-(\d{6}-\d{4,5}|\d{8}-\d{7})$/,
  MaTTHC: /^\d\.\d{6}(\.|$)/,
  KenhThucHien: /^[123]$/,
  // Generation A counts from 1: 1 citizen, 2 enterprise, 3 state body, 4 organisation (P8).
  LoaiDoiTuong: /^[1234]$/,
  TrangThaiHoSo: /^([1-9]|10)$/,
  TrangThai: /^([1-9]|10)$/,
}
const LENGTHS: Readonly<Record<string, number>> = { TrichYeuHoSo: 1_000, NguoiXuLy: 50 }
const IDENTITY_DIGITS: Readonly<Record<string, number>> = { '1': 12, '2': 9 }

/** Every fault of a dossier item; `now` is the portal's clock. */
export function dossierFaults(item: JsonObject, catalogue: Catalogue, now: Date): ItemFault[] {
  const procedure = /^\d\.\d{6}/.exec(String(item['MaTTHC']))?.[0]
  const unknown = procedure !== undefined && !catalogue.has(procedure)
  return [
    ...needed(item, DOSSIER_NEEDS),
    ...fieldFaults(item, now, ''),
    ...(unknown ? [invalid(`MaTTHC ${procedure} không có trong danh mục thủ tục hành chính`)] : []),
    ...identityFaults(item),
    ...orderFaults(item),
  ]
}

/** What is wrong with an item of CapNhatTienDoHoSoMC; empty when nothing is. */
export function progressFaults(item: JsonObject, now: Date): ItemFault[] {
  return [...needed(item, PROGRESS_NEEDS), ...fieldFaults(item, now, '')]
}

/** The unit a dossier code names. */
export function unitOf(code: string): string {
  return code.split('-')[0] ?? code
}

/** Epoch ms of `yyyyMMddHHmmss` in Vietnam; undefined for any other form, and for a day or hour that does not exist (P4). */
export function portalInstant(text: string): number | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text)?.slice(1).map(Number)
  if (parts === undefined) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const utc = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const same = utc.toISOString().replace(/\D/g, '').slice(0, 14) === text
  return same ? utc.getTime() - 7 * 3_600_000 : undefined
}

function needed(item: JsonObject, names: readonly string[]): ItemFault[] {
  return names
    .filter((name) => item[name] === undefined || item[name] === null || item[name] === '')
    .map((name) => ({ code: CODES.empty, reason: `Trường ${name} không được để trống` }))
}

function fieldFaults(item: JsonObject, now: Date, place: string): ItemFault[] {
  return Object.entries(item).flatMap(([name, value]) => {
    if (Array.isArray(value)) return listFaults(value, now, `${place}${name}`)
    if (typeof value !== 'string') return [invalid(`${place}${name} không phải là chuỗi ký tự`)]
    return value === '' ? [] : textFaults(name, value, now, place)
  })
}

function listFaults(list: readonly Json[], now: Date, place: string): ItemFault[] {
  return list.flatMap((each, index) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? fieldFaults(each as JsonObject, now, `${place}[${index}].`)
      : [invalid(`${place}[${index}] không phải là đối tượng`)],
  )
}

const CLOCK_AHEAD_MS = 10 * 60_000
/** What has happened; the others are appointments. */
const PAST = ['NgayTiepNhan', 'NgayNopHoSo', 'NgayKetThucXuLy', 'NgayTra', 'NgayTuChoi', 'ThoiDiemXuLy']

function textFaults(name: string, value: string, now: Date, place: string): ItemFault[] {
  const faults: ItemFault[] = []
  const form = FORMS[name]
  if (form !== undefined && !form.test(value)) faults.push(invalid(`${place}${name} "${value}" không hợp lệ`))
  const longest = LENGTHS[name]
  if (longest !== undefined && value.length > longest)
    faults.push(invalid(`${place}${name} dài quá ${longest} ký tự`))
  if (/^Ngay|^ThoiDiem/.test(name)) {
    const at = portalInstant(value)
    if (at === undefined) faults.push(invalid(`${place}${name} "${value}" không đúng dạng yyyyMMddHHmmss`))
    else if (PAST.includes(name) && at > now.getTime() + CLOCK_AHEAD_MS)
      faults.push(invalid(`${place}${name} "${value}" ở sau thời điểm hiện tại`))
  }
  return faults
}

function identityFaults(item: JsonObject): ItemFault[] {
  const faults: ItemFault[] = []
  const paper = item['SoGiayToChuHoSo']
  if (typeof paper === 'string' && paper !== '' && isPlaceholder(paper))
    faults.push(invalid(`SoGiayToChuHoSo "${paper}" là số giả`))
  const list = item['DinhDanhCHS']
  for (const each of Array.isArray(list) ? list : []) {
    const { LoaiDinhDanh: kind, SoDinhDanh: number } = each as {
      LoaiDinhDanh?: unknown
      SoDinhDanh?: unknown
    }
    const digits = IDENTITY_DIGITS[String(kind)]
    if (digits === undefined || !new RegExp(`^\\d{${digits}}$`).test(String(number)))
      faults.push(invalid(`DinhDanhCHS: số định danh loại ${String(kind)} không hợp lệ`))
    else if (isPlaceholder(String(number)))
      faults.push(invalid(`DinhDanhCHS: số định danh "${String(number)}" là số giả`))
  }
  return faults
}

/** 000000001 and its kin, sent where no identity was known (P7). */
function isPlaceholder(number: string): boolean {
  return /^0*\d?$/.test(number) || (number.length >= 9 && /^(\d)\1*$/.test(number))
}

function orderFaults(item: JsonObject): ItemFault[] {
  const at = (name: string) => portalInstant(String(item[name] ?? ''))
  const received = at('NgayTiepNhan')
  return ['NgayHenTra', 'NgayKetThucXuLy', 'NgayTra']
    .filter((name) => {
      const later = at(name)
      return received !== undefined && later !== undefined && later < received
    })
    .map((name) => invalid(`${name} ở trước NgayTiepNhan`))
}

function invalid(reason: string): ItemFault {
  return { code: CODES.invalid, reason }
}
