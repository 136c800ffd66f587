// cli/ready/room.ts: a full disk under a session, called by its name whoever meets it first. Makes no room.
import { diskFull, isDiskFull, leavesNoRoom } from '../../targets/state.ts'
import { SansangError } from '../../types/error.ts'

/** Does the work; what a full disk broke in the session's folder is `disk-full`. Other failures pass unchanged. */
export async function withRoom<T>(dir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const told = error instanceof SansangError && error.code !== 'journal-unusable'
    // SQLite may call a full disk an input/output error: the room that is left tells which it was.
    if (told || !(isDiskFull(error) || (await leavesNoRoom(dir)))) throw error
    throw diskFull(dir, error)
  }
}
