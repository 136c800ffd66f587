// readiness/approvers.test.ts: nobody approves a waiver of their own by spelling their name in two ways.
import { describe, expect, test } from 'vitest'
import { decide } from './decide.ts'
import { evaluate } from './evaluate.ts'
import { GOOD_HOST, goodRun, record, waiver } from './fixtures/run.ts'

/** One commune fails, and a waiver by these two covers it. */
function stateOf(author: string, approver: string): string {
  const evidence = goodRun().evidence.map((one) =>
    one.id === 'host/26740/PC-01' ? record('26740/PC-01', { ...GOOD_HOST, av: { realtime: false } }) : one,
  )
  const run = goodRun({ evidence, waivers: [waiver({ author, approver })] })
  const { outcome, waivers } = decide(evaluate(run), run)
  return `${outcome} ${waivers[0]?.state}`
}

test('two people: it holds', () => {
  expect(stateOf('Lê Thị B', 'Trần Văn C')).toBe('GO applied')
  expect(stateOf('Lê Thị B', 'Lê Thị Bê (Phó Chủ tịch)')).toBe('GO applied')
})
describe('one person, spelt otherwise', () => {
  test.each([
    ['a space too many, another case', 'lê  thị b '],
    ['decomposed', 'Lê Thị B'.normalize('NFD')],
    ['an invisible space', 'Lê Thị\u200b B'],
    ['a soft hyphen and a full stop', 'Lê T\u00adhị B.'],
    ['full-width letters', 'Lê Thị Ｂ'],
    ['a Cyrillic letter that looks the same', 'Lê Thị \u0412'],
    ['a Greek letter that looks the same', 'Lê Thị \u0392'],
    ['nobody', '\u200b'],
    ['punctuation', '---'],
    ['a number', '12'],
  ])('%s', (_, approver) => {
    expect(stateOf('Lê Thị B', approver)).toBe('NO-GO self-approved')
    expect(stateOf(approver, 'Lê Thị B')).toBe('NO-GO self-approved')
  })
})
