// checks/collectors/registers.test.ts: registers read page by page from small systems, until the sides agree or the time is over.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../types/json.ts'
import { isDossierCode } from './dossier-code.ts'
import type { Http } from './http.ts'
import { inFlightDossiers, rehearseInFlight } from './in-flight.ts'
import { documentRegister, dossierRegister, procedureCatalogue } from './register-evidence.ts'
import { collectRegisters } from './registers.ts'

const frame = { province: 'ho-chi-minh', collectedAt: '2025-07-01T09:00:00+07:00' }
const CODE = 'H29.101-250701-0001'
const STEP = { number: 1, action: 'submit', to: 1, person: 'citizen', at: '2025-07-01T08:00:00+07:00' }
const DOSSIER = { code: CODE, status: 1, unit: '26740', steps: [STEP] }

describe('a dossier code', () => {
  test.each([
    ['H29.101-250701-0001', true],
    ['000.15.26.H29-250630-0123', true],
    ['H29.101-250701-00012', true],
    ['H29.101-250702-0001', false],
    ['H29.101-250701-0000', false],
    ['H29.101-250631-0001', false],
    ['H29.101-190105-0001', false],
    ['Z29.101-250701-0001', false],
    ['H29.101-250701-1', false],
    ['H29.101-20250701-0000001', false],
    ['', false],
  ])('%s is valid on 1 July 2025: %s', (code, valid) => {
    expect(isDossierCode(code, '2025-07-01')).toBe(valid)
  })

  test('may have the form seen in 2026 from the day it was seen', () => {
    expect(isDossierCode('G09.20-20260609-0092637', '2026-11-22')).toBe(true)
    expect(isDossierCode('G09.20-20260608-0092637', '2026-11-22')).toBe(false)
    expect(isDossierCode('G09.20-20260609-0092637', '2026-06-08')).toBe(false)
  })

  test('is asked of any text without throwing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isDossierCode(text, '2026-11-22')).toBe(false)
      }),
    )
  })
})

describe('the register of dossiers', () => {
  const factsOf = (...dossiers: Json[]) => dossierRegister(dossiers, ['26740'], frame).facts

  test('counts what is right', () => {
    const old = {
      ...DOSSIER,
      code: '000.15.26.H29-250601-0001',
      formerUnit: '26734',
      status: 4,
      dueAt: '2025-07-08T10:00:00Z',
    }
    expect(factsOf(DOSSIER, old)).toEqual({
      dossiers: 2,
      invalidCodes: [],
      duplicateCodes: [],
      inFlight: 1,
      unresolved: [],
      steps: 2,
      incompleteSteps: [],
    })
  })

  test('names codes that are invalid or double', () => {
    expect(factsOf(DOSSIER, DOSSIER, { ...DOSSIER, code: 'x' })).toMatchObject({
      invalidCodes: ['x'],
      duplicateCodes: [CODE],
    })
  })

  test('names dossiers in flight without unit in force or due date', () => {
    const old = { ...DOSSIER, formerUnit: '26734', status: 4, dueAt: '2025-07-08T10:00:00Z' }
    expect(factsOf({ ...old, unit: '26734' })).toMatchObject({ unresolved: [CODE] })
    expect(factsOf({ ...old, dueAt: null })).toMatchObject({ unresolved: [CODE] })
    expect(factsOf({ ...old, dueAt: null, status: 1 })).toMatchObject({ unresolved: [] })
  })

  test('names steps without person or time, and dossiers without steps', () => {
    expect(factsOf({ ...DOSSIER, steps: [STEP, { ...STEP, number: 2, person: '' }] })).toMatchObject({
      steps: 2,
      incompleteSteps: [`${CODE}: 2`],
    })
    expect(factsOf({ ...DOSSIER, steps: [{ ...STEP, at: 'yesterday' }] })).toMatchObject({
      incompleteSteps: [`${CODE}: 1`],
    })
    expect(factsOf({ ...DOSSIER, steps: [] })).toMatchObject({ incompleteSteps: [`${CODE}: 0`] })
  })
})

test('the catalogue names procedures that are missing, or lack steps, limit or fee', () => {
  const listed = [
    { code: 'a', steps: [{}], limitWorkingDays: 3, cases: [], feeVnd: 0 },
    { code: 'b', steps: [], limitWorkingDays: null, cases: [], feeVnd: null },
    { code: 'c', steps: [{}], limitWorkingDays: null, cases: [{}], feeVnd: 1 },
    { code: 'own', steps: [{}] },
  ]
  expect(procedureCatalogue(listed, ['a', 'b', 'c', 'd'], frame).facts).toEqual({
    expected: 4,
    configured: 3,
    missing: ['d'],
    withoutSteps: ['b'],
    withoutLimit: ['b'],
    withoutFee: ['b'],
  })
})

test('the number books are added up, with gaps and doubles by unit and year', () => {
  const books = [
    { unit: '79', year: 2025, count: 3, first: 1, last: 4, gaps: [3], doubles: [] },
    { unit: '26740', year: 2025, count: 2, first: 4, last: 4, gaps: [], doubles: [4] },
    { unit: '26743', year: 2025, count: 0, first: 0, last: 0, gaps: [], doubles: [] },
  ]
  expect(documentRegister(books, frame).facts).toEqual({
    issued: 5,
    gaps: ['26740/2025: 1–3', '79/2025: 3'],
    duplicates: ['26740/2025: 4'],
  })
})

/** Answers by path; `late` is how often the portal is asked before it holds the dossier. */
function systems(late = 0) {
  let asked = 0
  const asks: string[] = []
  const answers: Readonly<Record<string, (url: URL) => JsonObject>> = {
    '/procedures/procedures': () => ({ procedures: [] }),
    '/procedures/dossiers': ({ searchParams }) =>
      searchParams.get('after') === '0' ? { dossiers: [DOSSIER], next: 7 } : { dossiers: [] },
    '/exchange/messages': () => ({
      messages: [
        {
          service: 'DongBoHoSoMC',
          state: 'delivered',
          body: { data: [{ MaHoSo: CODE, TrangThaiHoSo: '1' }] },
        },
      ],
    }),
    '/national/portal/dossiers': () => ({
      dossiers:
        asked++ < late ? [] : [{ code: CODE, status: '1', registrations: 1, updates: 0, progress: 0 }],
    }),
  }
  const http: Http = async (input, init) => {
    const url = new URL(String(input))
    asks.push(`${url.pathname} ${new Headers(init?.headers).get('authorization') ?? 'nobody'}`)
    const book = /^\/documents\/books\/(\d+)\/(\d+)\/outgoing$/.exec(url.pathname)
    if (book !== null)
      return Response.json({
        unit: book[1],
        year: Number(book[2]),
        count: 1,
        first: 1,
        last: 1,
        gaps: [],
        doubles: [],
      })
    const answer = answers[url.pathname]
    return answer === undefined ? new Response('', { status: 404 }) : Response.json(answer(url))
  }
  const names = ['procedures', 'documents', 'exchange', 'national']
  const endpoints = Object.fromEntries(names.map((name) => [name, `http://sansang.test/${name}`]))
  const options = {
    endpoints,
    token: async () => 'T',
    province: { slug: 'ho-chi-minh', code: '79' },
    communes: ['26740'],
    now: () => frame.collectedAt,
    http,
  }
  return { options, asks }
}

describe('collecting', () => {
  test('reads every page and every book, as administrator; the portal as nobody', async () => {
    const { options, asks } = systems()
    const records = await collectRegisters(options)
    expect(records.map(({ id }) => id)).toEqual([
      'portal/ho-chi-minh',
      'dossier-register/ho-chi-minh',
      'procedure-catalogue/ho-chi-minh',
      'document-register/ho-chi-minh',
    ])
    expect(records[0]?.facts).toMatchObject({ difference: 0, reported: 1 })
    expect(records[2]?.facts).toMatchObject({ expected: 114, configured: 0 })
    expect(records[3]?.facts).toMatchObject({ issued: 2 })
    expect(asks).toContain('/national/portal/dossiers nobody')
    expect(asks.filter((ask) => ask === '/procedures/dossiers Bearer T')).toHaveLength(4)
    expect(asks).toContain('/documents/books/26740/2025/outgoing Bearer T')
  })

  test('waits for what is still under way, but not for ever', async () => {
    expect((await collectRegisters(systems(1).options))[0]?.facts).toMatchObject({ difference: 0 })
    const never = { ...systems(1_000).options, settleSeconds: 0 }
    expect((await collectRegisters(never))[0]?.facts).toMatchObject({ difference: 1 })
  })

  test('fails when a register cannot be read', async () => {
    const { options } = systems()
    const endpoints = { ...options.endpoints, documents: 'http://sansang.test/nowhere' }
    await expect(collectRegisters({ ...options, endpoints })).rejects.toThrow('answered 404')
    await expect(collectRegisters({ ...options, endpoints: {} })).rejects.toThrow('no endpoint of national')
  })
})

describe('dossiers in flight for a rehearsal', () => {
  const units = JSON.parse(readFileSync(new URL('../../data/admin-units.json', import.meta.url), 'utf8')) as {
    communes: { code: string; provinceCode: string }[]
  }
  const communes = units.communes.filter(({ provinceCode }) => provinceCode === '79').map(({ code }) => code)

  test('come from former units, whole and divided, under valid codes, each once', () => {
    const dossiers = inFlightDossiers(communes, 'H29')
    expect(dossiers).toHaveLength(6)
    expect(dossiers.filter(({ unit }) => unit !== undefined)).toHaveLength(2)
    const codes = dossiers.map(({ code }) => String(code))
    expect(new Set(codes).size).toBe(6)
    expect(codes.filter((code) => !isDossierCode(code, '2025-07-01'))).toEqual([])
    expect(new Set(dossiers.map(({ status }) => status))).toEqual(new Set([2, 4, 5]))
  })

  test('are handed over as administrator, and a refusal is told with its reasons', async () => {
    const asked: (string | undefined)[] = []
    const answer =
      (status: number): Http =>
      async (_input, init) => {
        asked.push(String(init?.body))
        return new Response('{"detail":"no such unit"}', { status })
      }
    const options = { baseUrl: 'http://sansang.test', token: async () => 'T', communes, member: 'H29' }
    expect(await rehearseInFlight({ ...options, http: answer(201) })).toBe(6)
    await expect(rehearseInFlight({ ...options, http: answer(422) })).rejects.toMatchObject({
      code: 'in-flight-refused',
      cause: { message: '{"detail":"no such unit"}' },
    })
    expect(asked).toHaveLength(2)
  })
})
