// progress.ts: the steps an incoming and an outgoing document take, and the state each leads to. Pure: no roles, no storage.
import { Problem } from '../kit/problem.ts'

export const INCOMING_STEPS = {
  register: { from: ['arrived'], to: 'registered' },
  refuse: { from: ['arrived'], to: 'refused' },
  forward: { from: ['registered'], to: 'forwarded' },
  direct: { from: ['forwarded'], to: 'directed' },
  assign: { from: ['directed'], to: 'assigned' },
  process: { from: ['assigned'], to: 'processing' },
  finish: { from: ['processing'], to: 'finished' },
} as const
export type IncomingStep = keyof typeof INCOMING_STEPS
export type IncomingState = 'arrived' | (typeof INCOMING_STEPS)[IncomingStep]['to']

export const OUTGOING_STEPS = {
  submit: { from: ['draft'], to: 'submitted' },
  return: { from: ['submitted'], to: 'draft' },
  sign: { from: ['submitted'], to: 'signed' },
  issue: { from: ['signed'], to: 'issued' },
  recall: { from: ['issued'], to: 'recalled' },
} as const
export type OutgoingStep = keyof typeof OUTGOING_STEPS
export type OutgoingState = (typeof OUTGOING_STEPS)[OutgoingStep]['to']

/** State after a step. Throws Problem 409 `wrong-state` when the document is not where the step begins. */
export function afterIncoming(state: IncomingState, step: IncomingStep): IncomingState {
  return after<IncomingState>(state, step, INCOMING_STEPS[step])
}

/** State after a step. Throws Problem 409 `wrong-state` when the document is not where the step begins. */
export function afterOutgoing(state: OutgoingState, step: OutgoingStep): OutgoingState {
  return after<OutgoingState>(state, step, OUTGOING_STEPS[step])
}

type Way<State> = { readonly from: readonly State[]; readonly to: State }

function after<State extends string>(state: State, step: string, { from, to }: Way<State>): State {
  if (from.includes(state)) return to
  throw new Problem(409, 'wrong-state', `a document that is ${state} cannot be taken through "${step}"`)
}
