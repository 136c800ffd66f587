// readiness/report/silence.test.ts: silence is told once, with what ends it; anything else keeps its own row.
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Blocker, CriterionResult, Finding } from '../../types/finding.ts'
import { run, verdict } from './fixtures/sample-run.ts'
import { page } from './page.ts'
import { splitSilence } from './silence.ts'
import { NOT_RUN_REASON } from './words.ts'

const text = (of: string) => ({ vi: of, en: of })

function blocked(criterion: string, subjects: string[], findings: Partial<Finding>[]) {
  const blocker: Blocker = {
    criterion,
    title: text(criterion),
    status: 'not-evaluated',
    reason: text(`${subjects.length} of 2 have not been heard from`),
    subjects,
    owner: text('Police'),
    remedy: text('Turn SSH off'),
  }
  const notPassed = findings.map((finding): Finding => {
    const silent = { status: 'not-evaluated', reason: text('silent'), evidence: [] } as const
    return { criterion, subject: '26740', ...silent, ...finding }
  })
  const [base] = verdict.criteria
  if (base === undefined) throw new Error('the sample verdict has no criterion')
  const catalogue = criterion.startsWith('EQ') ? 'commune-equipment' : 'service'
  const result: CriterionResult = { ...base, criterion, catalogue, notPassed }
  return { blocker, result }
}

const both = ['26740', '26743']
const silent = both.map((subject) => ({ subject }))
const sent = '26746'
const parts = [
  blocked('EQ-01', both, silent),
  blocked('EQ-17', both, silent),
  blocked('EQ-24', [...both, sent], [...silent, { subject: sent, status: 'fail' }]),
  blocked('EQ-29', [...both, sent], [...silent, { subject: sent, evidence: ['host/26746/PC-01'] }]),
  // It sent its file, without a device of this kind.
  blocked('EQ-35', [...both, sent], [...silent, { subject: sent }]),
  blocked('EQ-99', [], [{ subject: '*', status: 'not-applicable' }]),
  blocked('SX-01', ['joint'], [{ subject: 'joint' }]),
]
const asked = {
  blockers: parts.map((one) => one.blocker).filter(({ subjects }) => subjects.length > 0),
  criteria: parts.map((one) => one.result),
}

test('folds criteria over which the same communes are silent, and no other', () => {
  const { silences, others } = splitSilence(asked)
  expect(silences.map(({ criteria }) => criteria)).toEqual([['EQ-01', 'EQ-17']])
  expect(others.map(({ criterion }) => criterion)).toEqual(['EQ-24', 'EQ-29', 'EQ-35', 'SX-01'])
  for (const { blocker } of silences) {
    expect(blocker.owner.en).toContain('Chairperson')
    expect(blocker.remedy.en).toContain('collect template')
    expect(blocker.remedy.vi).toContain('tệp kiểm kê')
  }
})

test('a commune heard on any criterion is not called silent', () => {
  const [first, , failing] = parts
  if (first === undefined || failing === undefined) throw new Error('the cases are gone')
  const heard = { ...failing.result, notPassed: [] }
  expect(splitSilence({ blockers: [first.blocker], criteria: [first.result, heard] }).silences).toEqual([])
})

test('the page names the silent on its first page, once, and every criterion after it', () => {
  const shown = page(run, { ...verdict, ...asked })
  const decision = shown.slice(shown.indexOf('id="decision"'), shown.indexOf('id="blockers"'))
  expect(decision).toContain('Xã chưa gửi dữ liệu kiểm kê')
  expect(decision).toContain('Phường Sài Gòn (26740)')
  const blockers = shown.slice(shown.indexOf('id="blockers"'), shown.indexOf('id="annex"'))
  for (const id of ['EQ-01', 'EQ-17', 'EQ-24', 'EQ-29', 'EQ-35', 'SX-01']) expect(blockers).toContain(id)
  expect(blockers).toContain('<a href="#EQ-01">EQ-01</a>')
  // Four rows of their own, each in two languages.
  expect(blockers.match(/Turn SSH off/g)).toHaveLength(8)
})

test('every reason this version gives for leaving a part out has its Vietnamese', async () => {
  const source = await readFile(new URL('../../cli/ready/collect.ts', import.meta.url), 'utf8')
  const reasons = Object.keys(NOT_RUN_REASON)
  expect([...source.matchAll(/\breason:/g)]).toHaveLength(reasons.length)
  for (const reason of reasons) expect(source).toContain(`'${reason}'`)
})
