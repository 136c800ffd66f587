// checks/inventory/coverage.test.ts: the province's services form: read whole, refused whole, every fault named.
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadKinds } from '../../readiness/kinds.ts'
import { SansangError } from '../../types/error.ts'
import { coverageFrom, coverageText, readCoverage, type ServiceAnswer } from './coverage.ts'

const kinds = loadKinds(fileURLToPath(new URL('../evidence-kinds.yaml', import.meta.url)))
const ANSWER: ServiceAnswer = {
  service: '1.001193',
  name: 'Đăng ký khai sinh',
  state: 'working',
  ministry: 'Bộ Tư pháp',
  owner: 'Sở Tư pháp',
  due: '2025-06-20',
  collectedAt: '2025-06-30T09:00:00+07:00',
  collector: 'coverage-form/1',
  origin: 'declared',
}

const read = (...answers: ServiceAnswer[]) =>
  coverageFrom('services.csv', new TextEncoder().encode(coverageText(answers)), kinds)

function faultsOf(work: () => unknown): string[] {
  try {
    work()
  } catch (error) {
    if (!(error instanceof SansangError) || error.code !== 'bad-coverage') throw error
    return error.faults.map(({ where, message }) => `${where}: ${message}`)
  }
  return []
}

test('each row becomes a record and a member who must be heard from', () => {
  const { evidence, population } = read({ ...ANSWER, service: '2.000635' }, ANSWER)
  expect(population).toEqual({
    name: 'services',
    members: [
      { id: '1.001193', label: 'Đăng ký khai sinh' },
      { id: '2.000635', label: 'Đăng ký khai sinh' },
    ],
  })
  expect(evidence[1]).toEqual({
    schema: 'sansang.evidence/1',
    id: 'service-coverage/1.001193',
    kind: 'service-coverage',
    subject: '1.001193',
    collectedAt: '2025-06-30T09:00:00+07:00',
    collector: 'coverage-form/1',
    origin: 'declared',
    facts: {
      name: 'Đăng ký khai sinh',
      state: 'working',
      ministry: 'Bộ Tư pháp',
      owner: 'Sở Tư pháp',
      due: '2025-06-20',
    },
  })
})

test('an empty answer is missing evidence, not a fault', () => {
  expect(read({ ...ANSWER, owner: '' }).evidence[0]?.facts).not.toHaveProperty('owner')
})

test('every fault is named at once', () => {
  const bad = {
    ...ANSWER,
    service: 'a b',
    state: 'soon',
    due: 'June',
    origin: 'guess',
    name: '',
    collectedAt: '',
  }
  expect(faultsOf(() => read(bad, ANSWER, ANSWER))).toEqual([
    'services.csv:2 (name): is empty',
    'services.csv:2 (state): is "soon"; expected one of working, unfinished',
    'services.csv:2 (due): is "June"; expected a day as YYYY-MM-DD, like 2025-06-30 (set the column to Text in Excel)',
    'services.csv:2 (service): expected a short key without spaces, like 1.004194',
    'services.csv:2 (collectedAt): is empty',
    'services.csv:2 (origin): is "guess"; expected one of measured, declared, synthetic',
    'services.csv:4 (service): service 1.001193 is already in line 3',
  ])
})

test('a form without services, or with other columns, is refused', () => {
  expect(faultsOf(() => read())).toEqual(['services.csv:1: has no row; expected one a service'])
  const text = coverageText([ANSWER]).replace('owner', 'boss')
  expect(faultsOf(() => coverageFrom('s.csv', new TextEncoder().encode(text), kinds))).toEqual([
    's.csv:1 (owner): is missing from the header',
    's.csv:1 (boss): is no column of this form',
  ])
})

test('no form at all is silence', () => {
  expect(readCoverage('/no/such/services.csv', kinds)).toBeUndefined()
})
