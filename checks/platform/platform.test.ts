// checks/platform/platform.test.ts: the real plans pass every platform criterion; each single change is caught by exactly one.
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { planProvince } from '../../infra/plan.ts'
import { loadChecks } from '../../readiness/criteria.ts'
import { evaluate } from '../../readiness/evaluate.ts'
import type { CriterionResult } from '../../types/finding.ts'
import type { Plan } from '../../types/plan.ts'
import { DEFECTS, POD } from '../collectors/fixtures/plan-defects.ts'
import { ENTRY_DEFECTS } from '../collectors/fixtures/plan-defects-entry.ts'
import { POD_DEFECTS } from '../collectors/fixtures/plan-defects-pod.ts'
import { change } from '../collectors/fixtures/plan-mutant.ts'
import { readyPlan } from '../collectors/fixtures/plan-ready.ts'
import { planEvidence } from '../collectors/plan.ts'

const { kinds, criteria } = loadChecks(fileURLToPath(new URL('..', import.meta.url)))
const platform = criteria.filter(({ catalogue }) => catalogue === 'platform')

const plans = new Map<string, Plan>()
beforeAll(async () => {
  for (const slug of ['ho-chi-minh', 'an-giang', 'lam-dong']) plans.set(slug, await planProvince(slug))
})

function plan(slug = 'ho-chi-minh'): Plan {
  const found = plans.get(slug)
  if (found === undefined) throw new Error(`no plan of ${slug}`)
  return found
}

/** What the engine finds, over the plan's own evidence and populations. */
function judged(given: Plan): CriterionResult[] {
  const { evidence, populations } = planEvidence(given, { collectedAt: '2025-06-30T08:00:00+07:00' })
  return evaluate({
    header: {
      schema: 'sansang.run/1',
      runId: 'platform-test',
      tool: { name: 'sansang', version: '0.1.0', revision: 'test' },
      province: given.province,
      asOf: '2025-07-01',
      target: 'embedded',
      referenceSystems: true,
      profile: 'quick',
      only: [],
      notRun: [],
      startedAt: '2025-06-30T08:00:00+07:00',
    },
    kinds,
    criteria: platform,
    populations,
    waivers: [],
    evidence,
  })
}

/** `criterion status: subject` for everything that applies and did not pass. */
function caught(given: Plan): string[] {
  return judged(given).flatMap(({ notPassed }) =>
    notPassed
      .filter(({ status }) => status !== 'not-applicable')
      .map(({ criterion, subject, status }) => `${criterion} ${status}: ${subject}`),
  )
}

const JOBS = ['postgres-backup-full', 'postgres-backup-incr']
const STATELESS = ['PX-03', 'PX-14', 'PX-15']

test.each(['ho-chi-minh', 'an-giang', 'lam-dong'])(
  'of the plan of %s everything passes but what a person has yet to say',
  (slug) => {
    const named = JSON.stringify(plan(slug)).includes('"storageClassName"')
    expect(caught(plan(slug))).toEqual(named ? [] : [`PL-45 fail: ${slug}`])
    const results = judged(plan(slug))
    expect(results.map(({ criterion }) => criterion)).toEqual(platform.map(({ id }) => id))
    // Eight workloads and two jobs, or the province as a whole: all were heard from.
    expect(results.map(({ expected, heard }) => expected - heard)).toEqual(results.map(() => 0))
    expect(new Set(results.map(({ expected }) => expected))).toEqual(new Set([1, 10]))
  },
)

test('what does not apply is told apart from what passes', () => {
  const skipped = judged(plan()).flatMap(({ notPassed }) =>
    notPassed.flatMap(({ criterion, subject, status }) =>
      status === 'not-applicable' ? [{ criterion, subject }] : [],
    ),
  )
  const of = (id: string) => skipped.filter(({ criterion }) => criterion === id).map(({ subject }) => subject)
  expect([of('PL-32'), of('PX-02')]).toEqual([JOBS, JOBS])
  for (const id of STATELESS) expect(of(id)).toEqual(['postgres', ...JOBS])
  expect(of('PX-29')).toHaveLength(8)
  // Nothing is pulled and no outside address used where the systems run from this checkout.
  expect([of('PL-23').length, of('PX-17')]).toEqual([10, ['ho-chi-minh']])
  expect(new Set(skipped.map(({ criterion }) => criterion)).size).toBe(8)
})

describe('for a cluster', () => {
  test('images that nobody has built and placeholders stop the province', () => {
    const cluster = JSON.parse(
      JSON.stringify(plan()).replaceAll('"target":"embedded"', '"target":"cluster"'),
    ) as Plan
    const found = caught(cluster).filter((finding) => !finding.startsWith('PL-45'))
    expect(found).toHaveLength(11)
    expect(found.filter((finding) => finding.startsWith('PL-23 fail'))).toHaveLength(10)
    expect(found.at(-1)).toBe('PX-17 fail: ho-chi-minh')
  })

  test('a plan whose images are built and whose names are real passes everything', () => {
    expect(caught(readyPlan(plan()))).toEqual([])
  })
})

const defects = [...DEFECTS, ...ENTRY_DEFECTS, ...POD_DEFECTS]

describe('one change to the plan is caught by the criteria it is about, and by no other', () => {
  test.each(defects)('%s', (_, mutate, expected) => {
    expect(caught(mutate(readyPlan(plan())))).toEqual(expected)
  })

  test('every platform criterion has a change that it catches', () => {
    const covered = new Set(
      defects.flatMap(([, , findings]) => findings.map((finding) => finding.slice(0, 5))),
    )
    // Its defect, below, is caught by several others too.
    covered.add('PX-28')
    expect([...covered].sort()).toEqual(platform.map(({ id }) => id))
    expect(defects).toHaveLength(135)
    expect(platform).toHaveLength(53)
  })
})

test('a container of a second kind is not overlooked: init containers count', () => {
  const init = [{ name: 'init', image: 'x', securityContext: { privileged: true } }]
  const findings = caught(change(plan(), 'Deployment', 'procedures', [...POD, 'initContainers'], init))
  const missed = ['PL-14', 'PL-16', 'PL-18', 'PL-21', 'PL-22', 'PX-04', 'PX-07'].filter(
    (id) => !findings.includes(`${id} fail: procedures`),
  )
  expect(missed).toEqual([])
})

test('a workload in a namespace of its own is caught for what that namespace lacks', () => {
  const moved = caught(change(plan(), 'Deployment', 'procedures', ['metadata', 'namespace'], 'elsewhere'))
  expect(moved).toContain('PL-11 fail: ho-chi-minh')
  expect(moved).toContain('PL-13 fail: ho-chi-minh')
  expect(moved).toContain('PL-22 fail: procedures')
  expect(moved).toContain('PX-28 fail: ho-chi-minh')
})
