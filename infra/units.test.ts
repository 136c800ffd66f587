// infra/units.test.ts: the provinces are all there, each under one slug, and a mistyped name finds the nearest.
import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'
import { provinceSlug, readProvinces } from './units.ts'

test('34 provinces, 3,321 communes, 63 former provinces, and no slug twice', () => {
  const provinces = readProvinces()
  expect(provinces).toHaveLength(34)
  expect(new Set(provinces.map(({ slug }) => slug)).size).toBe(34)
  expect(provinces.reduce((sum, { communes }) => sum + communes.length, 0)).toBe(3321)
  expect(provinces.reduce((sum, { formerProvinces }) => sum + formerProvinces.length, 0)).toBe(63)
})

test.each([
  ['Thành phố Hồ Chí Minh', 'ho-chi-minh'],
  ['Tỉnh Đắk Lắk', 'dak-lak'],
  ['Thành phố Huế', 'hue'],
  ['Tỉnh Quảng Ngãi', 'quang-ngai'],
])('%s is the stack %s', (name, slug) => expect(provinceSlug(name)).toBe(slug))

test.each([
  ['ho-chi-mihn', 'ho-chi-minh'],
  ['angiang', 'an-giang'],
  ['LAM-DONG', 'lam-dong'],
  ['lma-dong', 'lam-dong'],
  ['paris', undefined],
  ['', undefined],
])('%j was meant to be %j', (typed, meant) => {
  expect(nearest(typed, ['ho-chi-minh', 'an-giang', 'lam-dong'])).toBe(meant)
})
