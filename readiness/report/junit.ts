// readiness/report/junit.ts: the verdict as JUnit XML (data/formats/junit-10.xsd), one test case a criterion.
import { CATALOGUES } from '../../types/criterion.ts'
import type { CriterionResult, Finding, Verdict } from '../../types/finding.ts'
import type { Run } from '../../types/run.ts'
import { escapeText } from './html.ts'

/** Characters XML 1.0 cannot carry at all. */
function xml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
  return escapeText(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd'))
}

const sentence = (finding: Finding) => `${finding.subject}: ${finding.status}: ${finding.reason.en}`

/** A blocking criterion not met is a failure; an advisory one is a success that says so in its output. */
function testCase(run: Run, result: CriterionResult, blocked: boolean): string {
  const criterion = run.criteria.find((one) => one.id === result.criterion)
  const name = xml(`${result.criterion} ${criterion?.title.en ?? ''}`.trim())
  const open = `    <testcase name="${name}" classname="sansang.${result.catalogue}" time="0">`
  const told = xml(result.notPassed.map(sentence).join('\n'))
  if (result.status === 'pass') return `${open}</testcase>`
  if (result.status === 'not-applicable')
    return `${open}<skipped/><system-out>${told}</system-out></testcase>`
  if (blocked && result.status === 'error')
    return `${open}<error message="${name} could not be judged" type="error">${told}</error></testcase>`
  if (blocked)
    return `${open}<failure message="${name}: ${result.status}" type="${result.status}">${told}</failure></testcase>`
  return `${open}<system-out>${told}</system-out></testcase>`
}

/** JUnit XML; failures are exactly the verdict's blockers. */
export function junit(run: Run, verdict: Verdict): string {
  const blocked = new Set(verdict.blockers.map((blocker) => blocker.criterion))
  const suites = CATALOGUES.flatMap((catalogue) => {
    const results = verdict.criteria.filter((result) => result.catalogue === catalogue)
    if (results.length === 0) return []
    const cases = results.map((result) => testCase(run, result, blocked.has(result.criterion)))
    const errors = results.filter((r) => blocked.has(r.criterion) && r.status === 'error').length
    const failures = results.filter((r) => blocked.has(r.criterion)).length - errors
    const skipped = results.filter((r) => r.status === 'not-applicable').length
    return [
      `  <testsuite name="sansang.${catalogue}" tests="${results.length}" failures="${failures}" errors="${errors}" skipped="${skipped}" time="0">`,
      ...cases,
      '  </testsuite>',
    ]
  })
  // Blockers that belong to no judged criterion (an empty selection) still fail the file.
  const own = verdict.blockers.filter(
    (b) => !verdict.criteria.some((result) => result.criterion === b.criterion),
  )
  const extra = own.map(
    (b) =>
      `    <testcase name="${xml(b.criterion)}" classname="sansang.verdict" time="0"><failure message="${xml(b.title.en)}" type="${b.status}">${xml(b.reason.en)}</failure></testcase>`,
  )
  if (extra.length > 0)
    suites.push(
      `  <testsuite name="sansang.verdict" tests="${extra.length}" failures="${extra.length}" errors="0" skipped="0" time="0">`,
      ...extra,
      '  </testsuite>',
    )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="sansang">',
    ...suites,
    '</testsuites>',
    '',
  ].join('\n')
}
