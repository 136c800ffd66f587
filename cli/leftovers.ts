// cli/leftovers.ts: processes that tests left running, counted as a failure. Ends none.
import { leftAfter } from '../tools/orphans.ts'
import type { Io } from './command.ts'
import { type Counts, NONE } from './test-count.ts'

/** What has been told to end may take so long on a busy machine; what is there after it was left behind. */
const ENDING_MS = 30_000

/**
 * One failure when a process whose environment holds `name=value` is still there after `endingMs`, whatever its test
 * asserted; the process ids are told.
 */
export async function countLeftovers(
  name: string,
  value: string,
  io: Pick<Io, 'err'>,
  endingMs = ENDING_MS,
): Promise<Counts> {
  const left = await leftAfter(name, value, endingMs)
  if (left.length === 0) return NONE
  io.err(`FAILED: left running by tests: processes ${left.join(', ')}\n`)
  return { ...NONE, failed: 1 }
}
