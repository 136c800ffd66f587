// systems/exchange/circuit.ts: how much is tried at a peer that does not answer. Pure: the clock is an argument.

export type Circuit = {
  /** Deliveries in a row that did not reach the peer. */
  readonly failures: number
  /** While open: the earliest time (epoch ms) of the next single try. */
  readonly probeAtMs: number
}

export const CLOSED: Circuit = { failures: 0, probeAtMs: 0 }
/** So many failures in a row open it. */
export const OPENS_AT = 5
// The wait between tries doubles from a quarter of a second and stays short: catching up must start within seconds of the return.
const PROBE_FIRST_MS = 250
const PROBE_MAX_MS = 1_000

/** True while only probes are sent. */
export function isOpen(circuit: Circuit): boolean {
  return circuit.failures >= OPENS_AT
}

/** How many deliveries may start now, when `room` could: all, one as a probe, or none. */
export function allowance(circuit: Circuit, room: number, inFlight: number, nowMs: number): number {
  if (!isOpen(circuit)) return room
  return inFlight === 0 && nowMs >= circuit.probeAtMs ? Math.min(room, 1) : 0
}

/** The circuit after one more failure in a row, and when the next probe may go. */
export function afterFailure(circuit: Circuit, nowMs: number): Circuit {
  const failures = circuit.failures + 1
  const waitMs = Math.min(PROBE_MAX_MS, PROBE_FIRST_MS * 2 ** Math.max(0, failures - OPENS_AT))
  return { failures, probeAtMs: nowMs + waitMs }
}

/** Any answer closes it: a peer that refuses is a peer that is there. */
export function afterAnswer(): Circuit {
  return CLOSED
}
