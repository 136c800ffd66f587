// readiness/load/summary.test.ts: what k6 leaves is read, and a script that tested nothing is an error.
import { describe, expect, test } from 'vitest'
import { parseLedger, readSummary } from './summary.ts'

const summary = (count: number, operations: number, dropped = 0, more: object = {}) =>
  JSON.stringify({
    metrics: {
      operation_ms: { count, med: 10, 'p(95)': 20.5, 'p(99)': 31 },
      operations: { count: operations },
      dropped_iterations: { count: dropped },
      'operation_ms{system:procedures}': { thresholds: { 'p(95)<=2000': false, 'p(99)<=5': true } },
      ...more,
    },
  })
const line = '{"system":"procedures","id":"H29.101-250701-0001","operation":"submit","atMs":1751335200000}'

describe('readSummary', () => {
  test('reads figures, crossed thresholds and the ledger', () => {
    const result = readSummary({
      script: 'procedures',
      summary: summary(40, 38, 2),
      console: `${line}\n`,
      durationSeconds: 8,
    })
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
    expect(() =>
      readSummary({ script: 'procedures', summary: summary(0, 0), console: '', durationSeconds: 8 }),
    ).toThrow(/made no request/)
  })

  test('a counter k6 left out is zero: nothing succeeded, nothing was dropped', () => {
    const gone = { operations: undefined, dropped_iterations: undefined }
    expect(
      readSummary({
        script: 'procedures',
        summary: summary(40, 0, 0, gone),
        console: '',
        durationSeconds: 8,
      }),
    ).toMatchObject({
      failedShare: 1,
      droppedIterations: 0,
    })
  })

  test.each([
    ['without metrics', '{}', 'no metrics'],
    ['of null', 'null', 'no metrics'],
    ['cut off', summary(40, 38).slice(0, -9), 'no metrics'],
    ['that is not there', '', 'no metrics'],
    [
      'without the latency that is judged',
      summary(40, 38, 0, { operation_ms: { count: 40, med: 1, 'p(99)': 2 } }),
      'no figure operation_ms p(95)',
    ],
    [
      'whose latency is null',
      summary(40, 38, 0, { operation_ms: { count: 40, med: 1, 'p(95)': null, 'p(99)': 2 } }),
      'no figure operation_ms p(95)',
    ],
    [
      'whose latency is negative',
      summary(40, 38, 0, { operation_ms: { count: 40, med: 1, 'p(95)': 2, 'p(99)': -2 } }),
      'no figure operation_ms p(99)',
    ],
    [
      'that counts what was dropped in words',
      summary(40, 38, 0, { dropped_iterations: { count: 'many' } }),
      'no figure dropped_iterations count',
    ],
    ['with more successes than attempts', summary(40, 41), '41 operations of 40 tried'],
  ])('canary: refuses a summary %s', (_, text, message) => {
    expect(() =>
      readSummary({ script: 'procedures', summary: text, console: '', durationSeconds: 8 }),
    ).toThrow(`k6 left ${message} for the script procedures`)
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
