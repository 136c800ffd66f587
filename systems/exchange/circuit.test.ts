// systems/exchange/circuit.test.ts: how much is tried at a peer that is away.
import { expect, test } from 'vitest'
import { afterAnswer, afterFailure, allowance, type Circuit, CLOSED, isOpen, OPENS_AT } from './circuit.ts'

function failed(times: number, nowMs: number): Circuit {
  let circuit = CLOSED
  for (let n = 0; n < times; n += 1) circuit = afterFailure(circuit, nowMs)
  return circuit
}

test('closed: everything there is room for', () => {
  expect(allowance(CLOSED, 16, 0, 0)).toBe(16)
  expect(allowance(failed(OPENS_AT - 1, 0), 16, 0, 0)).toBe(16)
})
test('open: nothing before the probe is due, then one at a time', () => {
  const open = failed(OPENS_AT, 1_000)
  expect(isOpen(open)).toBe(true)
  expect(allowance(open, 16, 0, 1_249)).toBe(0)
  expect(allowance(open, 16, 0, 1_250)).toBe(1)
  expect(allowance(open, 16, 1, 1_250)).toBe(0)
})
test('however long the peer was away, the next probe is at most a second off', () => {
  expect(failed(500, 1_000).probeAtMs).toBe(2_000)
})
test('one answer closes it', () => expect(isOpen(afterAnswer())).toBe(false))
