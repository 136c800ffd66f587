// checks/sample/sample.test.ts: the same seed gives the same bytes; every row says synthetic; what blocks holds, what advises fails here and there.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadChecks } from '../../readiness/criteria.ts'
import { evaluate } from '../../readiness/evaluate.ts'
import type { Evidence } from '../../types/evidence.ts'
import { coverageFrom } from '../inventory/coverage.ts'
import { type Commune, inventoryFrom } from '../inventory/read.ts'
import type { TextFile } from '../inventory/write.ts'
import { sampleInventory } from './inventory.ts'
import { sampleCoverage, UNFINISHED, WORKING } from './service-coverage.ts'

const { kinds, criteria } = loadChecks(fileURLToPath(new URL('..', import.meta.url)))
const units = JSON.parse(readFileSync(new URL('../../data/admin-units.json', import.meta.url), 'utf8')) as {
  communes: (Commune & { provinceCode: string })[]
}
const communesOf = (code: string) => units.communes.filter(({ provinceCode }) => provinceCode === code)

const sampleOf = (asOf: string, seed: number, provinceCode = '79') =>
  sampleInventory({ provinceCode, communes: communesOf(provinceCode), kinds, asOf, seed })
const hash = (files: readonly TextFile[]) =>
  createHash('sha256')
    .update(files.map(({ name, text }) => `${name}\n${text}`).join(''))
    .digest('hex')
const read = (files: readonly TextFile[]): Evidence[] =>
  inventoryFrom(
    files.map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text) })),
    { communes: units.communes, kinds },
  ).evidence

const GOLDEN = '87c8255236176ea9adb1f7197e5f36e3d51467b51fba7ddbb92c341e23a1f8f1'

describe('the sample inventory', () => {
  test('is the same bytes for the same seed, and others for another', () => {
    const files = sampleOf('2025-07-01', 2025)
    expect(files).toHaveLength(168)
    expect(hash(sampleOf('2025-07-01', 2025))).toBe(hash(files))
    expect(hash(sampleOf('2025-07-01', 2026, '12'))).not.toBe(hash(sampleOf('2025-07-01', 2025, '12')))
    // When this changes on purpose, raise the collector's version in inventory.ts.
    expect(hash(files)).toBe(GOLDEN)
  })

  test('a commune’s file does not depend on the others', () => {
    const communes = communesOf('12')
    const whole = sampleOf('2025-07-01', 1, '12')
    const [one] = sampleInventory({
      provinceCode: '12',
      communes: communes.slice(20, 21),
      kinds,
      asOf: '2025-07-01',
      seed: 1,
    })
    expect(whole[20]).toEqual(one)
  })

  test('says of every record that it is synthetic, and names no person', () => {
    const evidence = read(sampleOf('2025-07-01', 2025, '12'))
    expect(evidence.length).toBeGreaterThan(38 * 18)
    expect(new Set(evidence.map(({ origin }) => origin))).toEqual(new Set(['synthetic']))
    const keepers = evidence.flatMap(({ facts }) => facts['keeper'] ?? [])
    expect(keepers.length).toBeGreaterThan(38 * 10)
    for (const keeper of keepers) expect(keeper).toMatch(/^Cán bộ mẫu \d\d$/)
  })

  test.each([
    ['79', '2025-07-01', 2025],
    ['12', '2026-11-22', 7],
    ['46', '2025-12-31', 99],
  ])(
    'province %s as of %s, seed %i: all that blocks holds, some that advises fails',
    (province, asOf, seed) => {
      const evidence = read(sampleOf(asOf, seed, province))
      const members = communesOf(province).map(({ code, name }) => ({ id: code, label: name }))
      const results = evaluate({
        header: {
          schema: 'sansang.run/1',
          runId: 'sample',
          tool: { name: 'sansang', version: '0.0.0', revision: 'test' },
          province: { slug: 'a', code: province, name: 'A' },
          asOf,
          target: 'embedded',
          referenceSystems: true,
          profile: 'quick',
          notRun: [],
          only: [],
          startedAt: '2025-06-30T00:00:00+07:00',
        },
        kinds,
        criteria: criteria.filter(({ population }) => population === 'communes'),
        populations: [{ name: 'communes', members }],
        waivers: [],
        evidence,
      })
      expect(results).toHaveLength(62)
      const blocking = results.filter(({ severity }) => severity === 'blocking')
      const bad = blocking.filter(({ status }) => status !== 'pass' && status !== 'not-applicable')
      expect(bad.map(({ criterion, counts }) => [criterion, counts])).toEqual([])
      expect(blocking.filter(({ status }) => status === 'pass').length).toBeGreaterThan(18)
      const advisory = results.filter(({ severity, status }) => severity === 'advisory' && status === 'fail')
      expect(advisory.length).toBeGreaterThan(10)
      for (const { heard } of results) expect(heard).toBe(members.length)
    },
  )
})

test('the sample of services is 25, of which 21 work and 4 of finance and health are named with owner and date', () => {
  const bytes = new TextEncoder().encode(sampleCoverage('2025-07-01'))
  const { evidence, population } = coverageFrom('services.csv', bytes, kinds)
  expect([WORKING.length, UNFINISHED.length, population.members.length]).toEqual([21, 4, 25])
  expect(new Set(evidence.map(({ origin }) => origin))).toEqual(new Set(['synthetic']))
  for (const { facts } of evidence) expect([facts['name'], facts['ministry']]).not.toContain('')
  const unfinished = evidence.filter(({ facts }) => facts['state'] === 'unfinished')
  expect(new Set(unfinished.map(({ facts }) => facts['ministry']))).toEqual(
    new Set(['Bộ Tài chính', 'Bộ Y tế']),
  )
  expect(unfinished.map(({ facts }) => facts['due'])).toEqual(UNFINISHED.map(() => '2025-08-30'))
})
