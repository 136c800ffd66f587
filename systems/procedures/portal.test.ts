// systems/procedures/portal.test.ts: what the portal is told passes the reference portal's own rules. Sends nothing.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadUnits } from '../kit/units.ts'
import { dossierFaults, progressFaults } from '../national/portal-item.ts'
import { statusFault } from '../national/portal-status.ts'
import { loadCatalogue } from './catalogue.ts'
import type { Dossier } from './dossier.ts'
import { dossierItem, portalBody, progressItem } from './portal.ts'
import { STATUSES, TRANSITIONS } from './status.ts'

const names = { catalogue: loadCatalogue(), units: loadUnits('79', 'H29') }
const published = new Set(names.catalogue.procedures.map((one) => one.code))
const now = new Date('2025-07-09T03:00:00Z')
const dossier: Dossier = {
  code: 'H29.101-250701-0001',
  seq: 1,
  procedure: '1.004873',
  caseCode: null,
  unit: '26740',
  formerUnit: null,
  channel: 'counter',
  origin: 'here',
  submittedBy: 'x',
  applicant: { kind: 'citizen', name: 'Nguyễn Thị Thử', idNumber: '079300000123' },
  summary: 'y'.repeat(1_000),
  papers: [{ name: 'Tờ khai', digitised: true }],
  status: 9,
  submittedAt: new Date('2025-07-01T01:00:00Z'),
  acceptedAt: new Date('2025-07-01T17:30:00Z'),
  dueAt: new Date('2025-07-08T10:00:00Z'),
  finishedAt: new Date('2025-07-08T06:00:00Z'),
  returnedAt: null,
  stoppedAt: null,
  supplementRequests: 1,
  resultName: 'Giấy xác nhận',
}
const supplement = {
  number: 1,
  requestedBy: 'an',
  content: 'Bổ sung bản sao',
  requestedAt: new Date('2025-07-03T02:00:00Z'),
  suppliedAt: new Date('2025-07-04T02:00:00Z'),
  dueBefore: new Date('2025-07-07T10:00:00Z'),
  dueAfter: new Date('2025-07-08T10:00:00Z'),
}

describe('the item', () => {
  test('has no fault by the portal’s rules, whatever the applicant', () => {
    const applicants = [
      dossier.applicant,
      { kind: 'citizen', name: 'Ông A', idNumber: '024300123' },
      { kind: 'enterprise', name: 'Công ty B', idNumber: '0301234567' },
      { kind: 'organisation', name: 'Hội C', idNumber: '0301234567001' },
      { kind: 'state-body', name: 'Sở D', idNumber: '031234567' },
    ] as const
    for (const applicant of applicants) {
      const item = dossierItem({ ...dossier, applicant }, names, [supplement])
      expect([applicant.name, dossierFaults(item, published, now)]).toEqual([applicant.name, []])
    }
    expect(applicants).toHaveLength(5)
  })

  test('bears the hour of Vietnam, past midnight too', () => {
    const item = dossierItem(dossier, names, [])
    // 17:30 UTC on 1 July is half past midnight on the 2nd.
    expect(item).toMatchObject({
      NgayTiepNhan: '20250702003000',
      NgayHenTra: '20250708170000',
      NgayKetThucXuLy: '20250708130000',
    })
  })

  test('leaves out what is not known, and what no source gives a code for', () => {
    const item = dossierItem({ ...dossier, acceptedAt: null, dueAt: null, finishedAt: null }, names, [])
    for (const field of ['NgayHenTra', 'NgayKetThucXuLy', 'NgayTra', 'MaLinhVuc', 'HinhThuc'])
      expect(item).not.toHaveProperty(field)
    expect(item['NgayTiepNhan']).toBe(item['NgayNopHoSo'])
  })
})

test('progress has no fault either, with the longest of names', () => {
  const step = {
    dossier: dossier.code,
    action: 'finish',
    from: 4,
    to: 9,
    person: 'p'.repeat(80),
    at: now,
    note: null,
  } as const
  const item = progressItem(dossier, names, step)
  expect(progressFaults(item, now)).toEqual([])
  expect(item).toMatchObject({ TrangThai: '9', NoiDungXuLy: 'Đã xử lý xong' })
})

test('isUpdating is the text True or False, and absent for progress', () => {
  const item = { MaHoSo: 'H29-1' }
  const sync = { member: 'H29', service: 'DongBoHoSoMC', item } as const
  expect(portalBody({ ...sync, isUpdating: false })).toEqual({
    madonvi: '000.00.00.H29',
    service: 'DongBoHoSoMC',
    isUpdating: 'False',
    data: [item],
  })
  expect(portalBody({ ...sync, isUpdating: true })).toMatchObject({ isUpdating: 'True' })
  expect(portalBody({ member: 'H29', service: 'CapNhatTienDoHoSoMC', item })).not.toHaveProperty('isUpdating')
})

test('whatever may follow here may follow at the portal', () => {
  let pairs = 0
  for (const { from, to } of Object.values(TRANSITIONS))
    for (const status of from) {
      expect(statusFault(String(status), String(to))).toBeUndefined()
      pairs += 1
    }
  expect(pairs).toBe(20)
  expect(STATUSES.every((status) => statusFault(String(status), String(status)) === undefined)).toBe(true)
})

test('the procedures are those of the published list, national part of the code', () => {
  const file = JSON.parse(readFileSync(new URL('../../data/procedures.json', import.meta.url), 'utf8')) as {
    counts: { procedures: number }
  }
  expect(names.catalogue.procedures).toHaveLength(file.counts.procedures)
  expect(names.catalogue.find('1.004873.000.00.00.H29')?.code).toBe('1.004873')
  expect(names.catalogue.find('9.999999')).toBeUndefined()
})
