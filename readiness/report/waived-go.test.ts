// readiness/report/waived-go.test.ts: a GO that stands on waivers says so in its first sentence. Judges no waiver.
import { expect, test } from 'vitest'
import { decide } from '../decide.ts'
import { evaluate } from '../evaluate.ts'
import { goodRun, waiver } from '../fixtures/run.ts'
import { page } from './page.ts'

function sentence(waived: boolean): string {
  const evidence = goodRun().evidence.filter(({ subject }) => !waived || !subject.startsWith('26740'))
  const waivers = waived ? [waiver(), waiver({ id: 'W-2', criterion: 'EQ-05' })] : []
  const run = goodRun({ evidence, waivers })
  const verdict = decide(evaluate(run), run)
  expect(verdict.outcome).toBe('GO')
  return /<p class="sentence">(.*?)<\/p>/s.exec(page(run, verdict))?.[1] ?? ''
}

test('a commune silent under a waiver: neither heard from nor passed, and not said to be', () => {
  expect(sentence(true)).toContain('được miễn trừ (2 quyết định miễn trừ đang có hiệu lực)')
  expect(sentence(true)).toContain('stands under a waiver (2 in force), or')
})
test('without waivers nothing of the kind', () => {
  expect(sentence(false)).toContain('đều đạt hoặc có lý do không áp dụng')
  expect(sentence(false)).not.toContain('waiver')
})
