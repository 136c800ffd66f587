// cli/ready/selection.test.ts: what is asked for is judged, and what it reads is gathered: no more, no less.
import { describe, expect, test } from 'vitest'
import { CHECKS } from '../fixtures/verdict.ts'
import { partsFor, selectCriteria } from './selection.ts'

const { criteria, kinds } = CHECKS
const ids = (...only: string[]) => selectCriteria(criteria, only).map(({ id }) => id)
const parts = (...only: string[]) => [...partsFor(selectCriteria(criteria, only))].sort()

describe('selectCriteria', () => {
  test('all when nothing is named', () => expect(selectCriteria(criteria, [])).toEqual(criteria))

  test('catalogues and ids together, each criterion once', () => {
    expect(ids('SX-03', 'organisation', 'OR-14')).toEqual(['OR-14', 'OR-16', 'SX-03'])
    expect(ids('platform')).toHaveLength(53)
  })

  test('an unknown name is refused, with the nearest', () => {
    expect(() => ids('platform', 'servise')).toThrow(
      expect.objectContaining({ code: 'misuse', hint: expect.stringContaining('did you mean service?') }),
    )
  })
})

describe('partsFor', () => {
  test('the whole asks for every part', () => expect(parts()).toEqual(['drills', 'load', 'plan', 'probe']))

  test.each([
    ['commune-equipment', []],
    ['platform', ['plan']],
    ['SX-01', ['load']],
    ['SX-03', ['drills']],
    ['DQ-11', ['probe']],
    ['DQ-13', ['probe']],
  ])('%s asks for %j', (only, expected) => expect(parts(only)).toEqual(expected))

  test('every kind that no commune and no form gives is gathered by a part', () => {
    const measured = kinds.filter(({ population }) => !['communes', 'services'].includes(population))
    expect(measured).toHaveLength(10)
    for (const { name } of measured)
      expect({
        name,
        parts: partsFor(criteria.slice(0, 1).map((one) => ({ ...one, evidence: name }))).size,
      }).toEqual({
        name,
        parts: 1,
      })
  })
})
