// cli/ready/as-of.test.ts: no early day makes a province look readier. Judges nothing.
import { describe, expect, test } from 'vitest'
import { dayJudged } from './as-of.ts'

const stack = { code: '79', goLive: '2026-08-01' }
const day = (asOf: string | undefined, sealed = true, goLive = stack.goLive) =>
  dayJudged({ stack: { ...stack, goLive }, asOf, sealed })

describe('a sealed verdict', () => {
  test('is on the go-live date unless said otherwise, or later', () => {
    expect([day(undefined), day('2026-08-01'), day('2027-01-01')]).toEqual([
      '2026-08-01',
      '2026-08-01',
      '2027-01-01',
    ])
  })
  test('canary: on no day before it, with the day to name instead', () => {
    expect(() => day('2026-07-31')).toThrow(
      expect.objectContaining({
        code: 'misuse',
        exit: 64,
        message: expect.stringContaining(
          '2026-07-31 lies before 2026-08-01, the day this province goes live',
        ),
        hint: expect.stringContaining('--as-of 2026-08-01'),
      }),
    )
  })
})

describe('any judgement', () => {
  test('may be on a day between', () => expect(day('2026-03-30', false)).toBe('2026-03-30'))
  test.each([true, false])('canary: on none before the communes, sealed %s', (sealed) => {
    for (const early of [() => day('2025-06-30', sealed), () => day(undefined, sealed, '1999-01-01')])
      expect(early).toThrow(
        expect.objectContaining({
          message: expect.stringContaining('before 2025-07-01, when these communes'),
        }),
      )
    expect(() => day('1999-01-01', sealed, '1999-01-01')).toThrow(
      expect.objectContaining({ hint: '--as-of 2025-07-01' }),
    )
  })
})
