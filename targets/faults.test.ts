// targets/faults.test.ts: a fault is on disk before it is injected and readable by another process.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFaultJournal, readUnhealed } from './faults.ts'

const CUT = { kind: 'cut-route', route: 'national' } as const
const OPEN = { kind: 'open-route', route: 'national' } as const
const KILL = { kind: 'kill-workload', workload: 'procedures' } as const
const ENSURE = { kind: 'ensure-running', workload: 'procedures' } as const

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sansang-test-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

test('what was planned, injected and not healed is left, oldest first, for another reader', () => {
  const path = join(dir, 'journal.sqlite')
  using journal = openFaultJournal(path)
  journal.plan(KILL, ENSURE)
  const cut = journal.plan(CUT, OPEN)
  journal.injected(cut)
  const healed = journal.plan(KILL, ENSURE)
  journal.injected(healed)
  journal.healed(healed)
  expect(readUnhealed(path)).toMatchObject([
    { fault: KILL, heal: ENSURE, state: 'planned' },
    { fault: CUT, heal: OPEN, state: 'injected' },
  ])
})

test('a session without journal has no faults, and none is made', () => {
  expect(readUnhealed(join(dir, 'journal.sqlite'))).toEqual([])
  expect(() => readUnhealed(join(dir, 'no/such/folder'))).not.toThrow()
})

test('a fault that was never planned cannot be healed', () => {
  using journal = openFaultJournal(join(dir, 'journal.sqlite'))
  expect(() => journal.healed(7)).toThrow(/no fault 7/)
})
