// readiness/drill/reconcile.test.ts: a lost or doubled operation is found at the hop where it went missing.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LedgerEntry } from '../../types/load.ts'
import { acknowledgedIds, reconcile, rpoSeconds } from './reconcile.ts'

const entry = (id: string, atMs: number, operation = 'submit'): LedgerEntry => ({
  system: 'procedures',
  id,
  operation,
  atMs,
})

describe('reconcile', () => {
  test('passes when every acknowledged operation is stored once', () => {
    expect(
      reconcile(
        'portal',
        ['a', 'b'],
        new Map([
          ['a', 1],
          ['b', 1],
          ['other', 1],
        ]),
      ),
    ).toEqual({ hop: 'portal', lost: [], doubled: [] })
  })

  test('names what is lost and what is doubled', () => {
    expect(
      reconcile(
        'portal',
        ['a', 'b', 'c'],
        new Map([
          ['a', 0],
          ['b', 2],
        ]),
      ),
    ).toEqual({ hop: 'portal', lost: ['a', 'c'], doubled: ['b'] })
  })

  test('agrees with counting by hand on any ledger', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 12 })
    fc.assert(
      fc.property(
        ids,
        fc.array(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 30 }),
        (acked, rows) => {
          const stored = new Map<string, number>()
          for (const row of rows) stored.set(row, (stored.get(row) ?? 0) + 1)
          const { lost, doubled } = reconcile('hop', acked, stored)
          for (const id of acked) {
            const times = rows.filter((row) => row === id).length
            expect(lost.includes(id)).toBe(times === 0)
            expect(doubled.includes(id)).toBe(times > 1)
          }
        },
      ),
    )
  })
})

describe('acknowledgedIds', () => {
  test('takes one operation only, each id once', () => {
    expect(
      acknowledgedIds([entry('a', 1), entry('a', 2), entry('b', 3, 'accept'), entry('c', 4)], 'submit'),
    ).toEqual(['a', 'c'])
  })
})

describe('rpoSeconds', () => {
  const ledger = [entry('a', 1000), entry('b', 3000), entry('c', 9000)]
  test('is zero when nothing was lost', () => {
    expect(rpoSeconds(ledger, 'submit', [{ hop: 'portal', lost: [], doubled: ['a'] }], 5000)).toBe(0)
  })

  test('reaches back to the oldest lost acknowledgement', () => {
    expect(
      rpoSeconds(
        ledger,
        'submit',
        [
          { hop: 'p', lost: ['b'], doubled: [] },
          { hop: 'q', lost: ['a'], doubled: [] },
        ],
        5000,
      ),
    ).toBe(4)
  })

  test('is never zero for an operation lost after the fault', () => {
    expect(rpoSeconds(ledger, 'submit', [{ hop: 'p', lost: ['c'], doubled: [] }], 5000)).toBeGreaterThan(0)
  })
})
