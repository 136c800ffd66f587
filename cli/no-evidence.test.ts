// cli/no-evidence.test.ts: each blocking criterion, with the records that satisfy it and then without them: GO turns into NO-GO by name.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { nest } from '../checks/inventory/device.ts'
import type { Criterion } from '../types/criterion.ts'
import type { Evidence } from '../types/evidence.ts'
import type { Json } from '../types/json.ts'
import { CHECKS, STACK, verdictOn } from './fixtures/verdict.ts'
import { fixedPopulations } from './ready/static-evidence.ts'

const SERVICES = { name: 'services', members: [{ id: 'marriage', label: 'Đăng ký kết hôn' }] }
const ROOT = fileURLToPath(new URL('../checks', import.meta.url))

/** Platform criteria have no fixture files: their records come from a plan (checks/platform). */
const binding = CHECKS.criteria.filter(
  ({ severity, catalogue, from = '', to = '9' }) =>
    severity === 'blocking' && catalogue !== 'platform' && from <= STACK.goLive && STACK.goLive <= to,
)

function membersOf({ population }: Criterion): readonly string[] {
  if (population === 'province') return [STACK.slug]
  const known = [...fixedPopulations(STACK), SERVICES].find(({ name }) => name === population)
  if (known === undefined) throw new Error(`no population ${population}`)
  return known.members.map(({ id }) => id)
}

/** The criterion's own good record, for everyone who must be heard from. */
function goodRecords(criterion: Criterion): Evidence[] {
  const text = readFileSync(`${ROOT}/${criterion.catalogue}/fixtures/${criterion.id}.yaml`, 'utf8')
  const { good, subject } = parse(text) as {
    good: Readonly<Record<string, Json>>[]
    subject: string | number
  }
  const record = good.find(({ asOf = STACK.goLive }) => asOf === STACK.goLive)
  if (record === undefined) throw new Error(`${criterion.id} has no good record for the go-live day`)
  const { asOf: _, ...facts } = record
  const [own = '', ...device] = String(subject).split('/')
  return membersOf(criterion).map((member) => ({
    schema: 'sansang.evidence/1',
    id: [criterion.evidence, member, ...device].join('/'),
    kind: criterion.evidence,
    subject: [member, ...device].join('/'),
    collectedAt: '2025-06-30T09:00:00+07:00',
    collector: 'fixture/1',
    origin: 'synthetic',
    // A record that names its own commune names the member's.
    facts: nest(Object.entries(facts).map(([path, value]) => [path, value === own ? member : value])),
  }))
}

/** Members of populations here have no slash in them; what comes after one is a device. */
const memberOf = (record: Evidence | undefined): string | undefined => record?.subject.split('/')[0]

test('there are as many blocking criteria in force on the go-live day as are tried', () => {
  expect(binding).toHaveLength(39)
})

describe.each(binding.map((criterion) => [criterion.id, criterion] as const))('%s', (id, criterion) => {
  const evidence = goodRecords(criterion)
  const verdict = (records: readonly Evidence[]) => verdictOn([id], records, [SERVICES])

  test('with everyone’s record: GO', () => {
    expect(verdict(evidence)).toMatchObject({ outcome: 'GO', blockers: [] })
  })

  test('without any: NO-GO, not evaluated, everyone silent', () => {
    const { outcome, blockers } = verdict([])
    expect(outcome).toBe('NO-GO')
    expect(blockers.find((blocker) => blocker.criterion === id)).toMatchObject({
      status: 'not-evaluated',
      subjects: [...membersOf(criterion)].sort(),
      reason: { en: expect.stringMatching(/ha(s|ve) not been heard from/) },
    })
  })

  test('without one member’s: NO-GO, that member named', () => {
    const [first, ...others] = evidence
    const { outcome, blockers } = verdict(others)
    expect(outcome).toBe('NO-GO')
    expect(blockers.find((blocker) => blocker.criterion === id)?.subjects).toEqual([memberOf(first)])
  })

  test('without one fact it needs: NO-GO, the fact named', () => {
    const [first, ...others] = evidence
    if (first === undefined) throw new Error('no record')
    const bare = { ...first, facts: {} }
    const { outcome, blockers } = verdict([bare, ...others])
    expect(outcome).toBe('NO-GO')
    const [blocker] = blockers
    expect(blocker).toMatchObject({ criterion: id, subjects: [memberOf(first)] })
    expect(['not-evaluated', 'manual-pending']).toContain(blocker?.status)
  })
})
