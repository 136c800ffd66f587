// readiness/drill/meanwhile.test.ts: whoever fails at any moment of the fault is named, first moment and last included.
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { DrillContext, Meanwhile } from '../../types/drill.ts'
import { type Clock, watchMeanwhile } from './meanwhile.ts'

const says = { vi: 'Các hệ thống khác vẫn trả lời', en: 'The others keep answering' }
const context = {} as DrillContext
const state = async () => ({ context, ledger: [], injectedAtMs: 0, inPlaceAtMs: 0, healedAtMs: 0 })

/** Time passes only while somebody sleeps, and then at once; several sleepers wake in the order of their moments. */
function clockwork() {
  let nowMs = 0
  const sleepers: { atMs: number; wake: () => void }[] = []
  const turn = () => {
    sleepers.sort((a, b) => a.atMs - b.atMs)
    const first = sleepers.shift()
    if (first === undefined) return
    nowMs = Math.max(nowMs, first.atMs)
    first.wake()
  }
  const clock: Clock = {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted()
        const sleeper = { atMs: nowMs + ms, wake: resolve }
        sleepers.push(sleeper)
        signal.addEventListener('abort', () => {
          sleepers.splice(sleepers.indexOf(sleeper), sleepers.includes(sleeper) ? 1 : 0)
          reject(signal.reason)
        })
        // After every answer that is on its way has arrived.
        setImmediate(turn)
      }),
  }
  return { clock, nowMs: () => nowMs }
}

const watch = (meanwhile: Meanwhile, faultMs: number, clock = clockwork().clock) =>
  watchMeanwhile({
    ...{ context, meanwhile, state, faultMs, answerWithinMs: 60, clock },
    signal: new AbortController().signal,
  })

/** Answers what it is told to, call by call, then yes. */
function answering(...answers: readonly (boolean | Error | 'silence')[]) {
  let call = 0
  return async (): Promise<boolean> => {
    const answer = answers[call++] ?? true
    if (answer === 'silence') return await new Promise(() => {})
    if (answer instanceof Error) throw answer
    return answer
  }
}

test('all answer all the time: asked at once and every 250 ms, nobody missed', async () => {
  const held = await watch({ says, asks: { documents: answering(), meetings: answering() } }, 600)
  expect(held).toEqual({ asked: 6, missed: [] })
})

test('a neighbour that falls with the killed system and is back a moment later is named', async () => {
  const { missed } = await watch({ says, asks: { documents: answering(new Error('ECONNREFUSED')) } }, 400)
  expect(missed).toEqual(['documents, 0.0 s after the fault: ECONNREFUSED'])
})

test('a neighbour that falls later, answers wrongly or not at all is named with its moment', async () => {
  const asks = {
    documents: answering(true, true, new Error('ECONNRESET')),
    meetings: answering(true, false),
    reporting: answering(true, 'silence'),
  }
  const { missed } = await watch({ says, asks }, 600)
  expect(missed).toEqual([
    'meetings, 0.3 s after the fault: answered, but not as it must',
    'reporting, 0.3 s after the fault: no answer within 60 ms',
    'documents, 0.6 s after the fault: ECONNRESET',
  ])
})

test('when the whole machine stands still, an answer that comes right after is in time', async () => {
  const { clock } = clockwork()
  let stalled = false
  let answer = () => {}
  const stalling: Clock = {
    now: clock.now,
    // The first pause lasts ten seconds instead of its 100 ms; the answer comes with the machine.
    sleep: async (ms, signal) => {
      await clock.sleep(stalled ? ms : 10_000, signal)
      if (!stalled) setImmediate(answer)
      stalled = true
    },
  }
  const asks = {
    documents: () =>
      new Promise<boolean>((resolve) => {
        answer = () => resolve(true)
        if (stalled) answer()
      }),
  }
  const held = await watchMeanwhile({
    ...{ context, meanwhile: { says, asks }, state, faultMs: 400, answerWithinMs: 2000, clock: stalling },
    signal: new AbortController().signal,
  })
  expect(held).toEqual({ asked: 1, missed: [] })
})

test('what the ledger must show is read once, at the end of the fault', async () => {
  const { clock, nowMs } = clockwork()
  const readAtMs: number[] = []
  const shows = () => {
    readAtMs.push(nowMs())
    return false
  }
  const held = await watch({ says, shows }, 100, clock)
  expect(held).toEqual({ asked: 1, missed: ['The others keep answering'] })
  expect(readAtMs).toEqual([100])
  expect(await watch({ says, shows: () => true }, 1)).toEqual({ asked: 1, missed: [] })
})

test('an interruption ends the watch', async () => {
  const stop = new AbortController()
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  const documents = async () => {
    resolve()
    return true
  }
  const watching = watchMeanwhile({
    ...{ context, meanwhile: { says, asks: { documents } }, state, faultMs: 3_600_000 },
    signal: stop.signal,
  })
  await asked
  stop.abort()
  await expect(watching).rejects.toThrow(/abort/i)
})

test('no clock is left running behind an answer that came in time', async () => {
  const running = new Set<Promise<void>>()
  const begun: number[] = []
  const counting: Clock = {
    now: () => performance.now(),
    sleep: (ms, signal) => {
      const over = sleep(ms, undefined, { signal })
      begun.push(ms)
      running.add(over)
      const stopped = () => void running.delete(over)
      over.then(stopped, stopped)
      return over
    },
  }
  const asks = { documents: answering(), meetings: answering() }
  await watchMeanwhile({
    ...{ context, meanwhile: { says, asks }, state, faultMs: 1, answerWithinMs: 3_600_000, clock: counting },
    signal: new AbortController().signal,
  })
  await nextTurn()
  expect(begun).toHaveLength(3)
  expect(running.size).toBe(0)
})
