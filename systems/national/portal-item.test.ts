// systems/national/portal-item.test.ts: what the portal takes and refuses of one dossier, field by field.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../types/json.ts'
import { dossierFaults, portalInstant, progressFaults, unitOf } from './portal-item.ts'

const NOW = new Date('2026-11-22T03:00:00Z')
const CATALOGUE = new Set(['1.004873'])
const GOOD: JsonObject = {
  MaHoSo: 'H29.101-20261122-0000001',
  MaTTHC: '1.004873',
  KenhThucHien: '2',
  LoaiDoiTuong: '1',
  TrangThaiHoSo: '1',
  NgayTiepNhan: '20261122081500',
  NgayHenTra: '20261125170000',
  SoGiayToChuHoSo: '079123456789',
  DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: '079123456789' }],
}
const reasons = (change: JsonObject) =>
  dossierFaults({ ...GOOD, ...change }, CATALOGUE, NOW).map(({ reason }) => reason)

describe('dossierFaults', () => {
  test('takes a right item, in either form of code, and a local procedure code', () => {
    const right = [
      {},
      { MaHoSo: '000.15.26.H29-250626-0012' },
      { MaHoSo: 'H29-250626-00012' },
      { MaTTHC: '1.004873.000.00.00.H29' },
      { SoGiayToChuHoSo: '' },
      { DinhDanhCHS: [{ LoaiDinhDanh: '2', SoDinhDanh: '023456789' }] },
    ]
    expect(right.map(reasons)).toEqual(right.map(() => []))
  })
  test.each(['MaHoSo', 'MaTTHC', 'KenhThucHien', 'LoaiDoiTuong', 'TrangThaiHoSo', 'NgayTiepNhan'])(
    'an empty %s is answered with code -1 and its name',
    (name) => {
      for (const value of ['', null]) {
        const faults = dossierFaults({ ...GOOD, [name]: value }, CATALOGUE, NOW)
        expect(faults[0]).toEqual({ code: '-1', reason: `Trường ${name} không được để trống` })
      }
    },
  )
  const bad: [string, JsonObject, string][] = [
    ['12-hour or other generation’s date (P4)', { NgayTiepNhan: '2026-11-22 08:15:00' }, 'NgayTiepNhan'],
    ['ISO date (P4)', { NgayTiepNhan: '2026-11-22T08:15:00Z' }, 'NgayTiepNhan'],
    ['a day that does not exist', { NgayHenTra: '20260230170000' }, 'NgayHenTra'],
    ['an hour that does not exist', { NgayHenTra: '20261125240000' }, 'NgayHenTra'],
    ['received tomorrow', { NgayTiepNhan: '20261123081500' }, 'ở sau thời điểm hiện tại'],
    ['due before received', { NgayHenTra: '20261121170000' }, 'NgayHenTra ở trước'],
    ['unknown status', { TrangThaiHoSo: '11' }, 'TrangThaiHoSo'],
    ['status as a number', { TrangThaiHoSo: 1 }, 'không phải là chuỗi'],
    ['object class of another generation (P8)', { LoaiDoiTuong: '0' }, 'LoaiDoiTuong'],
    ['channel', { KenhThucHien: '4' }, 'KenhThucHien'],
    ['procedure that is not published', { MaTTHC: '1.000000' }, 'danh mục'],
    ['code without a unit', { MaHoSo: '20261122-0000001' }, 'MaHoSo'],
    ['placeholder identity (P7)', { SoGiayToChuHoSo: '000000001' }, 'số giả'],
    [
      'placeholder in the list (P7)',
      { DinhDanhCHS: [{ LoaiDinhDanh: '2', SoDinhDanh: '000000001' }] },
      'số giả',
    ],
    [
      'twelve digits said to be nine',
      { DinhDanhCHS: [{ LoaiDinhDanh: '2', SoDinhDanh: '079123456789' }] },
      'loại 2',
    ],
    ['a long summary', { TrichYeuHoSo: 'x'.repeat(1_001) }, 'dài quá 1000'],
    [
      'a date in a list',
      { DanhSachHoSoBoSung: [{ NgayBoSung: '22/11/2026' }] },
      'DanhSachHoSoBoSung[0].NgayBoSung',
    ],
  ]
  test.each(bad)('refuses %s', (_name, change, said) => expect(reasons(change).join('; ')).toContain(said))
  test('seventeen ways to be wrong', () => expect(bad).toHaveLength(17))
  test('all faults are named at once', () =>
    expect(reasons({ TrangThaiHoSo: '0', KenhThucHien: 'x', NgayTiepNhan: '' })).toHaveLength(3))
})

test('progressFaults: who, when and what', () => {
  const good = {
    MaHoSo: 'H29.101-20261122-0000001',
    NguoiXuLy: 'An',
    ThoiDiemXuLy: '20261122090000',
    TrangThai: '4',
  }
  expect(progressFaults(good, NOW)).toEqual([])
  expect(progressFaults({ ...good, NguoiXuLy: 'x'.repeat(51), TrangThai: '44' }, NOW)).toHaveLength(2)
})

test('portalInstant reads every second that exists, in Vietnam’s time', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
      (date) => {
        const second = Math.floor(date.getTime() / 1_000) * 1_000
        const local = new Date(second + 7 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14)
        expect(portalInstant(local)).toBe(second)
      },
    ),
  )
})

test('unitOf is what stands before the day', () => expect(unitOf('H29.101-20261122-0000001')).toBe('H29.101'))
