// readiness/load/rehearsal.test.ts: one silent commune, bridge point or system is named as absent.
import { describe, expect, test } from 'vitest'
import type { LedgerEntry, LoadResult } from '../../types/load.ts'
import { SYSTEMS, type SystemName } from '../../types/system.ts'
import { rehearsalEvidence } from './rehearsal.ts'

const facts = {
  slug: 'ho-chi-minh',
  code: '79',
  name: 'Thành phố Hồ Chí Minh',
  communes: ['26740', '26743'],
  bridgePoints: ['74', '79'],
  dossiersPerWorkingDay: 16_000,
  member: 'H29',
}
const at = '2025-06-25T09:00:00+07:00'
const entry = (system: SystemName, unit?: string): LedgerEntry => ({
  system,
  id: `${system}-${unit}`,
  operation: 'any',
  atMs: 0,
  ...(unit === undefined ? {} : { unit }),
})
const result = (ledger: LedgerEntry[]): LoadResult => ({
  script: 'joint',
  requests: 1,
  operations: 1,
  failedShare: 0,
  droppedIterations: 0,
  p50Ms: 1,
  p95Ms: 1,
  p99Ms: 1,
  ratePerSecond: 1,
  durationSeconds: 1,
  thresholdsFailed: [],
  ledger,
})
const everyone = [
  ...SYSTEMS.map((system) => entry(system, '26740')),
  entry('meetings', '26743'),
  entry('meetings', '74'),
  entry('meetings', '79'),
]

describe('rehearsalEvidence', () => {
  test('everyone present', () => {
    expect(rehearsalEvidence(result(everyone), facts, at).facts).toEqual({
      communesExpected: 2,
      communesPresent: 2,
      systemsExpected: 5,
      systemsPresent: 5,
      absent: [],
    })
  })

  test.each([
    ['a commune', (e: LedgerEntry) => e.unit !== '26743', '26743'],
    ['a bridge point', (e: LedgerEntry) => e.unit !== '74', 'bridge point 74'],
    ['a system', (e: LedgerEntry) => e.system !== 'reporting', 'reporting'],
  ])('names %s that was absent', (_what, keep, name) => {
    expect(rehearsalEvidence(result(everyone.filter(keep)), facts, at).facts['absent']).toEqual([name])
  })
})
