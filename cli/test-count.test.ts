// cli/test-count.test.ts: no broken run may be counted as a good one.
import { expect, test } from 'vitest'
import { add, closingLine, countReport, foundNoFile, NONE } from './test-count.ts'

function report(
  passed: number,
  failed: number,
  files: readonly { status: string; tests: readonly string[] }[],
) {
  return JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 1,
    numTodoTests: 2,
    testResults: files.map(({ status, tests }) => ({
      status,
      assertionResults: tests.map((result) => ({ status: result })),
    })),
  })
}

test('a good run counts what it says', () => {
  const text = report(2, 0, [{ status: 'passed', tests: ['passed', 'passed'] }])
  expect(countReport(text, 0)).toEqual({ passed: 2, failed: 0, skipped: 3 })
})

test('a failing test counts once', () => {
  const text = report(1, 1, [{ status: 'failed', tests: ['passed', 'failed'] }])
  expect(countReport(text, 1)).toEqual({ passed: 1, failed: 1, skipped: 3 })
})

test('a file that does not load is a failure', () => {
  const text = report(5, 0, [
    { status: 'failed', tests: [] },
    { status: 'passed', tests: ['passed'] },
  ])
  expect(countReport(text, 1).failed).toBe(1)
})

test('a bad exit without any failing test is a failure', () => {
  expect(countReport(report(5, 0, []), 1).failed).toBe(1)
})

test.each([undefined, '', 'no json', '{}', 'null', '{"numPassedTests":"9"}'])('%j is no report', (text) => {
  expect(countReport(text, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('a run without test files is told from one without a report', () => {
  expect(foundNoFile(report(0, 0, []))).toBe(true)
  expect(foundNoFile(report(1, 0, [{ status: 'passed', tests: ['passed'] }]))).toBe(false)
  expect(foundNoFile('no json')).toBe(false)
  expect(foundNoFile(undefined)).toBe(false)
})

test('the closing line has the fixed form', () => {
  expect(closingLine(add(NONE, { passed: 3, failed: 0, skipped: 1 }))).toBe('3 passed, 0 failed, 1 skipped')
})
