// cli/ready/phases.ts: the run's steps with their times, told to the person waiting and kept for the report.
import type { RunJournal } from '../../readiness/journal.ts'
import type { JsonObject } from '../../types/json.ts'
import type { Io } from '../command.ts'
import { timestamp } from './clock.ts'

export type Phases = {
  /** Runs one phase; its time goes into the journal and to standard error, also when it fails. Nothing begins after Ctrl-C. */
  run<T>(phase: string, says: string, work: () => Promise<T>): Promise<T>
  /** The same for what must be done after Ctrl-C too: stopping what was started. */
  end<T>(phase: string, says: string, work: () => Promise<T>): Promise<T>
  /** One event within a phase. */
  note(phase: string, event: string, data?: JsonObject): void
}

/** Phases that are on disk in the journal as they end, and speak to `io.err`. */
export function startPhases(io: Io, journal: RunJournal): Phases {
  const note = (phase: string, event: string, data?: JsonObject) =>
    journal.note({ at: timestamp(), phase, event, ...(data === undefined ? {} : { data }) })
  const end = async <T>(phase: string, says: string, work: () => Promise<T>): Promise<T> => {
    io.err(`  ${says} …\n`)
    const start = performance.now()
    let event = 'failed'
    try {
      const result = await work()
      event = 'done'
      return result
    } finally {
      const seconds = Math.round((performance.now() - start) / 100) / 10
      journal.note({ at: timestamp(), phase, event, seconds })
      io.err(`  ${says}: ${event} in ${seconds.toFixed(1)} s\n`)
    }
  }
  const run: Phases['run'] = async (phase, says, work) => {
    io.signal.throwIfAborted()
    return await end(phase, says, work)
  }
  return { run, end, note }
}
