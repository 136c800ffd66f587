// readiness/cel.test.ts: rules that hold, fail, are refused at load, or break over a record. No population.
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../types/json.ts'
import { compileRule, requireRule } from './cel.ts'
import { GOOD_HOST, HOST } from './fixtures/run.ts'

const record = (facts: JsonObject = GOOD_HOST) => ({
  facts,
  asOf: '2025-07-01',
  collectedAt: '2025-06-27T09:00:00+07:00',
  subject: '26740/PC-01',
})

const answer = (rule: string, facts?: JsonObject) => requireRule(rule, HOST, 'T').answer(record(facts))

const faults = (rule: string): string => {
  const compiled = compileRule(rule, HOST)
  return 'faults' in compiled ? compiled.faults.map(({ message }) => message).join(' | ') : 'compiles'
}

describe('rules that hold or not', () => {
  const cases: [string, boolean][] = [
    ['patch.oldestPendingDays <= 30', true],
    ['patch.oldestPendingDays == 4', true],
    ['4 == patch.oldestPendingDays', true],
    ['patch.oldestPendingDays != 4', false],
    ['patch.oldestPendingDays * 2 + 1 - 3 <= 6', true],
    ['10 - patch.oldestPendingDays >= 6.0', true],
    ['patch.oldestPendingDays / 8 < 0.6', true],
    ['patch.oldestPendingDays in [3.0, 4.0]', true],
    ['!av.realtime || role == "office"', true],
    ['role in ["secret"]', false],
    ['os.supportEnds >= asOf', true],
    ['daysBetween(asOf, os.supportEnds) >= 365', true],
    ['hoursBetween(av.lastReport, collectedAt) <= 24', true],
    ['timestamp(av.lastReport) < timestamp(collectedAt)', true],
    ['subject.startsWith("26740/") && av.realtime', true],
    ['size(services.unsafe) == 0', true],
    ['services.unsafe.all(s, s != "smb1")', true],
    ['counts.pc == 3', true],
    ['counts["pc"] + 1 == 4', true],
    ['steps.all(s, s.ok) && size(steps) == 1', true],
    ['steps.exists(s, has(s.detail))|| size(steps) == 0', false],
    ['os.name.matches("^Windows 1[01]")', true],
    ['cel.bind(n, patch.oldestPendingDays, n > 1 && n < 9)', true],
  ]
  test('count', () => expect(cases).toHaveLength(23))
  test.each(cases)('%s is %s', (rule, value) => expect(answer(rule)).toEqual({ ok: true, value }))
})

describe('rules that are refused at load', () => {
  const cases: [string, string][] = [
    ['patch.oldestPendingDays <=', 'EOF'],
    ['patch.oldestPendingDays', 'gives double'],
    ['patch.oldestPendingDay <= 30', 'no field "patch.oldestPendingDay"; known: patch.oldestPendingDays'],
    ['nowhere == 1', 'no field "nowhere"'],
    ['patch == patch', 'no field "patch"'],
    ['av.realtime <= 3', 'no such overload: bool <= int'],
    ['os.name == 3', 'no such overload'],
    ['role == "ofice"', 'role is never "ofice"; it is one of office, secret'],
    ['!("clerk" in [role])', 'compiles'],
    ['role in ["office", "clerk"]', 'role is never "clerk"'],
    ['has(av.realtime) && av.realtime', 'has() on a fact'],
    ['true', 'reads no fact'],
    ['asOf > "2025-01-01"', 'reads no fact'],
    ['counts.pc / counts.all > 0.9', 'divide only by a number above zero'],
    ['patch.oldestPendingDays / 0 > 1', 'divide only by a number above zero'],
    ['dyn(role) == 3', 'dyn() is not offered'],
    ['type(role) == string', 'type() is not offered'],
    ['os.name.matches("^(a+)+$")', 'no group'],
    ['os.name.matches("a.*b.*c")', 'starts with ^'],
    ['os.name.matches(role)', 'wants its pattern as a string'],
    ['steps.all(a, steps.all(b, steps.all(c, a.x == c.x)))', 'more than 2 loops'],
    ['os.name.json() == role', '.json() is not offered'],
    ['label == "x" && av.realtime', 'label'],
  ]
  test('count', () => expect(cases).toHaveLength(23))
  test.each(cases)('%s', (rule, message) => expect(faults(rule)).toContain(message))
})

test('a rule is bounded in length, nodes and depth', () => {
  expect(faults(`av.realtime${' || av.realtime'.repeat(150)}`)).toBe('longer than 2000 characters')
  expect(faults(`av.realtime${'&&0<1'.repeat(130)}`)).toMatch('maxAstNodes')
  expect(faults(`${'('.repeat(60)}av.realtime${')'.repeat(60)}`)).toMatch('maxDepth')
})

test('a fault says where in the rule it stands', () => {
  const compiled = compileRule('av.realtime && role == "ofice"', HOST)
  expect('faults' in compiled && compiled.faults[0]?.offset).toBe('av.realtime && role == '.length)
})

test('reads: every free path once, sorted, loop variables left out', () => {
  const rule =
    'av.realtime && steps.all(role, role.ok) && counts["pc"] > 1 && services.unsafe.filter(os, os != role).size() == 0 && asOf > os.supportEnds'
  expect(requireRule(rule, HOST, 'T').reads).toEqual([
    'av.realtime',
    'counts.pc',
    'os.supportEnds',
    'role',
    'services.unsafe',
    'steps',
  ])
})

describe('a rule never throws', () => {
  const cases: [string, JsonObject][] = [
    ['av.realtime', {}],
    ['patch.oldestPendingDays <= 30', { patch: { oldestPendingDays: '4' } }],
    ['patch.oldestPendingDays <= 30', { patch: 4 }],
    ['counts.pc', { counts: { pc: 3 } }],
    ['counts.pc > 1', { counts: { pc: 'many' } }],
    ['steps.all(s, s.ok)', { steps: [{}] }],
    ['daysBetween(asOf, os.supportEnds) > 1', { os: { supportEnds: 'soon' } }],
    ['services.unsafe[3] == "a"', { services: { unsafe: [] } }],
  ]
  test('count', () => expect(cases).toHaveLength(8))
  test.each(cases)('%s over %j', (rule, facts) => {
    const given = answer(rule, facts)
    expect(given.ok).toBe(false)
    expect('why' in given && given.why.length).toBeGreaterThan(0)
  })
})

test('a fact cannot take the place of asOf or subject', () => {
  const facts = { ...GOOD_HOST, asOf: '1999-01-01', subject: 'x' }
  expect(answer('os.supportEnds >= asOf && asOf == "2025-07-01" && subject == "26740/PC-01"', facts)).toEqual(
    { ok: true, value: true },
  )
})

test('the CEL trap the engine works around is real', () => {
  // Should the library change, needs-before-rule could be reconsidered; until then this is why it exists.
  expect(answer('patch.oldestPendingDays > 3 || av.realtime', { av: { realtime: true } })).toEqual({
    ok: true,
    value: true,
  })
})

test('requireRule names the owner of a rule that does not compile', () => {
  expect(() => requireRule('nope', HOST, 'EQ-99')).toThrow(/EQ-99 does not compile for evidence of kind host/)
})
