// systems/procedures/portal.ts: a dossier as the national portal is told of it (DongBoHoSoMC, CapNhatTienDoHoSoMC). Sends nothing.
import type { JsonObject } from '../../types/json.ts'
import { portalTime } from '../kit/calendar.ts'
import type { Applicant, Channel, Dossier, Names, Step } from './dossier.ts'
import { STATUS_NAMES } from './status.ts'

export type Supplement = {
  readonly number: number
  readonly requestedBy: string
  readonly content: string
  readonly requestedAt: Date
  readonly suppliedAt: Date | null
  readonly dueBefore: Date
  readonly dueAfter: Date | null
}

/** KenhThucHien. */
const CHANNEL_CODES: Readonly<Record<Channel, string>> = { counter: '1', online: '2', post: '3' }
/** LoaiDoiTuong of the portal's JSON services; the ministries' portal numbers them otherwise. */
export const APPLICANT_CODES: Readonly<Record<Applicant['kind'], string>> = {
  citizen: '1',
  enterprise: '2',
  'state-body': '3',
  organisation: '4',
}

const SUMMARY_MAX = 1_000
const PERSON_MAX = 50

export type PortalCall = {
  readonly member: string
  readonly service: 'DongBoHoSoMC' | 'CapNhatTienDoHoSoMC'
  readonly item: JsonObject
  /** Whether the portal knows the dossier already; only where the service asks. */
  readonly isUpdating?: boolean
}

/** The envelope of one call; who is asked to log in (`session`) is known only when it is delivered. */
export function portalBody({ member, service, item, isUpdating }: PortalCall): JsonObject {
  return {
    madonvi: `000.00.00.${member}`,
    service,
    ...(isUpdating !== undefined && { isUpdating: isUpdating ? 'True' : 'False' }),
    data: [item],
  }
}

/**
 * One item of DongBoHoSoMC. Every value is text; dates are yyyyMMddHHmmss in Vietnam. MaLinhVuc and HinhThuc are left out: no
 * source gives the codes of fields or forms, and an invented code would be worse than none.
 */
export function dossierItem(dossier: Dossier, names: Names, supplements: readonly Supplement[]): JsonObject {
  const procedure = names.catalogue.find(dossier.procedure)
  const { applicant, acceptedAt, submittedAt, dueAt, finishedAt, resultName } = dossier
  return {
    MaHoSo: dossier.code,
    MaTTHC: dossier.procedure,
    TenTTHC: procedure?.name ?? '',
    TenLinhVuc: procedure?.field ?? '',
    KenhThucHien: CHANNEL_CODES[dossier.channel],
    ChuHoSo: applicant.name,
    LoaiDoiTuong: APPLICANT_CODES[applicant.kind],
    SoGiayToChuHoSo: applicant.idNumber,
    ...identityOf(applicant),
    TrichYeuHoSo: dossier.summary.slice(0, SUMMARY_MAX),
    NgayNopHoSo: portalTime(submittedAt),
    NgayTiepNhan: portalTime(acceptedAt ?? submittedAt),
    ...(dueAt !== null && { NgayHenTra: portalTime(dueAt) }),
    ...(finishedAt !== null && { NgayKetThucXuLy: portalTime(finishedAt) }),
    ...(dossier.returnedAt !== null && { NgayTra: portalTime(dossier.returnedAt) }),
    TrangThaiHoSo: String(dossier.status),
    DonViXuLy: names.units.find(dossier.unit)?.name ?? dossier.unit,
    TaiLieuNop: dossier.papers.map((paper, index) => ({
      TepDinhKemId: String(index + 1),
      TenTepDinhKem: paper.name,
      IsDeleted: 'False',
      DuocSoHoa: paper.digitised ? '1' : '0',
    })),
    DanhSachLePhi: [],
    DanhSachHoSoBoSung: supplements.map(supplementItem),
    DanhSachGiayToKetQua: resultName === null ? [] : [{ TenGiayTo: resultName }],
  }
}

/** One item of CapNhatTienDoHoSoMC. */
export function progressItem(dossier: Dossier, names: Names, step: Omit<Step, 'number'>): JsonObject {
  return {
    MaHoSo: dossier.code,
    NguoiXuLy: step.person.slice(0, PERSON_MAX),
    ThoiDiemXuLy: portalTime(step.at),
    PhongBanXuLy: names.units.find(dossier.unit)?.name ?? dossier.unit,
    NoiDungXuLy: step.note ?? STATUS_NAMES[step.to].vi,
    TrangThai: String(step.to),
    NgayBatDau: portalTime(dossier.acceptedAt ?? dossier.submittedAt),
    ...(dossier.dueAt !== null && { NgayKetThucTheoQuyDinh: portalTime(dossier.dueAt) }),
  }
}

function supplementItem(supplement: Supplement): JsonObject {
  const { number, requestedBy, content, requestedAt, suppliedAt, dueBefore, dueAfter } = supplement
  return {
    HoSoBoSungId: String(number),
    NguoiYeuCauBoSung: requestedBy,
    NoiDungBoSung: content,
    NgayBoSung: portalTime(requestedAt),
    TrangThaiBoSung: suppliedAt === null ? '0' : '1',
    NgayHenTraTruoc: portalTime(dueBefore),
    ...(suppliedAt !== null && { NgayTiepNhanBoSung: portalTime(suppliedAt) }),
    ...(dueAfter !== null && { NgayHenTraMoi: portalTime(dueAfter) }),
  }
}

/** LoaiDinhDanh 1 for twelve digits, 2 for nine; an organisation has none of the two. */
function identityOf({ kind, idNumber }: Applicant): JsonObject {
  if (kind !== 'citizen') return {}
  return { DinhDanhCHS: [{ LoaiDinhDanh: idNumber.length === 12 ? '1' : '2', SoDinhDanh: idNumber }] }
}
