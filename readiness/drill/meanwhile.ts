// readiness/drill/meanwhile.ts: what must hold while a fault is in place, asked from its first moment to its end. Injects nothing.
import { setTimeout } from 'node:timers/promises'
import type { DrillContext, Meanwhile, RecoveryState } from '../../types/drill.ts'

/** `asked`: how many questions were put, or 1 when the ledger was read. */
export type Held = { readonly asked: number; readonly missed: readonly string[] }

const PAUSE_MS = 250
const ANSWER_WITHIN_MS = 2000
const SLICE_MS = 100

/** `now` in milliseconds, from any origin; `sleep` rejects when interrupted. */
export type Clock = {
  readonly now: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

const CLOCK: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
}

export type Watch = {
  readonly context: DrillContext
  readonly meanwhile: Meanwhile
  /** The state as the ledger shows it at the end of the fault. */
  readonly state: () => Promise<RecoveryState>
  readonly faultMs: number
  /** Whoever has not answered by then did not answer; 2000 unless said otherwise. */
  readonly answerWithinMs?: number
  readonly signal: AbortSignal
  /** The machine's own unless said otherwise. */
  readonly clock?: Clock
}

/**
 * Lasts as long as the fault. Questions are put at once and then every 250 ms, all of them together: the moments right
 * after the fault are those in which neighbours fall too. Throws only when interrupted.
 */
export async function watchMeanwhile(watch: Watch): Promise<Held> {
  const { meanwhile, faultMs, signal, clock = CLOCK } = watch
  if ('asks' in meanwhile) return await askThroughout(watch, meanwhile.asks)
  await clock.sleep(faultMs, signal)
  return { asked: 1, missed: meanwhile.shows(await watch.state()) ? [] : [meanwhile.says.en] }
}

type Asks = Extract<Meanwhile, { asks: unknown }>['asks']

async function askThroughout(
  { context, faultMs, answerWithinMs = ANSWER_WITHIN_MS, signal, clock = CLOCK }: Watch,
  asks: Asks,
): Promise<Held> {
  const startMs = clock.now()
  const sinceMs = () => clock.now() - startMs
  const missed: string[] = []
  let asked = 0
  for (;;) {
    const atSeconds = (sinceMs() / 1000).toFixed(1)
    const answers = await Promise.all(
      Object.entries(asks).map(async ([name, ask]) => ({
        name,
        reason: await reasonAgainst(ask(context), answerWithinMs, clock),
      })),
    )
    asked += answers.length
    for (const { name, reason } of answers)
      if (reason !== undefined) missed.push(`${name}, ${atSeconds} s after the fault: ${reason}`)
    const leftMs = faultMs - sinceMs()
    await clock.sleep(Math.max(0, Math.min(PAUSE_MS, leftMs)), signal)
    if (leftMs <= PAUSE_MS) return { asked, missed }
  }
}

async function reasonAgainst(
  question: Promise<boolean>,
  withinMs: number,
  clock: Clock,
): Promise<string | undefined> {
  const late = new AbortController()
  const tooLate = over(withinMs, late.signal, clock).then(() => `no answer within ${withinMs} ms`)
  const answer = question.then(
    (held) => (held ? undefined : 'answered, but not as it must'),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  try {
    return await Promise.race([answer, tooLate])
  } finally {
    // Whoever answers later than that is not waited for; the pause is not left behind either.
    late.abort()
    tooLate.catch(() => {})
  }
}

/** In slices: when the whole machine stands still, the one who asks as well, one slice of it counts and not all of the time. */
async function over(ms: number, signal: AbortSignal, clock: Clock): Promise<void> {
  for (let leftMs = ms; leftMs > 0; leftMs -= SLICE_MS) await clock.sleep(Math.min(SLICE_MS, leftMs), signal)
}
