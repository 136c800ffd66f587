// event-wait.ts: long polls of many callers on one query: the database is asked for all their rooms at once. Reads no events.
import type { Database } from '../kit/database.ts'

type Waiter = { readonly room: string; readonly after: number; readonly wake: () => void }

export type EventWait = {
  /** Resolves when the room has an event after this number, the time is over, or the process stops. */
  until(room: string, after: number, waitMs: number): Promise<void>
  /** Wakes everybody and lets nobody wait any more. */
  stop(): void
}

/** How late an event may be told; a room's replica is found by asking, since any process may have written it. */
const LOOK_MS = 200

/** One waiting room for all callers of this process. */
export function createEventWait(db: Database): EventWait {
  const waiters = new Set<Waiter>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const look = async (): Promise<void> => {
    timer = undefined
    const rooms = [...new Set([...waiters].map(({ room }) => room))]
    if (rooms.length === 0) return
    try {
      const rows = await db.query<{ id: string; last: number }>(
        'select id, last_event as last from room where id = any($1)',
        [rooms],
      )
      const last = new Map(rows.map((row) => [row.id, row.last]))
      for (const waiter of waiters) if ((last.get(waiter.room) ?? 0) > waiter.after) waiter.wake()
    } catch {
      // The database is away: the callers' own query says so better than a watcher could.
      for (const waiter of waiters) waiter.wake()
    }
    schedule()
  }
  const schedule = (): void => {
    if (timer === undefined && waiters.size > 0 && !stopped) timer = setTimeout(() => void look(), LOOK_MS)
  }
  return {
    until: (room, after, waitMs) =>
      new Promise((resolve) => {
        if (stopped || waitMs <= 0) return resolve()
        const limit = setTimeout(() => waiter.wake(), waitMs)
        const waiter: Waiter = {
          room,
          after,
          wake: () => {
            clearTimeout(limit)
            waiters.delete(waiter)
            resolve()
          },
        }
        waiters.add(waiter)
        schedule()
      }),
    stop: () => {
      stopped = true
      clearTimeout(timer)
      for (const waiter of waiters) waiter.wake()
    },
  }
}
