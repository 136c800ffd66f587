// readiness/journal.test.ts: what is noted and kept, in order, and what is refused. Kills nothing.
import { mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { record } from './fixtures/run.ts'
import { openRunJournal } from './journal.ts'

const scratch = () => mkdtempDisposableSync(join(tmpdir(), 'sansang-journal-'))
const AT = '2025-06-30T09:00:01+07:00'

test('keeps events and evidence in their order, for the next process too', () => {
  using dir = scratch()
  const path = join(dir.path, 'journal.sqlite')
  {
    using journal = openRunJournal(path)
    journal.note({ at: AT, phase: 'plan', event: 'started' })
    journal.keep([record('26740/PC-02'), record('26740/PC-01')])
    journal.note({ at: AT, phase: 'plan', event: 'done', seconds: 0.4, data: { resources: 41 } })
  }
  using again = openRunJournal(path)
  expect(again.entries().map(({ event }) => event)).toEqual(['started', 'done'])
  expect(again.entries()[1]).toEqual({
    at: AT,
    phase: 'plan',
    event: 'done',
    seconds: 0.4,
    data: { resources: 41 },
  })
  expect(again.evidence()).toEqual([record('26740/PC-02'), record('26740/PC-01')])
})

test('a second process reads while the first still writes', () => {
  using dir = scratch()
  const path = join(dir.path, 'journal.sqlite')
  using writer = openRunJournal(path)
  writer.note({ at: AT, phase: 'load', event: 'started' })
  using reader = openRunJournal(path)
  writer.note({ at: AT, phase: 'load', event: 'done' })
  expect(reader.entries()).toHaveLength(2)
})

test('all records of one call or none', () => {
  using dir = scratch()
  using journal = openRunJournal(join(dir.path, 'journal.sqlite'))
  const bad = record('26743/PC-01', {}, { collectedAt: 'yesterday' })
  expect(() => journal.keep([record('26740/PC-01'), bad])).toThrow(
    expect.objectContaining({
      code: 'bad-record',
      faults: [{ where: 'evidence.collectedAt', message: expect.stringContaining('is no time') }],
    }),
  )
  expect(journal.evidence()).toEqual([])
  journal.keep([record('26740/PC-01')])
  expect(journal.evidence()).toHaveLength(1)
})

test('an event without phase is refused', () => {
  using dir = scratch()
  using journal = openRunJournal(join(dir.path, 'journal.sqlite'))
  expect(() => journal.note({ at: AT, phase: '', event: 'x' })).toThrow(
    expect.objectContaining({ code: 'bad-record' }),
  )
})

test('a file that is no journal', () => {
  using dir = scratch()
  const path = join(dir.path, 'journal.sqlite')
  writeFileSync(path, 'this is not SQLite, it only says so '.repeat(200))
  expect(() => openRunJournal(path)).toThrow(
    expect.objectContaining({ code: 'journal-unusable', exit: 70, where: path }),
  )
  expect(readFileSync(path, 'utf8')).toMatch(/^this is not/)
})
