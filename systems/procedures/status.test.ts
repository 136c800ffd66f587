// systems/procedures/status.test.ts: every action in every status, against a matrix written by hand.
import { expect, test } from 'vitest'
import { type Action, IN_FLIGHT, nextStatus, STATUS_NAMES, STATUSES, TRANSITIONS } from './status.ts'

// Rows: status now. Columns: status afterwards, 0 where the action is not possible.
const MATRIX = `
status  accept reject start requestSupplement supply requestPayment confirmPayment withdraw stop finish handOver
1            2      3     0                 0      0              0              0        7    0      0        0
2            0      0     4                 5      0              6              0        7    8      0        0
3            0      0     0                 0      0              0              0        0    0      0        0
4            0      0     0                 5      0              6              0        7    8      9        0
5            0      0     0                 0      4              0              0        7    8      0        0
6            0      0     0                 0      0              0              4        7    8      0        0
7            0      0     0                 0      0              0              0        0    0      0        0
8            0      0     0                 0      0              0              0        0    0      0        0
9            0      0     0                 0      0              0              0        0    0      0       10
10           0      0     0                 0      0              0              0        0    0      0        0`

test('the table of transitions is the matrix, cell by cell', () => {
  const [header = [], ...rows] = MATRIX.trim()
    .split('\n')
    .map((line) => line.split(/\s+/))
  const actions = header.slice(1) as Action[]
  expect(actions).toEqual(Object.keys(TRANSITIONS))
  let cells = 0
  for (const [status = '', ...results] of rows)
    for (const [index, action] of actions.entries()) {
      const now = STATUSES.find((one) => String(one) === status)
      expect(now).toBeDefined()
      if (now !== undefined)
        expect([status, action, String(nextStatus(now, action) ?? 0)]).toEqual([
          status,
          action,
          results[index],
        ])
      cells += 1
    }
  expect(cells).toBe(10 * 11)
})

test('a dossier in flight can still end; any other is over or only to be handed over', () => {
  const reachable = (from: number): Set<number> => {
    const seen = new Set([from])
    for (const status of seen)
      for (const { from: sources, to } of Object.values(TRANSITIONS))
        if ((sources as readonly number[]).includes(status)) seen.add(to)
    return seen
  }
  for (const status of STATUSES)
    expect([status, reachable(status).has(10) && status < 9]).toEqual([status, IN_FLIGHT.includes(status)])
})

test('every status is named in both languages', () => {
  expect(Object.keys(STATUS_NAMES)).toHaveLength(10)
  for (const name of Object.values(STATUS_NAMES))
    expect(name).toMatchObject({ vi: expect.stringMatching(/^\p{Lu}/u), en: expect.stringMatching(/^[A-Z]/) })
})
