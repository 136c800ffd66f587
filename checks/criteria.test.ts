// checks/criteria.test.ts: each criterion passes its good records, catches its bad ones, leaves the others alone, and never passes on missing evidence.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadChecks } from '../readiness/criteria.ts'
import { factAt } from '../readiness/fact.ts'
import { judgeFor } from '../readiness/record-finding.ts'
import type { Criterion } from '../types/criterion.ts'
import type { Evidence, EvidenceKind } from '../types/evidence.ts'
import type { Json } from '../types/json.ts'
import { columnsOf, communeKinds } from './inventory/columns.ts'
import { nest } from './inventory/device.ts'

const ROOT = fileURLToPath(new URL('.', import.meta.url))
/** platform/ brings its own test beside the collector that derives its evidence. */
const FOLDERS = ['commune-equipment', 'service', 'data', 'organisation'] as const
const COUNTS = { 'commune-equipment': 61, service: 17, data: 6, organisation: 2 } as const

const { kinds, criteria } = loadChecks(ROOT)
const own = criteria.filter(({ catalogue }) => FOLDERS.some((folder) => folder === catalogue))

type Fixture = {
  readonly subject: string
  readonly good: readonly Readonly<Record<string, Json>>[]
  readonly bad: readonly Readonly<Record<string, Json>>[]
  readonly outside?: readonly Readonly<Record<string, Json>>[]
}

function fixtureOf({ id, catalogue }: Criterion): Fixture {
  return parse(readFileSync(`${ROOT}${catalogue}/fixtures/${id}.yaml`, 'utf8')) as Fixture
}

function kindOf({ id, evidence }: Criterion): EvidenceKind {
  const kind = kinds.find(({ name }) => name === evidence)
  if (kind === undefined) throw new RangeError(`${id} judges an unknown kind`)
  return kind
}

function judge(criterion: Criterion, subject: string, record: Readonly<Record<string, Json>>) {
  const { asOf = '2025-07-01', ...facts } = record
  const evidence: Evidence = {
    schema: 'sansang.evidence/1',
    id: `${criterion.evidence}/${subject}`,
    kind: criterion.evidence,
    subject,
    collectedAt: '2025-06-30T09:00:00+07:00',
    collector: 'fixture/1',
    origin: 'synthetic',
    facts: nest(Object.entries(facts)),
  }
  return judgeFor(criterion, kindOf(criterion), String(asOf))(evidence, subject)
}

describe('the catalogues', () => {
  test.each(FOLDERS)('%s holds as many criteria as fixtures, and no orphan of either', (folder) => {
    const yaml = (path: string) => readdirSync(path).filter((name) => name.endsWith('.yaml'))
    expect(yaml(`${ROOT}${folder}`)).toEqual(yaml(`${ROOT}${folder}/fixtures`))
    expect(yaml(`${ROOT}${folder}`)).toHaveLength(COUNTS[folder])
  })
})

describe.each(own.map((criterion) => [criterion.id, criterion] as const))('%s', (_, criterion) => {
  const { subject, good, bad, outside = [] } = fixtureOf(criterion)
  const statuses = (records: Fixture['good']) =>
    records.map((record) => judge(criterion, subject, record).status)

  test('passes its good records', () => {
    expect(good.length).toBeGreaterThan(0)
    expect(statuses(good)).toEqual(good.map(() => 'pass'))
  })

  test('catches its bad records', () => {
    expect(bad.length).toBeGreaterThan(0)
    expect(statuses(bad)).toEqual(bad.map(() => 'fail'))
  })

  test('leaves alone what it is not about', () => {
    expect(outside.length > 0).toBe(criterion.applies !== undefined)
    expect(statuses(outside)).toEqual(outside.map(() => 'not-applicable'))
  })

  test('passes nothing when any needed fact is missing', () => {
    for (const path of criterion.needs) {
      for (const record of [...good, ...bad]) {
        const { [path]: _gone, ...rest } = record
        expect(['not-evaluated', 'manual-pending'], `without ${path}`).toContain(
          judge(criterion, subject, rest).status,
        )
      }
    }
  })

  test('says a whole sentence in both languages', () => {
    const findings = [...good, ...bad].map((record) => judge(criterion, subject, record).reason)
    for (const { vi, en } of findings) for (const text of [vi, en]) expect(text).not.toMatch(/[{}]|undefined/)
  })
})

/** Devices are counted by the reader, not stated; a clock runs ahead or behind. Nothing else is below zero. */
const BELOW_ZERO = ['EQ-01 inventory.devices', 'EQ-29 time.offsetMs']

test('canary: -1, as tools write what they do not know, passes for no count of a commune', () => {
  let tried = 0
  const passed = own.flatMap((criterion) => {
    if (criterion.catalogue !== 'commune-equipment') return []
    const { subject, good } = fixtureOf(criterion)
    return good.flatMap((record) =>
      criterion.needs.flatMap((path) => {
        if (typeof record[path] !== 'number') return []
        tried += 1
        const { status } = judge(criterion, subject, { ...record, [path]: -1 })
        return status === 'pass' ? [`${criterion.id} ${path}`] : []
      }),
    )
  })
  expect([...new Set(passed)]).toEqual(BELOW_ZERO)
  expect(tried).toBeGreaterThan(20)
})

/** First day (and last) of each source the criteria name first, from the public gazette; undated local lists apply always. */
const IN_FORCE: Readonly<Record<string, readonly [string, string?]>> = {
  L86: ['2016-07-01', '2026-06-30'],
  L29: ['2020-07-01'],
  N26: ['2020-07-01'],
  LCY: ['2012-02-01'],
  N85: ['2016-07-01'],
  TC: ['2022-10-01'],
  T39: ['2018-07-01'],
  N61: ['2018-06-21', '2025-06-30'],
  T01: ['2019-01-06'],
  N68: ['2024-08-15'],
  Q766: ['2022-06-23'],
  KH: ['2025-06-19'],
  CD: ['2025-06-01'],
  N30: ['2020-03-05'],
  T06: ['2026-03-30'],
  QC11: ['2026-07-01'],
}
const UNDATED = ['ĐB', 'HN', 'HY', 'KT', 'Cipher']

test.each(own.map((criterion) => [criterion.id, criterion] as const))(
  '%s is in force from the day of its first source',
  (_, { sources, from, to }) => {
    const [first] = sources
    const code = first?.ref.split(' ')[0] ?? ''
    const always = first?.standing === 'good-practice' || UNDATED.includes(code)
    expect([from, to]).toEqual(always ? [undefined, undefined] : [IN_FORCE[code]?.[0], IN_FORCE[code]?.[1]])
    expect(always || code in IN_FORCE, `${code} has no known date`).toBe(true)
  },
)

test('a commune is asked for nothing that no criterion reads', () => {
  // They identify a device; the commune's own record is derived from them (EQ-01, EQ-50, EQ-59).
  const derivedFrom = ['serial', 'place', 'keeper', 'role', 'installed', 'defaultChanged', 'minutesNo']
  const idle = communeKinds(kinds).flatMap((kind) => {
    const texts = own.filter(({ evidence }) => evidence === kind.name).map((one) => JSON.stringify(one))
    return [...columnsOf(kind).keys()]
      .filter((column) => !derivedFrom.includes(column) && !texts.some((text) => text.includes(column)))
      .map((column) => `${kind.name}.${column}`)
  })
  expect(idle).toEqual([])
})

test('the fixtures name facts as the kinds do', () => {
  const strange = own.flatMap((criterion) => {
    const { good, bad, outside = [] } = fixtureOf(criterion)
    const { fields } = kindOf(criterion)
    return [...good, ...bad, ...outside].flatMap(({ asOf: _day, ...facts }) =>
      Object.keys(facts)
        .filter(
          (path) => !Object.hasOwn(fields, path) || factAt(nest(Object.entries(facts)), path) === undefined,
        )
        .map((path) => `${criterion.id}: ${path}`),
    )
  })
  expect(strange).toEqual([])
})
