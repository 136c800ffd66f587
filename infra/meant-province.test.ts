// infra/meant-province.test.ts: a province named the way people name it is recognised; a stranger is not made into one.
import { expect, test } from 'vitest'
import { meantProvince } from './meant-province.ts'
import { readProvinces } from './units.ts'
import { formerProvinces } from './units-former.ts'

test.each([
  ['Hồ Chí Minh', 'ho-chi-minh'],
  ['Hồ Chí Minh'.normalize('NFD'), 'ho-chi-minh'],
  ['TP. Hồ Chí Minh', 'ho-chi-minh'],
  ['Thành phố Hồ Chí Minh', 'ho-chi-minh'],
  ['HCM', 'ho-chi-minh'],
  ['tphcm', 'ho-chi-minh'],
  ['hcmc', 'ho-chi-minh'],
  ['79', 'ho-chi-minh'],
  ['HO-CHI-MINH', 'ho-chi-minh'],
  ['ho-chi-mihn', 'ho-chi-minh'],
  ['tỉnh An Giang', 'an-giang'],
  ['an_giang', 'an-giang'],
  ['angiang', 'an-giang'],
  ['Đà Nẵng', 'da-nang'],
])('%s is %s', (words, slug) => {
  expect(meantProvince(words)).toEqual({ slug })
})

test.each(['', ' ', '../stacks', 'atlantis', '99', '..'])('%j is none', (words) => {
  expect(meantProvince(words)).toBeUndefined()
})

test('each of the 34 is found by its name, each former province by what it became', () => {
  const provinces = readProvinces()
  expect(provinces).toHaveLength(34)
  for (const { name, slug } of provinces) expect(meantProvince(name)?.slug).toBe(slug)
  const former = [...formerProvinces().values()]
  expect(former).toHaveLength(63)
  for (const { code, name } of former) {
    const meant = meantProvince(name)
    expect(provinces.find(({ slug }) => slug === meant?.slug)?.formerProvinces, name).toContain(code)
  }
})

test('of a former province it is said what became of it', () => {
  expect(meantProvince('vung-tau')).toBeUndefined()
  expect(meantProvince('Bà Rịa - Vũng Tàu')).toEqual({
    slug: 'ho-chi-minh',
    because: 'Tỉnh Bà Rịa - Vũng Tàu is part of Thành phố Hồ Chí Minh since 1 July 2025',
  })
})
