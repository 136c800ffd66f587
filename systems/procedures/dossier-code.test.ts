// systems/procedures/dossier-code.test.ts: codes by form and date, those seen in the field, and those that must not pass.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCode, parseCode } from './dossier-code.ts'

const ASOF = '2026-11-22'

describe('codes that are right', () => {
  const good: [string, object][] = [
    [
      '000.15.26.H29-250601-0007',
      { unit: '000.15.26.H29', day: '2025-06-01', sequence: 7, form: 'circular-01-2018' },
    ],
    ['H29.101-250701-0001', { unit: 'H29.101', day: '2025-07-01', sequence: 1, form: 'circular-01-2018' }],
    // A vendor's five digits.
    [
      'H56.26-240229-12345',
      { unit: 'H56.26', day: '2024-02-29', sequence: 12_345, form: 'circular-01-2018' },
    ],
    ['G09.20-20260609-0092637', { unit: 'G09.20', day: '2026-06-09', sequence: 92_637, form: 'sample-2026' }],
    [
      'H18.101.02-261122-9999',
      { unit: 'H18.101.02', day: '2026-11-22', sequence: 9_999, form: 'circular-01-2018' },
    ],
  ]
  test.each(good)('%s', (code, parsed) => expect(parseCode(code, ASOF)).toEqual(parsed))
  test('all five are tried', () => expect(good).toHaveLength(5))
})

describe('codes that are wrong', () => {
  const bad: [string, string][] = [
    ['', 'no-known-form'],
    ['H29.101', 'no-known-form'],
    ['H29.101-250701-001', 'no-known-form'],
    ['H29.101-250701-000001', 'no-known-form'],
    ['h29.101-250701-0001', 'no-known-form'],
    ['Z29.101-250701-0001', 'no-known-form'],
    ['H29.101-250701-0001 ', 'no-known-form'],
    ['G09.20-20260609-92637', 'no-known-form'],
    ['H29.101-250631-0001', 'no-such-day'],
    ['H29.101-230229-0001', 'no-such-day'],
    ['H29.101-251301-0001', 'no-such-day'],
    // The form of 2026 on a day before it was seen; a code older than its circular.
    ['H29.101-20260608-0000001', 'before-its-form'],
    ['000.15.26.H29-190105-0001', 'before-its-form'],
    ['H29.101-261123-0001', 'in-the-future'],
    ['H29.101-250701-0000', 'sequence-zero'],
  ]
  test.each(bad)('"%s": %s', (code, fault) => expect(parseCode(code, ASOF)).toBe(fault))
  test('all fifteen are tried', () => expect(bad).toHaveLength(15))
})

describe('codes that are issued', () => {
  test('take the form of their day', () => {
    expect(formatCode('H29.101', '2025-07-01', 1)).toBe('H29.101-250701-0001')
    expect(formatCode('H29.101', '2026-06-08', 42)).toBe('H29.101-260608-0042')
    expect(formatCode('H29.101', '2026-06-09', 42)).toBe('H29.101-20260609-0000042')
    expect(formatCode('H29.101', '2018-12-31', 1)).toBeUndefined()
  })

  test('end with their digits: 9,999 a day in the first form', () => {
    expect(formatCode('H29.101', '2025-07-01', 9_999)).toBe('H29.101-250701-9999')
    expect(formatCode('H29.101', '2025-07-01', 10_000)).toBeUndefined()
  })

  test('are read back as what they were made of', () => {
    const day = fc
      .date({ min: new Date('2019-01-06'), max: new Date('2026-11-22'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
    const unit = fc
      .tuple(
        fc.constantFrom('H29', 'A01', 'Y99'),
        fc.array(fc.integer({ min: 10, max: 999 }), { maxLength: 3 }),
      )
      .map(([head, parts]) => [head, ...parts].join('.'))
    fc.assert(
      fc.property(unit, day, fc.integer({ min: 1, max: 9_999 }), (unitCode, issuedOn, sequence) => {
        const code = formatCode(unitCode, issuedOn, sequence) ?? ''
        expect(parseCode(code, issuedOn)).toMatchObject({ unit: unitCode, day: issuedOn, sequence })
      }),
    )
  })

  test('anything else typed is refused or read, never thrown on', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'GH29.01-6Z ') }), (text) =>
        ['string', 'object'].includes(typeof parseCode(text, ASOF)),
      ),
    )
  })
})
