// cli/ready/phases.test.ts: each phase is told and kept with its time, also a failing one; none begins after Ctrl-C but the last.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RunJournal } from '../../readiness/journal.ts'
import type { JournalEntry } from '../../types/run.ts'
import { keptIo } from '../fixtures/io.ts'
import { startPhases } from './phases.ts'

function phases() {
  const stop = new AbortController()
  const io = keptIo(stop.signal)
  const entries: JournalEntry[] = []
  const journal: RunJournal = {
    note: (entry) => void entries.push(entry),
    keep: () => {},
    entries: () => entries,
    evidence: () => [],
    [Symbol.dispose]: () => {},
  }
  return { stop, io, entries, phases: startPhases(io, journal) }
}

const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$/)

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

describe('phases', () => {
  test('a phase gives its result, its line and its entry', async () => {
    const { io, entries, phases: told } = phases()
    const work = async () => {
      vi.advanceTimersByTime(742)
      return 7
    }
    expect(await told.run('load', 'running the scripts', work)).toBe(7)
    told.note('load', 'joint', { requests: 9 })
    told.note('load', 'over')
    expect(io.text).toEqual({
      out: '',
      err: '  running the scripts …\n  running the scripts: done in 0.7 s\n',
    })
    expect(entries).toEqual([
      { at, phase: 'load', event: 'done', seconds: 0.7 },
      { at, phase: 'load', event: 'joint', data: { requests: 9 } },
      { at, phase: 'load', event: 'over' },
    ])
  })

  test('a failing one is told as failed, and fails', async () => {
    const { io, entries, phases: told } = phases()
    const work = told.run('plan', 'planning', () => Promise.reject(new Error('broken')))
    await expect(work).rejects.toThrow('broken')
    expect(io.text.err).toContain('planning: failed in')
    expect(entries).toMatchObject([{ phase: 'plan', event: 'failed' }])
  })

  test('after Ctrl-C nothing begins, but what was started is still stopped', async () => {
    const { stop, entries, phases: told } = phases()
    stop.abort()
    let done = 0
    const work = async () => {
      done += 1
    }
    await expect(told.run('load', 'running', work)).rejects.toThrow()
    expect(done).toBe(0)
    await told.end('stop', 'stopping', work)
    expect(done).toBe(1)
    expect(entries).toMatchObject([{ phase: 'stop', event: 'done' }])
  })
})
