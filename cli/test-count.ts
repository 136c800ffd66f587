// cli/test-count.ts: reads what vitest's JSON report counted. Runs nothing.

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 }

/** Both runs together. */
export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/** The closing line other programs look for: alone on the last line. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/**
 * Counts of one run. A file that failed without a failing test in it (it does not load) counts as one failure, and
 * so does a run that ended with `exitCode` other than 0 although nothing in it failed. A report that is no report
 * (vitest crashed) is one failure.
 */
export function countReport(text: string | undefined, exitCode: number): Counts {
  const report = text === undefined ? undefined : parse(text)
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 }
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length
  const failed = report.numFailedTests + broken
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** True for a whole report of a run that found no test file. */
export function foundNoFile(text: string | undefined): boolean {
  return text !== undefined && parse(text)?.testResults.length === 0
}

type Report = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

function parse(text: string): Report | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isReport(value) ? value : undefined
  } catch {
    return undefined
  }
}

const NUMBERS = ['numPassedTests', 'numFailedTests', 'numPendingTests', 'numTodoTests']

function isReport(value: unknown): value is Report {
  if (typeof value !== 'object' || value === null) return false
  const fields = new Map<string, unknown>(Object.entries(value))
  if (!NUMBERS.every((name) => typeof fields.get(name) === 'number')) return false
  const files = fields.get('testResults')
  return Array.isArray(files) && files.every((file) => Array.isArray(file?.assertionResults))
}
