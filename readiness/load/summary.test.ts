// readiness/load/summary.test.ts: what k6 leaves is read, and a script that tested nothing is an error.
import { describe, expect, test } from 'vitest'
import { parseLedger, readSummary } from './summary.ts'

const metrics = (count: number, operations: number, dropped = 0) => ({
  metrics: {
    operation_ms: { count, med: 10, 'p(95)': 20.5, 'p(99)': 31 },
    operations: { count: operations },
    dropped_iterations: { count: dropped },
    'operation_ms{system:procedures}': { thresholds: { 'p(95)<=2000': false, 'p(99)<=5': true } },
  },
})
const line = '{"system":"procedures","id":"H29.101-250701-0001","operation":"submit","atMs":1751335200000}'

describe('readSummary', () => {
  test('reads figures, crossed thresholds and the ledger', () => {
    const result = readSummary('procedures', metrics(40, 38, 2), `${line}\n`, 8)
    expect(result).toMatchObject({
      requests: 40,
      operations: 38,
      failedShare: 0.05,
      droppedIterations: 2,
      p50Ms: 10,
      p95Ms: 20.5,
      p99Ms: 31,
      ratePerSecond: 5,
    })
    expect(result.thresholdsFailed).toEqual(['operation_ms{system:procedures}: p(99)<=5'])
    expect(result.ledger).toHaveLength(1)
  })

  test('refuses a script that made no request', () => {
    expect(() => readSummary('procedures', metrics(0, 0), '', 8)).toThrow(/made no request/)
  })

  test('refuses a summary without metrics', () => {
    expect(() => readSummary('procedures', {}, '', 8)).toThrow(/left no metrics/)
  })
})

describe('parseLedger', () => {
  test('keeps whole entries and leaves out warnings and a line cut short', () => {
    const text = `${line}\n{"failed":"submit","system":"procedures","status":503}\n${line.slice(0, 40)}`
    expect(parseLedger(text)).toEqual([
      { system: 'procedures', id: 'H29.101-250701-0001', operation: 'submit', atMs: 1751335200000 },
    ])
  })
})
