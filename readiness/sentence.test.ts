// readiness/sentence.test.ts: facts in Vietnamese and English sentences. Judges nothing.
import { describe, expect, test } from 'vitest'
import { HOST } from './fixtures/run.ts'
import { fillSentence, sentenceFaults, spell } from './sentence.ts'

const given = {
  asOf: '2025-07-01',
  collectedAt: '2025-06-27T09:00:00+07:00',
  subject: '26740/PC-01',
  label: 'Phường Sài Gòn',
}

test('fills facts as each language writes them', () => {
  const facts = { os: { supportEnds: '2025-10-14', name: 'Windows 10' }, av: { realtime: false }, pct: 61.5 }
  const sentence = '{label} {subject} {os.name} {os.supportEnds} {av.realtime} {pct} {av.nope} {asOf}'
  expect(fillSentence({ vi: sentence, en: sentence }, facts, given)).toEqual({
    vi: 'Phường Sài Gòn 26740/PC-01 Windows 10 14/10/2025 không 61,5 chưa có 01/07/2025',
    en: 'Phường Sài Gòn 26740/PC-01 Windows 10 2025-10-14 no 61.5 not given 2025-07-01',
  })
})

test('a fact cannot smuggle in another placeholder', () => {
  const text = { vi: '{os.name}', en: '{os.name}' }
  expect(fillSentence(text, { os: { name: '{label} $& $1' } }, given).en).toBe('{label} $& $1')
})

describe('spell', () => {
  test('lists are cut, with the number left out', () => {
    const many = Array.from({ length: 15 }, (_, index) => `tcp:${index}`)
    expect(spell(many, 'vi')).toMatch(/tcp:11, và 3 mục khác$/)
    expect(spell(many, 'en')).toMatch(/tcp:11, and 3 more$/)
    expect(spell([], 'vi')).toBe('không có')
    expect(spell([true, { a: 1 }], 'en')).toBe('yes, {"a":1}')
  })
  test('a string that only looks like a date stays', () =>
    expect(spell('2025-02-30', 'vi')).toBe('2025-02-30'))
})

describe('sentenceFaults', () => {
  test('knows fields, parts of object fields and what is given', () => {
    expect(sentenceFaults('{os.name} {counts.pc} {label} {subject} {asOf} {collectedAt}', HOST)).toEqual([])
  })
  test('names what is unknown', () => {
    const faults = sentenceFaults('{os.nam} {} {a b}', HOST)
    expect(faults).toHaveLength(3)
    expect(faults[0]).toMatch('no field "os.nam"; known: os.name, os.supportEnds')
  })
})
