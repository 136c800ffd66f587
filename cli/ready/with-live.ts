// cli/ready/with-live.ts: a province started for one piece of work and stopped after it, however the work ends.
import { join } from 'node:path'
import type { Stack } from '../../infra/stack.ts'
import { openRunJournal, RUN_JOURNAL } from '../../readiness/journal.ts'
import { openSession } from '../../targets/session.ts'
import { sweep } from '../../targets/sweep.ts'
import type { Io } from '../command.ts'
import { type Live, startLive } from './live.ts'
import { type Phases, startPhases } from './phases.ts'
import { withRoom } from './room.ts'

type Work = { readonly command: string; readonly stack: Stack; readonly io: Io }

/** Starts the province, does the work, stops everything. */
export async function withLive<T>(
  { command, stack, io }: Work,
  work: (live: Live, phases: Phases) => Promise<T>,
): Promise<T> {
  await sweep()
  await using session = await openSession(`${command} ${stack.slug}`)
  return await withRoom(session.dir, async () => {
    using journal = openRunJournal(join(session.dir, RUN_JOURNAL))
    const phases = startPhases(io, journal)
    const live = await phases.run('deploy', 'starting the systems', () =>
      startLive({ stack, plan: undefined, session, io }),
    )
    try {
      return await phases.run(command, 'running', () => work(live, phases))
    } finally {
      await phases.end('stop', 'stopping the systems', async () => live.target[Symbol.asyncDispose]())
    }
  })
}
