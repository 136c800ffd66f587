// infra/joint.test.ts: a merged province planned as its former platforms side by side, and what two of them may not share.
import { beforeAll, describe, expect, test } from 'vitest'
import { SansangError } from '../types/error.ts'
import type { Plan } from '../types/plan.ts'
import { readStack } from './config.ts'
import { jointPlan } from './joint.ts'
import { planPlatforms } from './plan.ts'
import { manifestsOf } from './render.ts'
import { formerProvinces } from './units-former.ts'

let platforms: Plan[]
beforeAll(async () => {
  platforms = await planPlatforms('ho-chi-minh')
})

function sizing(plan: Plan): Record<string, number> {
  return plan.outputs['sizing'] as Record<string, number>
}

describe('Ho Chi Minh City, Bà Rịa - Vũng Tàu and Bình Dương, as on 25 June 2025', () => {
  test('are three platforms over three bridge points and 168 communes', () => {
    expect(platforms.map(({ province }) => [province.slug, province.name])).toEqual([
      ['ho-chi-minh-74', 'Thành phố Hồ Chí Minh: Tỉnh Bình Dương'],
      ['ho-chi-minh-77', 'Thành phố Hồ Chí Minh: Tỉnh Bà Rịa - Vũng Tàu'],
      ['ho-chi-minh-79', 'Thành phố Hồ Chí Minh: Thành phố Hồ Chí Minh'],
    ])
    expect(platforms.map((plan) => sizing(plan)['bridgePoints'])).toEqual([1, 1, 1])
    expect(platforms.map((plan) => sizing(plan)['communes'])).toEqual([36, 30, 102])
    const dossiers = platforms.map((plan) => sizing(plan)['dossiersPerWorkingDay'] ?? 0)
    expect(dossiers.reduce((sum, share) => sum + share, 0)).toBe(16_000)
  })

  test('keep the one attested member code where it belongs', () => {
    const members = platforms.map(({ outputs }) => {
      const { member, memberOrigin } = outputs['province'] as Record<string, string>
      return [member, memberOrigin]
    })
    expect(members).toEqual([
      ['Y74', 'provisional'],
      ['Y77', 'provisional'],
      ['H29', 'attested'],
    ])
  })

  test('make one plan: every URN once, a namespace each, a file for every object', () => {
    const whole = jointPlan('ho-chi-minh', platforms)
    const urns = whole.resources.map(({ urn }) => urn)
    expect(new Set(urns).size).toBe(urns.length)
    const namespaces = whole.resources.filter(({ type }) => type === 'kubernetes:core/v1:Namespace')
    expect(namespaces.map(({ name }) => name)).toEqual([
      'sansang-ho-chi-minh-74',
      'sansang-ho-chi-minh-77',
      'sansang-ho-chi-minh-79',
    ])
    const objects = whole.resources.filter(({ type }) => type.startsWith('kubernetes:'))
    expect(manifestsOf(whole).size).toBe(objects.length + 1)
  })
})

test('two platforms with the same object of the one cluster are refused', () => {
  const [first] = platforms
  if (first === undefined) throw new Error('no platform')
  const run = () =>
    jointPlan('ho-chi-minh', [first, { ...first, province: { ...first.province, slug: 'other' } }])
  expect(run).toThrow(SansangError)
  expect(run).toThrow('would be declared twice')
})

test('a province that was never several has nothing to operate jointly', () => {
  expect(() => planPlatforms('ha-noi')).toThrow('there is nothing to operate jointly')
})

test('the 63 former provinces share all 3,321 communes, each in the province it became part of', () => {
  const former = formerProvinces()
  expect(former.size).toBe(63)
  const all = [...former.values()].flatMap(({ communes }) => communes)
  expect([all.length, new Set(all).size]).toEqual([3321, 3321])
  const { bridgePoints, communes } = readStack('ho-chi-minh')
  const joined = bridgePoints.flatMap((code) => former.get(code)?.communes ?? [])
  expect(joined.sort()).toEqual([...communes].sort())
})
