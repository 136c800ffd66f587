// readiness/evaluate.test.ts: every status a finding can have, each with evidence that must give it. No decision.
import { describe, expect, test } from 'vitest'
import type { Run } from '../types/run.ts'
import { canonical } from './canonical.ts'
import { evaluate } from './evaluate.ts'
import { COMMUNES, criterion, GOOD_HOST, goodRun, HEADER, record } from './fixtures/run.ts'

const resultOf = (run: Run, id = 'EQ-07') => {
  const result = evaluate(run).find(({ criterion }) => criterion === id)
  if (result === undefined) throw new Error(`no result ${id}`)
  return result
}

const hosts = (...facts: object[]): Run['evidence'] =>
  COMMUNES.map(({ id }, index) => record(`${id}/PC-01`, { ...GOOD_HOST, ...facts[index] }))

describe('pass', () => {
  test('everyone heard from, every record met', () => {
    expect(evaluate(goodRun()).map(({ criterion, status }) => [criterion, status])).toEqual([
      ['EQ-05', 'pass'],
      ['EQ-07', 'pass'],
      ['SV-90', 'pass'],
    ])
    expect(resultOf(goodRun())).toMatchObject({
      expected: 3,
      heard: 3,
      notPassed: [],
      counts: { pass: 4, fail: 0, error: 0, 'not-evaluated': 0 },
    })
  })
})

describe('fail', () => {
  test('one record of many fails the criterion, with the fact in the reason', () => {
    const run = goodRun({ evidence: hosts({}, { av: { realtime: false } }, {}) })
    expect(resultOf(run)).toMatchObject({
      status: 'fail',
      counts: { pass: 2, fail: 1 },
      notPassed: [
        {
          subject: '26743/PC-01',
          status: 'fail',
          reason: { vi: 'chống mã độc: không', en: 'anti-malware on: no' },
          evidence: ['host/26743/PC-01'],
        },
      ],
    })
  })
})

describe('not-evaluated', () => {
  test('a removed commune file: the member is named, by label, in both languages', () => {
    const run = goodRun({ evidence: hosts().slice(1) })
    expect(resultOf(run)).toMatchObject({
      status: 'not-evaluated',
      expected: 3,
      heard: 2,
      notPassed: [
        {
          subject: '26740',
          reason: { vi: 'chưa có tin từ Phường Sài Gòn', en: 'Phường Sài Gòn has not been heard from' },
          evidence: [],
        },
      ],
    })
  })
  test('evidence of another kind is not being heard from', () => {
    const run = goodRun({ evidence: [record('26740/x', {}, { kind: 'load' }), ...hosts().slice(1)] })
    expect(resultOf(run).heard).toBe(2)
  })
  test('no evidence at all: the whole population', () => {
    expect(resultOf(goodRun({ evidence: [] }))).toMatchObject({
      counts: { 'not-evaluated': 3, pass: 0 },
      heard: 0,
    })
  })
  test('a missing field is missing evidence, never false; null is missing too', () => {
    const run = goodRun({ evidence: hosts({ av: {} }, { av: { realtime: null } }, {}) })
    expect(resultOf(run)).toMatchObject({ counts: { 'not-evaluated': 2, pass: 1 } })
    expect(resultOf(run).notPassed[0]?.reason).toEqual({
      vi: 'thiếu dữ liệu av.realtime',
      en: 'no evidence for av.realtime',
    })
  })
  test('canary: needs come before the rule, which alone would be true', () => {
    const either = criterion({
      needs: ['av.realtime', 'patch.oldestPendingDays'],
      rule: 'patch.oldestPendingDays < 3 || av.realtime',
    })
    const run = goodRun({ criteria: [either], evidence: hosts({ patch: {} }, {}, {}) })
    expect(resultOf(run).counts).toMatchObject({ 'not-evaluated': 1, pass: 2 })
  })
  test('canary: a field the rule reads is guarded even if a stored criterion forgot to list it', () => {
    const either = criterion({ needs: ['av.realtime'], rule: 'patch.oldestPendingDays < 3 || av.realtime' })
    const run = goodRun({ criteria: [either], evidence: hosts({ patch: {} }, {}, {}) })
    expect(resultOf(run).counts['not-evaluated']).toBe(1)
  })
  test('an empty population is nobody heard from, not everybody', () => {
    const run = goodRun({
      populations: [
        { name: 'communes', members: [] },
        { name: 'loads', members: [] },
      ],
    })
    expect(resultOf(run)).toMatchObject({
      status: 'not-evaluated',
      expected: 0,
      counts: { 'not-evaluated': 1 },
    })
  })
})

describe('not-applicable', () => {
  const scoped = criterion({
    applies: 'role != "secret"',
    otherwise: { vi: 'máy soạn thảo mật', en: 'PC for secrets' },
  })
  test('a record outside the scope says why; mixed with passes the criterion passes', () => {
    const run = goodRun({ criteria: [scoped], evidence: hosts({ role: 'secret' }, {}, {}) })
    expect(resultOf(run)).toMatchObject({
      status: 'pass',
      counts: { 'not-applicable': 1, pass: 2 },
      notPassed: [{ status: 'not-applicable', reason: { vi: 'máy soạn thảo mật', en: 'PC for secrets' } }],
    })
  })
  test('only when nothing applies is the criterion not-applicable', () => {
    const run = goodRun({ criteria: [scoped], evidence: hosts(...COMMUNES.map(() => ({ role: 'secret' }))) })
    expect(resultOf(run).status).toBe('not-applicable')
  })
  test('an unknown scope is not outside the scope', () => {
    const run = goodRun({ criteria: [scoped], evidence: hosts({ role: null }, {}, {}) })
    expect(resultOf(run)).toMatchObject({
      status: 'not-evaluated',
      notPassed: [{ reason: { en: 'no evidence for role' } }],
    })
  })
  test.each([
    [
      { from: '2025-07-02' },
      'chưa có hiệu lực: áp dụng từ 02/07/2025',
      'not yet in force: applies from 2025-07-02',
    ],
    [{ to: '2025-06-30' }, 'đã hết hiệu lực sau ngày 30/06/2025', 'no longer in force after 2025-06-30'],
  ])('out of force %j', (dates, vi, en) => {
    const run = goodRun({ criteria: [criterion(dates)], evidence: hosts({ av: { realtime: false } }) })
    expect(resultOf(run)).toMatchObject({
      status: 'not-applicable',
      notPassed: [{ subject: '*', reason: { vi, en } }],
      expected: 3,
      heard: 3,
    })
  })
  test.each([{ from: '2025-07-01' }, { to: '2025-07-01' }])(
    'in force on its first and last day %j',
    (dates) => {
      expect(resultOf(goodRun({ criteria: [criterion(dates)] })).status).toBe('pass')
    },
  )
})

describe('manual-pending', () => {
  const asked = criterion({
    manual: { field: 'checkedBy', question: { vi: 'Ai kiểm tra {label}?', en: 'Who checked {label}?' } },
  })
  test.each([undefined, null, '', '  ', '?', '\u200b', '\u3164'])('nobody answered: %j', (checkedBy) => {
    const run = goodRun({
      criteria: [asked],
      evidence: hosts(
        { ...(checkedBy !== undefined && { checkedBy }) },
        { checkedBy: 'A' },
        { checkedBy: 'A' },
      ),
    })
    expect(resultOf(run)).toMatchObject({
      status: 'manual-pending',
      notPassed: [{ reason: { vi: 'Ai kiểm tra Phường Sài Gòn?', en: 'Who checked Phường Sài Gòn?' } }],
    })
  })
  test('answered', () => {
    const run = goodRun({ criteria: [asked], evidence: hosts(...COMMUNES.map(() => ({ checkedBy: 'A' }))) })
    expect(resultOf(run).status).toBe('pass')
  })
})

test('findings about one member come in one order, however its records came', () => {
  const off = { ...GOOD_HOST, av: { realtime: false } }
  const records = [record('26740/PC-02', off), record('26740/PC-01', off), ...hosts(off, off, off)]
  const subjects = (evidence: Run['evidence']) =>
    resultOf(goodRun({ evidence })).notPassed.map(({ subject }) => subject)
  expect(subjects(records)).toEqual(subjects(records.toReversed()))
})

describe('error', () => {
  test('is worse than a failure: a criterion with both is an error', () => {
    const run = goodRun({ evidence: hosts({ av: { realtime: 'yes' } }, { av: { realtime: false } }, {}) })
    expect(resultOf(run)).toMatchObject({ status: 'error', counts: { error: 1, fail: 1 } })
  })
  test('a fact of another type is an error, not a quiet no', () => {
    const run = goodRun({ evidence: hosts({ av: { realtime: 'yes' } }, {}, {}) })
    expect(resultOf(run).notPassed).toMatchObject([
      {
        status: 'error',
        reason: {
          vi: 'không đánh giá được: av.realtime là "yes", khai báo kiểu boolean',
          en: 'could not be judged: av.realtime is "yes", declared as boolean',
        },
      },
    ])
  })
  test('canary: a day in another spelling would compare as text and pass', () => {
    const supported = criterion({ needs: ['os.supportEnds'], rule: 'os.supportEnds >= asOf' })
    const run = goodRun({
      criteria: [supported],
      evidence: hosts({ os: { supportEnds: '31/12/2019' } }, {}, {}),
    })
    expect(resultOf(run).counts).toMatchObject({ error: 1, pass: 2 })
  })
  test('a rule that throws, and one that gives no boolean', () => {
    const throwing = criterion({ needs: ['steps'], rule: 'steps.all(s, s.missing == 1)' })
    const odd = criterion({ id: 'EQ-08', needs: ['counts.pc'], rule: 'counts.pc' })
    const run = goodRun({ criteria: [throwing, odd] })
    expect(resultOf(run).counts.error).toBe(4)
    expect(resultOf(run, 'EQ-08').counts.error).toBe(4)
  })
})

describe('records that fit no declaration are an error of their own', () => {
  const stray = (evidence: Run['evidence']) => {
    const run = goodRun()
    return evaluate({ ...run, evidence: [...run.evidence, ...evidence] }).find(
      ({ criterion }) => criterion === 'evidence',
    )
  }
  test('none: no such result', () => expect(stray([])).toBeUndefined())
  test.each([
    ['an id twice', record('26740/PC-01'), 'evidence id host/26740/PC-01 occurs 2 times', 2],
    [
      'a stranger to the population',
      record('99999/PC-01'),
      '"99999/PC-01" is not in population "communes"',
      1,
    ],
    [
      'a name that only begins like a member',
      record('267401/PC-01'),
      '"267401/PC-01" is not in population "communes"',
      1,
    ],
    [
      'an undeclared kind',
      record('26740/x', {}, { kind: 'hosts' }),
      'evidence kind "hosts" is not declared',
      1,
    ],
  ])('%s', (_, extra, en, findings) => {
    const result = stray([extra])
    expect(result).toMatchObject({ severity: 'blocking', status: 'error', catalogue: 'data' })
    expect(result?.notPassed).toHaveLength(findings)
    expect(result?.notPassed[0]).toMatchObject({ status: 'error', reason: { en }, evidence: [extra.id] })
  })
  test.each([
    ['2025-07-01T09:00:01+07:00', 'measured', 1],
    ['2099-01-01T00:00:00Z', 'declared', 1],
    ['2025-06-30T23:59:60Z', 'measured', 1],
    ['2025-07-01T09:00:00+07:00', 'measured', undefined],
    ['2099-01-01T00:00:00Z', 'synthetic', undefined],
  ] as const)(
    'collected at %s, %s, by a run begun on 2025-06-30T09:00+07:00',
    (collectedAt, origin, errors) => {
      const result = stray([record('26740/PC-09', GOOD_HOST, { collectedAt, origin })])
      expect(result?.counts.error).toBe(errors)
      if (errors !== undefined)
        expect(result?.notPassed[0]?.reason.en).toContain(
          `host/26740/PC-09 says it was collected at ${collectedAt}, which had not come`,
        )
    },
  )
  test('a kind whose population the run does not have', () => {
    const run = goodRun({ criteria: [criterion()], populations: [{ name: 'communes', members: COMMUNES }] })
    expect(evaluate(run).at(-1)).toMatchObject({
      criterion: 'evidence',
      notPassed: [{ subject: 'procedures' }],
    })
  })
})

describe('a run that cannot be judged', () => {
  test('no criterion', () =>
    expect(() => evaluate(goodRun({ criteria: [] }))).toThrow(/no criterion was selected/))
  test('unknown population', () => {
    expect(() => evaluate(goodRun({ populations: [] }))).toThrow(/no population "communes"/)
  })
  test('unknown kind', () =>
    expect(() => evaluate(goodRun({ kinds: [] }))).toThrow(/kind "host", which this run does not declare/))
  test('a stored rule that does not compile', () => {
    expect(() => evaluate(goodRun({ criteria: [criterion({ rule: 'av.nope' })] }))).toThrow(
      /EQ-07 does not compile/,
    )
  })
})

test('a record about the member itself counts as being heard from', () => {
  const run = goodRun({ evidence: COMMUNES.map(({ id }) => record(id)) })
  expect(resultOf(run)).toMatchObject({ heard: 3, status: 'pass' })
})

test('the header’s asOf is the only clock', () => {
  const before = goodRun({
    header: { ...HEADER, asOf: '2016-06-30' },
    criteria: [criterion({ from: '2016-07-01' })],
  })
  expect(resultOf(before).status).toBe('not-applicable')
  expect(canonical(evaluate(before))).toBe(canonical(evaluate(before)))
})
