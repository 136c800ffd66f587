// cli/fault-lines.test.ts: one column empty down a file is one line, and no line of the file goes unnamed.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultLines } from './fault-lines.ts'

const fault = (where: string, message = 'is empty') => ({ where, message })

test('folds what differs only in its line, and keeps the rest', () => {
  expect(
    faultLines([
      fault('26740.csv:2 (collectedAt)'),
      fault('26740.csv:2 (collector)'),
      fault('26740.csv:3 (collectedAt)'),
      fault('26740.csv:4 (collectedAt)'),
      fault('26740.csv:7 (collectedAt)'),
      fault('26740.csv:5 (collectedAt)', 'is "x"'),
      fault('26743.csv:2 (collectedAt)'),
      fault('26743.csv:1', 'has no header'),
      fault('x.csv', 'is no commune’s file'),
    ]),
  ).toEqual([
    '26740.csv:2-4,7 (collectedAt): is empty',
    '26740.csv:2 (collector): is empty',
    '26740.csv:5 (collectedAt): is "x"',
    '26743.csv:2 (collectedAt): is empty',
    '26743.csv:1: has no header',
    'x.csv: is no commune’s file',
  ])
})

test('says Vietnamese first where a fault has it, and folds as before', () => {
  const empty = (line: number) => ({ ...fault(`26740.csv:${line} (collectedAt)`), vi: 'còn trống' })
  expect(faultLines([empty(2), empty(3), { ...fault('x.csv', 'is empty'), vi: 'tệp trống' }])).toEqual([
    '26740.csv:2-3 (collectedAt): còn trống / is empty',
    'x.csv: tệp trống / is empty',
  ])
})

test('names every line, whatever their order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (lines) => {
      const [folded = '', ...more] = faultLines(lines.map((line) => fault(`26740.csv:${line} (av.realtime)`)))
      expect(more).toEqual([])
      const named = (/:(\S+) /.exec(folded)?.[1] ?? '').split(',').flatMap((span) => {
        const [from = 0, to = from] = span.split('-').map(Number)
        return Array.from({ length: to - from + 1 }, (_, index) => from + index)
      })
      expect(named).toEqual([...lines].sort((a, b) => a - b))
    }),
  )
})
