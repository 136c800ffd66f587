// readiness/drill/meanwhile.ts: what must hold while a fault is in place, asked from its first moment to its end. Injects nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import type { DrillContext, Meanwhile, RecoveryState } from '../../types/drill.ts'

/** `asked`: how many questions were put, or 1 when the ledger was read. */
export type Held = { readonly asked: number; readonly missed: readonly string[] }

const PAUSE_MS = 250
const ANSWER_WITHIN_MS = 2000

export type Watch = {
  readonly context: DrillContext
  readonly meanwhile: Meanwhile
  /** The state as the ledger shows it at the end of the fault. */
  readonly state: () => Promise<RecoveryState>
  readonly faultMs: number
  /** Whoever has not answered by then did not answer; 2000 unless said otherwise. */
  readonly answerWithinMs?: number
  readonly signal: AbortSignal
}

/**
 * Lasts as long as the fault. Questions are put at once and then every 250 ms, all of them together: the moments right
 * after the fault are those in which neighbours fall too. Throws only when interrupted.
 */
export async function watchMeanwhile(watch: Watch): Promise<Held> {
  const { meanwhile, faultMs, signal } = watch
  if ('asks' in meanwhile) return await askThroughout(watch, meanwhile.asks)
  await sleep(faultMs, undefined, { signal })
  return { asked: 1, missed: meanwhile.shows(await watch.state()) ? [] : [meanwhile.says.en] }
}

type Asks = Extract<Meanwhile, { asks: unknown }>['asks']

async function askThroughout(
  { context, faultMs, answerWithinMs = ANSWER_WITHIN_MS, signal }: Watch,
  asks: Asks,
): Promise<Held> {
  const startMs = performance.now()
  const sinceMs = () => performance.now() - startMs
  const missed: string[] = []
  let asked = 0
  for (;;) {
    const atSeconds = (sinceMs() / 1000).toFixed(1)
    const answers = await Promise.all(
      Object.entries(asks).map(async ([name, ask]) => ({
        name,
        reason: await reasonAgainst(ask(context), answerWithinMs),
      })),
    )
    asked += answers.length
    for (const { name, reason } of answers)
      if (reason !== undefined) missed.push(`${name}, ${atSeconds} s after the fault: ${reason}`)
    const leftMs = faultMs - sinceMs()
    await sleep(Math.max(0, Math.min(PAUSE_MS, leftMs)), undefined, { signal })
    if (leftMs <= PAUSE_MS) return { asked, missed }
  }
}

async function reasonAgainst(question: Promise<boolean>, withinMs: number): Promise<string | undefined> {
  const late = new AbortController()
  const tooLate = sleep(withinMs, `no answer within ${withinMs} ms`, { signal: late.signal })
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
