// readiness/drill/meanwhile.test.ts: whoever fails at any moment of the fault is named, first moment and last included.
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { DrillContext, Meanwhile } from '../../types/drill.ts'
import { watchMeanwhile } from './meanwhile.ts'

const says = { vi: 'Các hệ thống khác vẫn trả lời', en: 'The others keep answering' }
const context = {} as DrillContext
const state = async () => ({ context, ledger: [], injectedAtMs: 0, inPlaceAtMs: 0, healedAtMs: 0 })
const watch = (meanwhile: Meanwhile, faultMs: number, signal = new AbortController().signal) =>
  watchMeanwhile({ context, meanwhile, state, faultMs, answerWithinMs: 60, signal })

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
  expect(held.missed).toEqual([])
  expect(held.asked).toBeGreaterThanOrEqual(4)
  expect(held.asked).toBeLessThanOrEqual(6)
})

test('a neighbour that falls with the killed system and is back a moment later is named', async () => {
  const { missed } = await watch({ says, asks: { documents: answering(new Error('ECONNREFUSED')) } }, 400)
  expect(missed).toEqual(['documents, 0.0 s after the fault: ECONNREFUSED'])
})

test('a neighbour that falls later, answers wrongly or not at all is named with its moment', async () => {
  const asks = { meetings: answering(true, false), reporting: answering(true, 'silence') }
  const { missed } = await watch({ says, asks }, 400)
  expect(missed).toEqual([
    expect.stringMatching(/^meetings, 0\.[2-9] s after the fault: answered, but not as it must$/),
    expect.stringMatching(/^reporting, 0\.[2-9] s after the fault: no answer within 60 ms$/),
  ])
})

test('what the ledger must show is read once, at the end of the fault', async () => {
  const startMs = performance.now()
  let readAtMs = 0
  const shows = () => {
    readAtMs = performance.now() - startMs
    return false
  }
  expect(await watch({ says, shows }, 100)).toEqual({ asked: 1, missed: ['The others keep answering'] })
  expect(readAtMs).toBeGreaterThan(95)
  expect(await watch({ says, shows: () => true }, 1)).toEqual({ asked: 1, missed: [] })
})

test('an interruption ends the watch', async () => {
  const stop = new AbortController()
  const watching = watch({ says, asks: { documents: answering() } }, 60_000, stop.signal)
  await sleep(20)
  stop.abort()
  await expect(watching).rejects.toThrow(/abort/i)
})

test('no clock is left running behind an answer that came in time', async () => {
  const clocks = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const before = clocks()
  const asks = { documents: answering(), meetings: answering() }
  const signal = new AbortController().signal
  await watchMeanwhile({
    context,
    meanwhile: { says, asks },
    state,
    faultMs: 1,
    answerWithinMs: 5000,
    signal,
  })
  expect(clocks()).toBe(before)
})
