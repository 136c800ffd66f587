// readiness/waivers.test.ts: each fault a file of waivers can have, with its place. Whether one holds: decide.test.ts.
import { describe, expect, test } from 'vitest'
import { expectFault, faultsThrown, type Spoilt } from './fixtures/spoilt.ts'
import { loadWaivers, waiversFrom } from './waivers.ts'
import { parseYamlSource } from './yaml-source.ts'

const GOOD = `waivers:
  - id: W-2
    criterion: EQ-78
    subjects: ['26740', '26743']
    reason: UPS về trong tháng 7
    expires: 2025-07-31
    author: Lê Thị B
    approver: Trần Văn C
  - id: W-1
    criterion: EQ-07
    subjects: ['*']
    reason: Gói bản quyền ký ngày 5/7
    expires: 2025-07-10
    author: Lê Thị B
    approver: Trần Văn C
`

const faultsOf = (text: string) =>
  faultsThrown('bad-waivers', () => waiversFrom(parseYamlSource('w.yaml', text)))

test('waivers sorted by id', () => {
  const waivers = waiversFrom(parseYamlSource('w.yaml', GOOD))
  expect(waivers.map(({ id, expires }) => [id, expires])).toEqual([
    ['W-1', '2025-07-10'],
    ['W-2', '2025-07-31'],
  ])
})

test('an empty list is allowed', () =>
  expect(waiversFrom(parseYamlSource('w.yaml', 'waivers: []'))).toEqual([]))

describe('every fault has its place', () => {
  const cases: Spoilt[] = [
    [
      'no approver',
      /\n {4}approver: Trần Văn C\n {2}- id: W-1/,
      '\n  - id: W-1',
      'w.yaml:2:5 "approver" is missing',
    ],
    ['no expiry', '    expires: 2025-07-31\n', '', 'w.yaml:2:5 "expires" is missing'],
    ['malformed day', '2025-07-31', '31/07/2025', 'w.yaml:6:14 "31/07/2025" is no day'],
    ['no reason', 'reason: UPS về trong tháng 7', "reason: ' '", 'w.yaml:5:13 must not be empty'],
    [
      'a reason nobody can see',
      'reason: UPS về trong tháng 7',
      'reason: "\\u200b\\u3164"',
      'w.yaml:5:13 must not be empty',
    ],
    ['nobody covered', "['26740', '26743']", '[]', 'w.yaml:4:15'],
    ['an id twice', 'id: W-1', 'id: W-2', 'w.yaml:9:9 id W-2 is used twice'],
    ['unknown key', 'author: Lê Thị B', 'author: Lê Thị B\n    note: x', 'w.yaml:8:5 unknown key "note"'],
    ['no criterion id', 'criterion: EQ-78', 'criterion: all', 'w.yaml:3:16 "all" does not have the form'],
    ['not a list', GOOD, 'waivers: {}', 'w.yaml:1:10 {} must be of type array'],
  ]
  test('count', () => expect(cases).toHaveLength(10))
  test.each(cases)('%s', (...spoilt) => expectFault(GOOD, spoilt, faultsOf))
})

test('a file that is not there', () => {
  expect(() => loadWaivers('/nowhere/waivers.yaml')).toThrow(/cannot be read as UTF-8 text/)
})
