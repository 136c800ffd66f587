// cli/summary.test.ts: the decision comes first, and nothing a commune wrote moves the reader's cursor.
import { expect, test } from 'vitest'
import { verdict } from '../readiness/report/fixtures/sample-run.ts'
import { summary } from './summary.ts'

test('says the outcome first, then what blocks, with owner and remedy', () => {
  const lines = summary(verdict).split('\n')
  expect(lines[0]).toBe('NO-GO (rehearsal)  Thành phố Hồ Chí Minh, as of 2025-07-01')
  expect(lines.join('\n')).toContain('What blocks (2):')
  expect(lines.join('\n')).toContain('owner: Commune; remedy: Switch it on')
  expect(lines.join('\n')).toContain('waiver W-01 on EQ-02: expired (until 2025-06-30)')
})

test('names the communes and scripts it is about, not their codes alone', () => {
  const [blocker] = verdict.blockers
  if (blocker === undefined) throw new Error('the fixture has blockers')
  const text = summary({
    ...verdict,
    blockers: [{ ...blocker, subjects: ['26740', 'joint', '26740/PC-01'] }],
  })
  expect(text).toContain('where: Phường Sài Gòn (26740), All five at once (joint), 26740/PC-01\n')
})

test('spells out control characters instead of sending them to the terminal', () => {
  const [blocker] = verdict.blockers
  if (blocker === undefined) throw new Error('the fixture has blockers')
  const hostile = { ...blocker, reason: { vi: 'x', en: 'gone \u001b[2J\u202e' } }
  const text = summary({ ...verdict, blockers: [hostile] })
  expect(text).toContain('gone \\u{1b}[2J\\u{202e}')
  expect(text).not.toContain('\u001b')
})
