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
    ['an invisible mark that joins', 'Lê Thị B\u034f'],
    ['an invisible choice of glyph', 'Lê Thị B\ufe0f'],
    ['an invisible supplementary choice of glyph', 'Lê Thị B\u{e0101}'],
    ['a phonetic letter that looks the same', 'Lê Thị \u0299'],
    ['without any diacritics', 'LE THI B'],
    ['another order', 'B Lê Thị'],
    ['all in one', 'LêThịB'],
    ['a title before it', 'Đ/c Ông Lê Thị B'],
    ['an office behind it', 'Lê Thị B, Phó Chủ tịch'],
    ['an office in brackets', 'Lê Thị B (Phó Chủ tịch)'],
    ['nobody', '\u200b'],
    ['a filler that counts as a letter', '\u3164'],
    ['punctuation', '---'],
    ['a number', '12'],
  ])('%s', (_, approver) => {
    expect(stateOf('Lê Thị B', approver)).toBe('NO-GO self-approved')
    expect(stateOf(approver, 'Lê Thị B')).toBe('NO-GO self-approved')
  })
})

describe('letters drawn alike and tones in two places', () => {
  test.each([
    ['Đặng Văn Ð', 'Ðặng Văn Đ'],
    ['Trần Hoà', 'Trần Hòa'],
    ['Thuý Vi', 'Thúy Vı'],
    ['Ksor Phơ\u0306', 'ksor phơ\u0306'],
  ])('%s and %s are one', (author, approver) => {
    expect(stateOf(author, approver)).toBe('NO-GO self-approved')
  })
  test.each([
    ['Nguyễn Thị Bình', 'Nguyễn Thị Bính'],
    ['Trần Lan', 'Trần Lân'],
    ['Nguyễn Văn Nam', 'Nguyễn Văn Man'],
    ['Lê Vy', 'Lê Vi'],
    ['Y Ƀlô', 'Y Blơ'],
    ['Lê Thị B', 'Trần Van C'],
  ])('%s and %s are two', (author, approver) => {
    expect(stateOf(author, approver)).toBe('GO applied')
  })
})
