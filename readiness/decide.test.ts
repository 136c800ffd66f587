// readiness/decide.test.ts: what gives GO and what blocks, waivers, standing, and that order never matters. No file.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Run } from '../types/run.ts'
import { decide } from './decide.ts'
import { evaluate } from './evaluate.ts'
import { COMMUNES, criterion, GOOD_HOST, goodRun, HEADER, PATCHES, record, waiver } from './fixtures/run.ts'
import { judge, verdictFile } from './judge.ts'

const SICK = { ...GOOD_HOST, av: { realtime: false } }

/** The first commune's PC fails EQ-07. */
const failing = (changes: Partial<Run> = {}): Run => {
  const { evidence } = goodRun()
  return goodRun({ evidence: [record('26740/PC-01', SICK), ...evidence.slice(1)], ...changes })
}

describe('GO', () => {
  test('everything met: final, nothing blocks', () => {
    expect(judge(goodRun())).toMatchObject({
      schema: 'sansang.verdict/1',
      outcome: 'GO',
      standing: 'final',
      standingReasons: [],
      blockers: [],
      origins: { measured: 5, declared: 0, synthetic: 0 },
      counts: { pass: 9, fail: 0 },
    })
  })
  test('an advisory failure never blocks, but is listed', () => {
    const late = { ...GOOD_HOST, patch: { oldestPendingDays: 99 } }
    const verdict = judge(
      goodRun({ evidence: [record('26740/PC-01', late), ...goodRun().evidence.slice(1)] }),
    )
    expect(verdict.outcome).toBe('GO')
    expect(verdict.criteria.find(({ criterion }) => criterion === 'EQ-05')).toMatchObject({ status: 'fail' })
  })
  test('justified not-applicable beside a pass', () => {
    const run = goodRun({ criteria: [criterion(), criterion({ id: 'EQ-08', from: '2026-01-01' })] })
    expect(judge(run).outcome).toBe('GO')
  })
})

describe('NO-GO', () => {
  test('one failing record: criterion, member, sentence, owner, remedy', () => {
    expect(judge(failing()).blockers).toEqual([
      {
        criterion: 'EQ-07',
        title: criterion().title,
        status: 'fail',
        reason: {
          vi: 'Phường Sài Gòn (26740/PC-01): chống mã độc: không',
          en: 'Phường Sài Gòn (26740/PC-01): anti-malware on: no',
        },
        subjects: ['26740'],
        owner: criterion().owner,
        remedy: criterion().remedy,
      },
    ])
  })
  test('167 of 168: one commune not heard from blocks and is named', () => {
    const members = Array.from({ length: 168 }, (_, n) => ({ id: String(26000 + n), label: `Xã ${n}` }))
    const evidence = members.slice(1).map(({ id }) => record(`${id}/PC-01`))
    const run = goodRun({ criteria: [criterion()], populations: [{ name: 'communes', members }], evidence })
    expect(judge(run)).toMatchObject({
      outcome: 'NO-GO',
      blockers: [{ status: 'not-evaluated', subjects: ['26000'], reason: { vi: 'chưa có tin từ Xã 0' } }],
      criteria: [{ expected: 168, heard: 167 }],
    })
  })
  test('nobody heard from: said as a number, in both languages', () => {
    const verdict = judge(goodRun({ criteria: [criterion()], evidence: [] }))
    expect(verdict.blockers.map(({ criterion, reason }) => [criterion, reason.vi, reason.en])).toEqual([
      ['EQ-07', '3 trên 3 xã, phường, đặc khu chưa có tin', '3 of 3 communes have not been heard from'],
      [
        'no-criteria',
        'Không có tiêu chí bắt buộc nào được đánh giá là đạt',
        'No blocking criterion was judged and passed',
      ],
    ])
  })
  test.each([
    ['manual-pending', { manual: { field: 'checkedBy', question: { vi: 'Ai?', en: 'Who?' } } }],
    ['error', { needs: ['steps'], rule: 'steps.all(s, s.nope)' }],
    ['not-evaluated', { needs: ['checkedBy'], rule: 'checkedBy != ""' }],
  ] as const)('%s blocks', (status, changes) => {
    const run = goodRun({ criteria: [criterion(changes), criterion({ id: 'EQ-08' })] })
    expect(judge(run)).toMatchObject({ outcome: 'NO-GO', blockers: [{ criterion: 'EQ-07', status }] })
  })
  test('several findings: counted by status, the first told in full', () => {
    const evidence = [
      record('26740/PC-01', SICK),
      record('26740/PC-02', SICK),
      record('26743/PC-01', { ...GOOD_HOST, av: {} }),
    ]
    const run = goodRun({
      criteria: [criterion(), criterion({ id: 'EQ-08', needs: ['os.name'], rule: 'os.name != ""' })],
      evidence,
    })
    expect(judge(run).blockers[0]).toMatchObject({
      status: 'fail',
      subjects: ['26740', '26743', '27094'],
      reason: {
        en: 'Phường An Đông has not been heard from; 2 findings failed, first Phường Sài Gòn (26740/PC-01): anti-malware on: no; Phường Tân Định (26743/PC-01): no evidence for av.realtime',
      },
    })
  })
  test('evidence that fits no declaration: each record told, up to a dozen', () => {
    const run = goodRun()
    const strays = (count: number) => Array.from({ length: count }, (_, n) => record(`99999/PC-${n + 10}`))
    const of = (count: number) => judge({ ...run, evidence: [...run.evidence, ...strays(count)] })
    expect(of(1)).toMatchObject({
      outcome: 'NO-GO',
      blockers: [
        {
          criterion: 'evidence',
          subjects: ['99999/PC-10'],
          status: 'error',
          reason: {
            vi: 'host/99999/PC-10: "99999/PC-10" không thuộc tập "communes"',
            en: 'host/99999/PC-10: "99999/PC-10" is not in population "communes"',
          },
        },
      ],
    })
    expect(of(15).blockers[0]?.reason.en).toMatch(/host\/99999\/PC-21: .*; and 3 more records$/)
  })
  test('canary: nothing binding in force or selected is not GO', () => {
    const ancient = goodRun({
      header: { ...HEADER, asOf: '1999-01-01' },
      criteria: [criterion({ from: '2016-07-01' })],
    })
    expect(judge(ancient)).toMatchObject({ outcome: 'NO-GO', blockers: [{ criterion: 'no-criteria' }] })
    expect(judge(goodRun({ criteria: [PATCHES] })).outcome).toBe('NO-GO')
    expect(decide([], goodRun()).outcome).toBe('NO-GO')
  })
  test('blockers: most members first, then by id', () => {
    const everyone = criterion({ id: 'EQ-09', needs: ['checkedBy'], rule: 'checkedBy != ""' })
    const run = failing({ criteria: [criterion(), everyone, criterion({ id: 'EQ-03' })] })
    expect(judge(run).blockers.map(({ criterion, subjects }) => [criterion, subjects.length])).toEqual([
      ['EQ-09', 3],
      ['EQ-03', 1],
      ['EQ-07', 1],
    ])
  })
})

describe('waivers', () => {
  const judged = (...waivers: Run['waivers']) => judge(failing({ waivers }))
  test('one that holds covers its finding; the finding itself stays a failure', () => {
    const verdict = judged(waiver())
    expect(verdict).toMatchObject({
      outcome: 'GO',
      waivers: [{ state: 'applied', subjects: ['26740'], waiver: { id: 'W-1' } }],
      counts: { fail: 1 },
    })
  })
  test.each([['*'], ['26740/PC-01']])('%s covers too', (subject) => {
    expect(judged(waiver({ subjects: [subject] })).outcome).toBe('GO')
  })
  test.each([
    ['another subject', { subjects: ['26743'] }],
    ['the beginning of a name', { subjects: ['2674'] }],
    ['another criterion', { criterion: 'EQ-05' }],
  ])('%s does not: unused, and it blocks', (_, changes) => {
    expect(judged(waiver(changes))).toMatchObject({
      outcome: 'NO-GO',
      waivers: [{ state: 'unused', subjects: [] }],
    })
  })
  test('one that holds for another criterion of the same commune covers only that', () => {
    const criteria = [criterion(), criterion({ id: 'EQ-08' })]
    expect(judge(failing({ criteria, waivers: [waiver({ criterion: 'EQ-08' })] }))).toMatchObject({
      outcome: 'NO-GO',
      blockers: [{ criterion: 'EQ-07' }],
      waivers: [{ state: 'applied', subjects: ['26740'] }],
    })
  })
  test('holds on its last day, not after: both the waiver and the finding are named', () => {
    expect(judged(waiver({ expires: '2025-07-01' })).outcome).toBe('GO')
    expect(judged(waiver({ expires: '2025-06-30' }))).toMatchObject({
      outcome: 'NO-GO',
      waivers: [{ state: 'expired', subjects: ['26740'] }],
      blockers: [
        {
          criterion: 'EQ-07',
          reason: {
            vi: 'Phường Sài Gòn (26740/PC-01): chống mã độc: không; miễn trừ W-1 đã hết hạn sau ngày 30/06/2025',
            en: 'Phường Sài Gòn (26740/PC-01): anti-malware on: no; waiver W-1 expired after 2025-06-30',
          },
        },
      ],
    })
  })
  test.each(['Lê Thị B', ' lê thị  b ', 'LÊ THỊ B', 'Lê Thị B'.normalize('NFD')])(
    'approved by its author as "%s"',
    (approver) => {
      expect(judged(waiver({ approver }))).toMatchObject({
        outcome: 'NO-GO',
        waivers: [{ state: 'self-approved' }],
        blockers: [
          {
            reason: {
              en: expect.stringContaining('waiver W-1 does not hold: its approver is its author, Lê Thị B'),
            },
          },
        ],
      })
    },
  )
  test('no waiver covers an error', () => {
    const evidence = [
      record('26740/PC-01', { ...GOOD_HOST, av: { realtime: 'yes' } }),
      ...goodRun().evidence.slice(1),
    ]
    expect(judge(goodRun({ evidence, waivers: [waiver()] }))).toMatchObject({
      outcome: 'NO-GO',
      waivers: [{ state: 'unused' }],
    })
  })
  test('silence can be waived: an island without a link is still named as not heard from', () => {
    const evidence = goodRun().evidence.filter(({ subject }) => !subject.startsWith('26740'))
    const verdict = judge(goodRun({ evidence, waivers: [waiver()] }))
    expect(verdict).toMatchObject({ outcome: 'GO', counts: { 'not-evaluated': 2 } })
  })
  test('canary: waiving everything binding leaves nothing shown', () => {
    const run = goodRun({ criteria: [criterion()], evidence: [], waivers: [waiver({ subjects: ['*'] })] })
    expect(judge(run)).toMatchObject({ outcome: 'NO-GO', blockers: [{ criterion: 'no-criteria' }] })
  })
})

describe('standing', () => {
  test('one synthetic record makes a rehearsal', () => {
    const [first, ...rest] = goodRun().evidence
    const verdict = judge(
      goodRun({ evidence: [...rest, { ...(first ?? record('x')), origin: 'synthetic' }] }),
    )
    expect(verdict).toMatchObject({ standing: 'rehearsal', origins: { synthetic: 1, measured: 4 } })
    expect(verdict.standingReasons.map(({ en }) => en)).toEqual([
      '1 of 5 pieces of evidence are synthetic sample data',
    ])
  })
  test('so do the reference systems', () => {
    const verdict = judge(goodRun({ header: { ...HEADER, referenceSystems: true } }))
    expect(verdict).toMatchObject({ standing: 'rehearsal', outcome: 'GO' })
    expect(verdict.standingReasons).toHaveLength(1)
  })
  test('so does a selection: what was left out was not judged', () => {
    const verdict = judge(goodRun({ header: { ...HEADER, only: ['platform', 'EQ-07'] } }))
    expect(verdict.standing).toBe('rehearsal')
    expect(verdict.standingReasons).toEqual([
      {
        vi: 'chỉ xét platform, EQ-07; các tiêu chí khác chưa được xét',
        en: 'only platform, EQ-07 was judged; no other criterion was',
      },
    ])
  })
  test('declared evidence does not', () => {
    const evidence = goodRun().evidence.map((one) => ({ ...one, origin: 'declared' as const }))
    expect(judge(goodRun({ evidence })).standing).toBe('final')
  })
})

test('property: the order of the input does not change a byte', () => {
  const run = failing({
    waivers: [waiver(), waiver({ id: 'W-0', subjects: ['*'], expires: '2025-01-01' })],
    evidence: [...failing().evidence, record('99999/PC-01'), record('26743/PC-01')],
  })
  const expected = Buffer.from(verdictFile(judge(run))).toString()
  const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length })
  fc.assert(
    fc.property(
      shuffled(run.kinds),
      shuffled(run.criteria),
      shuffled(run.populations),
      shuffled(run.waivers),
      shuffled(run.evidence),
      shuffled(COMMUNES),
      (kinds, criteria, populations, waivers, evidence, members) => {
        const mixed = populations.map((one) => (one.name === 'communes' ? { ...one, members } : one))
        const other = { ...run, kinds, criteria, waivers, evidence, populations: mixed }
        expect(Buffer.from(verdictFile(judge(other))).toString()).toBe(expected)
        expect(Buffer.from(verdictFile(decide([...evaluate(other)].reverse(), other))).toString()).toBe(
          expected,
        )
      },
    ),
    { numRuns: 60 },
  )
})

test('property: adding a failing record never turns NO-GO into GO', () => {
  const facts = fc.record({
    av: fc.constantFrom({ realtime: true }, { realtime: false }, {}, { realtime: 'x' }),
  })
  fc.assert(
    fc.property(fc.array(facts, { maxLength: 6 }), (all) => {
      const evidence = all.map((one, n) => record(`${COMMUNES[n % 3]?.id}/PC-${n}`, { ...GOOD_HOST, ...one }))
      const run = goodRun({ criteria: [criterion()], evidence })
      if (judge(run).outcome === 'GO') return
      const worse = { ...run, evidence: [...evidence, record('26740/PC-99', SICK)] }
      expect(judge(worse).outcome).toBe('NO-GO')
    }),
  )
})
