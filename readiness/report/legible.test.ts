// readiness/report/legible.test.ts: a reader is told when a figure is too high, what a code stands for, and how to judge again.
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Run } from '../../types/run.ts'
import { loadChecks } from '../criteria.ts'
import { run, verdict } from './fixtures/sample-run.ts'
import { oscal } from './oscal.ts'
import { page } from './page.ts'
import { documentOf } from './sources.ts'
import { cell } from './table.ts'

const CHECKS = fileURLToPath(new URL('../../checks', import.meta.url))

test('a figure beyond its limit says so, and one within it does not', () => {
  expect(cell(3019, { limit: 2000 }).markup).toContain('class="num over"')
  expect(cell(3019, { limit: 2000 }).markup).toContain('&gt; <span lang="vi">2.000')
  expect(cell(2000, { limit: 2000 }).markup).not.toContain('over')
  expect(cell(2000, { limit: 2000 }).markup).toContain('≤')
})

test('a limit of nought is mentioned only where it is broken', () => {
  expect(cell(16, { limit: 0 }).markup).toContain('class="num over"')
  expect(cell(0, { limit: 0 }).markup).not.toMatch(/over|≤|>\s*0<\/small>/)
})

test('iterations dropped and dossiers lost stand out on the page', () => {
  const [load] = run.evidence
  const dropped = { ...run, evidence: [{ ...load, facts: { ...load?.facts, droppedIterations: 16 } }] } as Run
  expect(page(dropped, verdict)).toContain('class="num over"><span lang="vi">16</span>')
  expect(page(run, verdict)).not.toContain('class="num over"')
})

test('every source of every criterion is spelt out somewhere', () => {
  const { criteria } = loadChecks(CHECKS)
  const refs = criteria.flatMap(({ sources }) => sources.map(({ ref }) => ref))
  expect(refs.length).toBeGreaterThan(139)
  expect(refs.filter((ref) => documentOf(ref) === undefined)).toEqual([])
  expect(documentOf('L8')).toBeUndefined()
  expect(documentOf('L86x 11')).toBeUndefined()
})

test('a criterion in the annex leads to its law and shows evidence and rule', () => {
  const text = page(run, verdict)
  expect(text).toContain('<a href="#source-L86">L86 11</a>')
  expect(text).toContain('<tr id="source-L86">')
  expect(text).toContain('Luật An toàn thông tin mạng, số 86/2015/QH13')
  expect(text).toContain('<code>av.realtime</code>')
  // Documents nobody named are not listed.
  expect(text).not.toContain('source-N85')
})

test('OSCAL leads from a finding to source, rule and evidence as the page does', () => {
  const document = JSON.parse(oscal(run, verdict))
  const [result] = document['assessment-results'].results
  expect(result.findings[0].props).toContainEqual(
    expect.objectContaining({ name: 'source', value: 'L86 11 (attested)' }),
  )
  expect(result.observations[0]['relevant-evidence']).toEqual([
    {
      href: './evidence.jsonl',
      description: 'Records of kind host, each judged by the rule: av.realtime',
    },
  ])
})

test('a place that is no commune is named in the language of the reader', () => {
  const [blocker] = verdict.blockers
  const text = page(run, {
    ...verdict,
    blockers: [{ ...(blocker ?? verdict.blockers[1]), subjects: ['joint'] }] as typeof verdict.blockers,
  })
  expect(text).toContain('Cả năm hệ thống cùng lúc (joint)')
  expect(text).toContain('All five at once (joint)')
})

test('a finding about nobody in particular is said to be about everywhere', () => {
  const [first, ...rest] = verdict.criteria
  const starred = { ...first, notPassed: [{ ...verdict.criteria[1]?.notPassed[0], subject: '*' }] }
  const text = page(run, { ...verdict, criteria: [starred, ...rest] } as typeof verdict)
  expect(text).toContain('<span lang="vi">mọi nơi</span><span lang="en">everywhere</span>')
})

test('on a narrow screen every cell of a card says under which head it stands', () => {
  const text = page(run, verdict)
  const cards = text.match(/<table class="cards">.*?<\/table>/gs) ?? []
  expect(cards.length).toBe(3)
  for (const card of cards) {
    expect(card.match(/<td/g)?.length).toBe(card.match(/<td data-vi="[^"]+" data-en="[^"]+">/g)?.length)
  }
})

test('how busy the machine was before stands beside the times', () => {
  const busy = { at: '2025-06-30T09:00:02+07:00', phase: 'machine', event: 'busy', data: { percent: 71 } }
  expect(page({ ...run, journal: [...run.journal, busy] }, verdict)).toContain('used 71 % of its processors')
  expect(page(run, verdict)).not.toContain('of its processors')
})

test('many reasons are folded, none is left out', () => {
  const [result, ...rest] = verdict.criteria.slice(1)
  const [finding] = result?.notPassed ?? []
  const reasons = Array.from({ length: 9 }, (_, n) => ({
    vi: `muộn ${n + 31} ngày`,
    en: `${n + 31} days late`,
  }))
  const many = { ...result, notPassed: reasons.map((reason) => ({ ...finding, reason })) }
  const text = page(run, { ...verdict, criteria: [many, ...rest] } as typeof verdict)
  expect(text).toContain('<summary><span lang="vi">và 3 lý do khác</span>')
  for (const { vi } of reasons) expect(text).toContain(vi)
})
