// systems/kit/units.test.ts: the unit lists of the provinces, and where their former communes went.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadUnits } from './units.ts'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../data/${name}`, import.meta.url), 'utf8'))
const hcmc = loadUnits('79', 'H29')

describe('the list', () => {
  test('34 provinces, 3,321 communes, none in two', () => {
    const { provinces } = read('admin-units.json') as { provinces: { code: string }[] }
    const lists = provinces.map(({ code }) => loadUnits(code, 'H29').units)
    expect(lists).toHaveLength(34)
    expect(new Set(lists.flat().map((unit) => unit.code)).size).toBe(3_321)
    expect(hcmc.units).toHaveLength(168)
  })

  test('finds by code, and by the spelling of another table', () => {
    expect(hcmc.find('26740')).toEqual({ code: '26740', name: 'Phường Sài Gòn', type: 'ward' })
    expect(hcmc.find('00004')).toBeUndefined()
    expect(loadUnits('22', 'H49').find('06970')?.code).toBe('06978')
  })

  test('an unknown province is named', () => {
    expect(() => loadUnits('99', 'H29')).toThrow(/99/)
  })
})

describe('former communes', () => {
  test('every former commune of every province has a successor in one of them', () => {
    const { rows, counts } = read('unit-crosswalk.json') as {
      rows: [string, string, string][]
      counts: { oldCommunes: number }
    }
    const { provinces } = read('admin-units.json') as { provinces: { code: string }[] }
    const lists = provinces.map(({ code }) => loadUnits(code, 'H29'))
    const former = [...new Set(rows.map(([code]) => code))]
    expect(former).toHaveLength(counts.oldCommunes)
    expect(
      former.filter((code) => lists.filter((list) => list.resolve(code).length > 0).length !== 1),
    ).toEqual([])
  })

  test('one successor, several, none', () => {
    expect(hcmc.resolve('26734')).toEqual(['26737'])
    expect(hcmc.resolve('25741')).toEqual(['25747', '25750'])
    expect(hcmc.resolve('00001')).toEqual([])
  })
})

test('identifiers: one each, three digits from 101, in the order of the codes', () => {
  const identifiers = hcmc.units.map((unit) => hcmc.identifier(unit.code))
  expect(new Set(identifiers).size).toBe(168)
  expect(identifiers[0]).toBe('H29.101')
  expect(identifiers.at(-1)).toBe('H29.268')
  expect(hcmc.units.map((unit) => unit.code)).toEqual(hcmc.units.map((unit) => unit.code).sort())
  expect(hcmc.identifier('00004')).toBeUndefined()
})
