// infra/meant-province.ts: which of the 34 provinces somebody means who does not write its slug. Guesses; decides nothing.
import { nearest } from './nearest.ts'
import { provinceSlug, readProvinces } from './units.ts'
import { formerProvinces } from './units-former.ts'

/** The slug, and why it is the one where the words do not show it. */
export type Meant = { readonly slug: string; readonly because?: string }

/**
 * By name as people write it ("TP. Hồ Chí Minh", "an_giang"), by code (79), by initials (hcm), by a former province's name
 * (binh-duong), last by what differs in a letter or two. Undefined when none is near, or two are equally so.
 */
export function meantProvince(words: string): Meant | undefined {
  const provinces = readProvinces()
  const key = letters(words)
  if (key === '') return undefined
  const exact = only(
    provinces.filter(
      ({ slug, code }) => code === words.trim() || letters(slug) === key || initials(slug, key),
    ),
  )
  if (exact !== undefined) return { slug: exact.slug }
  for (const former of formerProvinces().values()) {
    if (letters(provinceSlug(former.name)) !== key) continue
    const now = provinces.find(({ formerProvinces }) => formerProvinces.includes(former.code))
    if (now !== undefined)
      return { slug: now.slug, because: `${former.name} is part of ${now.name} since 1 July 2025` }
  }
  const near = nearest(
    key,
    provinces.map(({ slug }) => letters(slug)),
  )
  const close = provinces.find(({ slug }) => letters(slug) === near)
  return close === undefined ? undefined : { slug: close.slug }
}

/** `TP. Hồ Chí Minh` → `hochiminh`. */
function letters(words: string): string {
  return provinceSlug(words.normalize('NFC').trim())
    .replace(/^(thanh-pho|tinh|tp)-+/, '')
    .replace(/[^a-z0-9]/g, '')
}

/** `hcm`, `tphcm` and `hcmc` are how Ho Chi Minh City is written most. */
function initials(slug: string, key: string): boolean {
  const first = slug
    .split('-')
    .map(([letter]) => letter)
    .join('')
  return first.length > 2 && [first, `tp${first}`, `${first}c`].includes(key)
}

function only<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined
}
