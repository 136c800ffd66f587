// checks/collectors/portal.test.ts: three sides that agree, and each way in which they can fail to.
import { expect, test } from 'vitest'
import type { Json } from '../../types/json.ts'
import { portalEvidence, type Sides } from './portal.ts'

const A = 'H29.101-250701-0001'
const B = 'H29.101-250701-0002'
const frame = { province: 'ho-chi-minh', collectedAt: '2025-07-01T09:00:00+07:00' }

const told = (code: string, status: string, state = 'delivered'): Json => ({
  service: 'DongBoHoSoMC',
  state,
  body: { data: [{ MaHoSo: code, TrangThaiHoSo: status }] },
})
const progress = (code: string): Json => ({
  service: 'CapNhatTienDoHoSoMC',
  state: 'delivered',
  body: { data: [{ MaHoSo: code, TrangThai: '9' }] },
})
const held = (code: string, status: string, counts = [1, 1, 1]): Json => {
  const [registrations, updates, progress] = counts
  return { code, status, registrations, updates, progress } as Json
}

const WHOLE: Sides = {
  system: [
    { code: A, status: 9 },
    { code: B, status: 1 },
  ],
  exchange: [told(A, '1'), told(B, '1'), told(A, '9'), progress(A)],
  portal: [held(A, '9'), held(B, '1', [1, 0, 0])],
}

const factsOf = (change: Partial<Sides>) => portalEvidence({ ...WHOLE, ...change }, frame).facts

test('sides that agree', () => {
  expect(portalEvidence(WHOLE, frame)).toEqual({
    schema: 'sansang.evidence/1',
    id: 'portal/ho-chi-minh',
    kind: 'portal',
    subject: 'ho-chi-minh',
    collectedAt: '2025-07-01T09:00:00+07:00',
    collector: 'register/1',
    origin: 'measured',
    facts: {
      statusReturned: true,
      reported: 2,
      portalCount: 2,
      synced: 2,
      syncPct: 100,
      difference: 0,
      differing: [],
      sent: 4,
      seen: 4,
      unseen: [],
    },
  })
})

test('a dossier the portal never got', () => {
  expect(factsOf({ portal: [held(A, '9')] })).toMatchObject({
    portalCount: 1,
    synced: 1,
    syncPct: 50,
    difference: 1,
    differing: [`${B}: 1, 1, –`],
  })
})

test('a dossier the portal has and the system has lost', () => {
  expect(factsOf({ system: [{ code: A, status: 9 }] })).toMatchObject({
    difference: 1,
    differing: [`${B}: –, 1, 1`],
  })
})

test('a status the portal was told wrongly or not yet', () => {
  expect(factsOf({ portal: [held(A, '4'), held(B, '1', [1, 0, 0])] })).toMatchObject({
    statusReturned: false,
    syncPct: 50,
    differing: [`${A}: 9, 9, 4`],
  })
})

test('two dossiers that have changed places, where the sums still agree', () => {
  const swapped = [held(A, '1'), held(B, '9')]
  expect(factsOf({ portal: swapped })).toMatchObject({ difference: 2, synced: 0 })
})

test('a dossier that never passed the exchange', () => {
  const facts = factsOf({ exchange: [told(A, '1'), told(A, '9'), progress(A)] })
  expect(facts).toMatchObject({ difference: 1, differing: [`${B}: 1, –, 1`], sent: 4, seen: 3, unseen: [B] })
})

test('a message the portal has counted and the exchange has not delivered', () => {
  const waiting = [told(A, '1'), told(B, '1'), told(A, '9', 'stored'), progress(A)]
  expect(factsOf({ exchange: waiting })).toMatchObject({ sent: 4, seen: 3, unseen: [A] })
})

test('a status has not returned by the registration alone, nor by one registered twice', () => {
  expect(factsOf({ portal: [held(B, '1', [1, 0, 0])] })).toMatchObject({ statusReturned: false })
  expect(factsOf({ portal: [held(A, '9', [2, 1, 1]), held(B, '1')] })).toMatchObject({
    statusReturned: false,
  })
})

test('nothing at all is nothing synchronised', () => {
  expect(factsOf({ system: [], exchange: [], portal: [] })).toMatchObject({
    statusReturned: false,
    reported: 0,
    syncPct: 0,
    sent: 0,
  })
})

test('a share is never rounded up to the limit', () => {
  const many = Array.from({ length: 30_000 }, (_, index) => `H29.101-250701-${index}`)
  const system = many.map((code) => ({ code, status: 1 }))
  const portal = many.map((code, index) => held(code, index < 301 ? '2' : '1'))
  expect(factsOf({ system, portal, exchange: [] })).toMatchObject({ syncPct: 98.99 })
})
