// targets/supervisor.ts: keeps one process running until told otherwise (restartPolicy: Always). Does not probe it.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from './process.ts'
import type { Session, SpawnSpec } from './session.ts'

export type Supervisor = AsyncDisposable & {
  /** The process now running; undefined between a death and the next start. */
  readonly child: () => Child | undefined
  /** How often it was started again. */
  readonly restarts: () => number
  /** How often it died, and the last lines of the life that ended last (none before the first death). */
  readonly deaths: () => number
  readonly lastWords: () => readonly string[]
}

const WORDS_LINES = 8
const BACKOFF_FIRST_MS = 200
const BACKOFF_MAX_MS = 10_000
const STABLE_MS = 10_000

/**
 * Starts the process and starts it again whenever it dies, at first after 200 ms. `graceMs`: how long it may take to end;
 * `stableMs`: a life as long as this begins the pauses anew.
 */
export async function supervise(
  session: Session,
  spec: SpawnSpec,
  graceMs: number,
  stableMs = STABLE_MS,
): Promise<Supervisor> {
  const stopping = new AbortController()
  let child: Child | undefined = await session.spawn(spec)
  let restarts = 0
  let deaths = 0
  let words: readonly string[] = []
  session.event('started', { name: spec.name, pid: child.pid })
  const keep = async (): Promise<void> => {
    for (let backoffMs = BACKOFF_FIRST_MS; ; backoffMs = Math.min(backoffMs * 2, BACKOFF_MAX_MS)) {
      const startedAt = Date.now()
      const ended = child
      const exit = await ended?.exited
      child = undefined
      if (stopping.signal.aborted) return
      if (Date.now() - startedAt > stableMs) backoffMs = BACKOFF_FIRST_MS
      // Read before the next life writes to the same log.
      words = (await ended?.lastLines(WORDS_LINES).catch(() => [])) ?? []
      deaths += 1
      session.event('died', {
        name: spec.name,
        code: exit?.code ?? null,
        signal: exit?.signal ?? null,
        backoffMs,
      })
      await sleep(backoffMs, undefined, { signal: stopping.signal })
      child = await session.spawn(spec)
      restarts += 1
      session.event('restarted', { name: spec.name, pid: child.pid, restarts })
    }
  }
  const kept = keep().catch((error: unknown) => {
    // Ending is what interrupts the pause; anything else is written down: nobody awaits supervision.
    if (!stopping.signal.aborted)
      session.event('supervision-ended', { name: spec.name, reason: String(error) })
  })
  return {
    child: () => child,
    restarts: () => restarts,
    deaths: () => deaths,
    lastWords: () => words,
    [Symbol.asyncDispose]: async () => {
      stopping.abort()
      await child?.stop(graceMs)
      await kept
      // A start that was under way when stopping began.
      await child?.stop(graceMs)
    },
  }
}
