// readiness/scope.test.ts: a properly sealed run that was asked for less than this version asks is told apart. Seals nothing twice.
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../types/json.ts'
import { COMMUNES, goodRun, HEADER, HOST, record } from './fixtures/run.ts'
import { render, sealed, TOOL } from './fixtures/sealed.ts'
import { type Scope, scopeDifferences } from './scope.ts'
import { verifyRun } from './verify.ts'

const header = { ...HEADER, tool: TOOL }
const RUN = goodRun({ header })
const OWN: Scope = {
  criteria: RUN.criteria,
  kinds: RUN.kinds,
  populations: RUN.populations,
  provinceName: HEADER.province.name,
  provinceSlug: HEADER.province.slug,
  objectives: new Map([['load/procedures', { p99Ms: 800 }]]),
  unitsSince: '2025-07-01',
}
const say = (changes: Parameters<typeof goodRun>[0], own: Partial<Scope> = {}): string[] =>
  scopeDifferences(goodRun({ header, ...changes }), { ...OWN, ...own }).map(
    ({ where, message }) => `${where}: ${message}`,
  )
const [first, ...rest] = RUN.criteria
if (first === undefined) throw new Error('the fixture has no criterion')

describe('differences', () => {
  test('none when the same was asked', () => expect(say({})).toEqual([]))
  test('canary: a criterion left out', () => {
    expect(say({ criteria: rest })).toEqual(["criteria: 1 of this version's 3 missing (EQ-07)"])
  })
  test('a binding criterion made advisory, another added', () => {
    const weak = { ...first, severity: 'advisory', basis: 'Ai' } as const
    expect(say({ criteria: [weak, ...rest, { ...first, id: 'EQ-99' }] })).toEqual([
      'criteria: 1 changed (EQ-07); 1 not known to this version (EQ-99)',
    ])
  })
  test('canary: a run narrowed to one criterion says so, and is held to that one', () => {
    const narrow = { ...header, only: ['EQ-07'] }
    const narrowed = "selection: only EQ-07 was asked: 1 of this version's 3 criteria"
    expect(say({ header: narrow, criteria: [first] })).toEqual([narrowed])
    expect(say({ header: narrow, criteria: rest })).toHaveLength(2)
  })
  test('one commune fewer, one repeated, one renamed, none at all', () => {
    const communes = (members: { id: string; label: string }[]) =>
      say({ populations: [{ name: 'communes', members }, ...RUN.populations.slice(1)] })
    const [one, two, three] = COMMUNES
    expect(communes([one, two])).toEqual(["population communes: 1 of this version's 3 missing (27094)"])
    expect(communes([one, two, three, three])).toEqual(['population communes: 1 repeated'])
    expect(communes([one, two, { ...three, label: 'Phường Khác' }])).toEqual([
      'population communes: 1 changed (27094)',
    ])
    expect(communes([])).toEqual(["population communes: 3 of this version's 3 missing (26740, 26743, 27094)"])
  })
  test('canary: a population left out altogether', () => {
    expect(say({ populations: RUN.populations.slice(1) })).toEqual([
      "population communes: 3 of this version's 3 missing (26740, 26743, 27094)",
    ])
  })
  test('a field declared otherwise', () => {
    const host = { ...HOST, fields: { ...HOST.fields, role: { type: 'string' } } } as const
    expect(say({ kinds: [host, ...RUN.kinds.slice(1)] })).toEqual(['kinds of evidence: 1 changed (host)'])
  })
  test('another province under this code; a code nobody has', () => {
    const province = { ...HEADER.province, name: 'Tỉnh An Giang' }
    expect(say({ header: { ...header, province } })[0]).toMatch(
      '79 is named Tỉnh An Giang; this version knows it as Thành phố',
    )
    expect(say({}, { provinceName: undefined })[0]).toMatch('this version knows it as no province')
  })
  test('another province’s short name under this code', () => {
    const province = { ...HEADER.province, slug: 'an-giang' }
    expect(say({ header: { ...header, province } })).toEqual([
      'province: 79 is called an-giang; this version calls it ho-chi-minh',
    ])
    expect(say({}, { provinceSlug: undefined })).toEqual([
      'province: 79 is called ho-chi-minh; this version calls it no province',
    ])
  })
  test('canary: limits loosened in the evidence, by unchanged criteria', () => {
    const loads = (facts: JsonObject) => [
      ...RUN.evidence.slice(0, -1),
      record('procedures', facts, { kind: 'load' }),
    ]
    const says = ["objectives: 1 judged by limits that are not this version's (load/procedures)"]
    expect(say({ evidence: loads({ requests: 900, p99Ms: 9000, objectives: { p99Ms: 60_000 } }) })).toEqual(
      says,
    )
    expect(say({ evidence: loads({ requests: 900, p99Ms: 9000 }) })).toEqual(says)
  })
  test.each(['unknown', `${'a'.repeat(40)}-dirty`])('sealed by code nobody can look up: %s', (revision) => {
    expect(say({ header: { ...header, tool: { ...TOOL, revision } } })).toEqual([
      expect.stringContaining(`tool: sealed by revision "${revision}": no commit`),
    ])
  })
  test('a day on which hardly anything was in force', () => {
    expect(say({ header: { ...header, asOf: '2025-06-30' } })).toEqual([
      expect.stringContaining('as-of date: 2025-06-30 lies before 2025-07-01'),
    ])
  })
  test('a long list is cut', () => {
    const many = Array.from({ length: 30 }, (_, n) => ({ ...first, id: `EQ-1${String(n).padStart(2, '0')}` }))
    expect(say({}, { criteria: [...RUN.criteria, ...many] })[0]).toMatch(/30 of .+EQ-107 and 22 more\)$/)
  })
})

test('verify: intact, because nothing changed since the sealing, and the difference said', () => {
  const { files } = sealed({ criteria: [first] })
  expect(verifyRun({ files, tool: TOOL, render, scope: () => OWN })).toMatchObject({
    intact: true,
    verdict: { outcome: 'GO' },
    differences: [{ where: 'criteria', message: expect.stringContaining('2 of') }],
  })
})
