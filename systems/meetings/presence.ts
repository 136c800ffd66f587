// presence.ts: who may be called present, by heartbeat alone. Knows nothing of picture and sound: that is not measured yet.

export const STATES = ['waiting', 'admitted', 'refused', 'removed', 'left'] as const
export type State = (typeof STATES)[number]
export type Presence = 'present' | 'away' | 'outside'

/** A client says so often that it is there, and three missed beats make it away. */
export const HEARTBEAT_SECONDS = 15
export const PRESENT_WITHIN_MS = 3 * HEARTBEAT_SECONDS * 1_000

/** Who joined is not yet present: only who was admitted and was heard from lately. */
export function presenceOf(participant: { state: State; lastSeenAt: Date }, now: Date): Presence {
  if (participant.state !== 'admitted') return 'outside'
  return now.getTime() - participant.lastSeenAt.getTime() <= PRESENT_WITHIN_MS ? 'present' : 'away'
}

/** Milliseconds a new sign of life adds: the time since the last one, nothing for a silence in which nobody can vouch. */
export function presentMsBetween(lastSeenAt: Date, now: Date): number {
  const ms = now.getTime() - lastSeenAt.getTime()
  return ms > 0 && ms <= PRESENT_WITHIN_MS ? ms : 0
}

export type Decision = 'admit' | 'refuse' | 'remove'

/** State after a host's decision; undefined where it does not apply. */
export function afterDecision(state: State, decision: Decision): State | undefined {
  if (decision === 'remove') return state === 'admitted' || state === 'waiting' ? 'removed' : undefined
  if (state !== 'waiting') return undefined
  return decision === 'admit' ? 'admitted' : 'refused'
}

/**
 * State when a token's holder comes (again); undefined: the door stays shut. Who was admitted once needs no second admission:
 * the new connection takes the place of the ghost.
 */
export function afterJoining(
  before: { state: State; admitted: boolean } | undefined,
): 'waiting' | 'admitted' | undefined {
  if (before === undefined) return 'waiting'
  if (before.state === 'refused' || before.state === 'removed') return undefined
  return before.admitted ? 'admitted' : 'waiting'
}
