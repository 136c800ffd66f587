// targets/running.ts: sessions of other processes that are alive, by what they were asked; and how to ask them to stop.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { signal } from '../tools/orphans.ts'
import { type Owner, readOwner, standing } from './owner.ts'
import { sessionsDir } from './state.ts'

export type EndedOwners = {
  /** Sessions that are gone. */
  readonly ended: readonly string[]
  /** Sessions still there when the time was over. */
  readonly stuck: readonly string[]
}

/** This catches what hangs: each process is given its own time to end, and a busy machine gives it late. */
const WAIT_MS = 180_000

/** Sends SIGTERM to the owner of each live session opened for `command`, and waits until its folder is gone. */
export async function endOwners(command: string, waitMs = WAIT_MS): Promise<EndedOwners> {
  const dir = sessionsDir()
  const found = await liveSessions(dir, command)
  for (const { owner } of found) signal(owner.pid, 'SIGTERM')
  const deadline = Date.now() + waitMs
  let left = found.map(({ id }) => id)
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(50)
    const there = await Promise.all(left.map((id) => stat(join(dir, id)).catch(() => undefined)))
    left = left.filter((_, at) => there[at] !== undefined)
  }
  return { ended: found.map(({ id }) => id).filter((id) => !left.includes(id)), stuck: left }
}

async function liveSessions(dir: string, command: string): Promise<{ id: string; owner: Owner }[]> {
  const live: { id: string; owner: Owner }[] = []
  for (const id of await readdir(dir).catch(() => [])) {
    const owner = id.startsWith('.') ? undefined : await readOwner(join(dir, id))
    if (owner !== undefined && owner.command === command && (await standing(owner)) === 'alive')
      live.push({ id, owner })
  }
  return live
}
