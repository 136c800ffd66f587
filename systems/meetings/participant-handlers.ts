// participant-handlers.ts: operations of coming, being let in, staying and going. Carries no picture and no sound.
import { randomUUID } from 'node:crypto'
import { type Caller, requireUnit } from '../kit/auth.ts'
import type { Database } from '../kit/database.ts'
import type { Handlers } from '../kit/handler.ts'
import { Problem } from '../kit/problem.ts'
import type { Context } from '../kit/server.ts'
import { type EventType, noteEvent } from './event.ts'
import type { operations } from './generated/contract.d.ts'
import {
  insertParticipant,
  lockByToken,
  lockParticipant,
  type Participant,
  participantAnswer,
  participantsOf,
  saveParticipant,
} from './participant.ts'
import {
  afterDecision,
  afterJoining,
  type Decision,
  HEARTBEAT_SECONDS,
  presentMsBetween,
} from './presence.ts'
import { findInvitation, findRoom, hostedRoom, requireOpen, revoke } from './room.ts'
import type { Parts } from './room-handlers.ts'

type Names =
  | 'joinRoom'
  | 'listParticipants'
  | 'admitParticipant'
  | 'refuseParticipant'
  | 'kickParticipant'
  | 'sendHeartbeat'
  | 'leaveRoom'
type Place = { readonly id: string; readonly participant: string }

const EVENTS: Readonly<Record<Decision, EventType>> = {
  admit: 'admitted',
  refuse: 'refused',
  remove: 'removed',
}

/** Operations on participants; each refusal is a Problem. */
export function participantHandlers(context: Context, { signer }: Parts): Pick<Handlers<operations>, Names> {
  const { db, now } = context
  const decide = (caller: Caller, place: Place, decision: Decision) =>
    db.transaction(async (tx) => {
      const room = await hostedRoom(tx, caller, place.id)
      const participant = await lockParticipant(tx, room.id, place.participant)
      const state = afterDecision(participant.state, decision)
      if (state === undefined)
        throw new Problem(
          409,
          'wrong-state',
          `a participant who is ${participant.state} cannot be taken through "${decision}"`,
        )
      const at = now()
      const next = {
        ...participant,
        state,
        admitted: participant.admitted || state === 'admitted',
        lastSeenAt: seenAt(participant, state, at),
      }
      await saveParticipant(tx, next)
      // The token goes with the person: else the removed would walk in again with it (deviation M2).
      if (decision !== 'admit') await revoke(tx, participant.token, at)
      await noteEvent(tx, room.id, {
        type: EVENTS[decision],
        at,
        by: caller.subject,
        participant: next.id,
        name: next.name,
      })
      return participantAnswer(next, at)
    })
  const inSession = (
    place: Place,
    session: string,
    caller: Caller,
    work: (tx: Database, participant: Participant, at: Date) => Promise<Participant>,
  ) =>
    db.transaction(async (tx) => {
      requireOpen(await findRoom(tx, caller, place.id))
      const participant = await lockParticipant(tx, place.id, place.participant)
      if (participant.session !== session)
        throw new Problem(
          409,
          'session-replaced',
          'another connection with this token has taken the place of this one',
        )
      if (participant.state !== 'admitted' && participant.state !== 'waiting')
        throw new Problem(409, 'wrong-state', `this participant is ${participant.state}`)
      const at = now()
      return participantAnswer(await work(tx, heardFrom(participant, at), at), at)
    })
  return {
    joinRoom: async ({ params, body, caller }, reply) => {
      const token = await (await signer()).verify(body.token, params.id)
      const joined = await db.transaction((tx) => join(tx, { room: params.id, token, caller, at: now() }))
      return reply.code(201).send({ ...joined, heartbeatSeconds: HEARTBEAT_SECONDS })
    },
    listParticipants: async ({ params, caller }) => {
      const room = await findRoom(db, caller, params.id)
      const participants = (await participantsOf(db, room.id)).map((one) => participantAnswer(one, now()))
      return { participants, present: participants.filter(({ presence }) => presence === 'present').length }
    },
    admitParticipant: async ({ params, caller }) => decide(caller, params, 'admit'),
    refuseParticipant: async ({ params, caller }) => decide(caller, params, 'refuse'),
    kickParticipant: async ({ params, caller }) => decide(caller, params, 'remove'),
    sendHeartbeat: async ({ params, body, caller }) =>
      inSession(params, body.session, caller, async (tx, participant) => {
        await saveParticipant(tx, participant)
        return participant
      }),
    leaveRoom: async ({ params, body, caller }) =>
      inSession(params, body.session, caller, async (tx, participant, at) => {
        const left: Participant = { ...participant, state: 'left' }
        await saveParticipant(tx, left)
        await noteEvent(tx, params.id, {
          type: 'left',
          at,
          by: caller.subject,
          participant: left.id,
          name: left.name,
        })
        return left
      }),
  }
}

/** One token is one participant. The room's row is locked first, as every host's act does, so that nobody slips in behind a closing door. */
async function join(
  tx: Database,
  { room: id, token, caller, at }: { room: string; token: string; caller: Caller; at: Date },
) {
  const [room] = await tx.query<{ state: string }>('select state from room where id = $1 for update', [id])
  const invitation = await findInvitation(tx, id, token)
  if (room === undefined || invitation === undefined)
    throw new Problem(403, 'token-invalid', 'this join token does not open this room')
  if (invitation.unit !== undefined) requireUnit(caller, invitation.unit)
  if (room.state === 'closed') throw new Problem(409, 'room-closed', 'this meeting is over')
  if (invitation.revokedAt !== undefined)
    throw new Problem(403, 'token-revoked', 'this join token was taken back')
  const before = await lockByToken(tx, token)
  const state = afterJoining(before)
  if (state === undefined)
    throw new Problem(403, 'token-revoked', 'the host has closed the door to this delegate')
  const session = randomUUID()
  if (before === undefined) {
    const participant = { id: randomUUID(), room: id, token, session, at }
    await insertParticipant(tx, participant)
    await noteEvent(tx, id, {
      type: 'waiting',
      at,
      by: caller.subject,
      participant: participant.id,
      name: invitation.name,
    })
    return { id: participant.id, session, state }
  }
  // A reconnect takes the place of its own ghost at once, instead of being refused until that times out (M5).
  await saveParticipant(tx, { ...heardFrom(before, at), session, state })
  await noteEvent(tx, id, {
    type: 'rejoined',
    at,
    by: caller.subject,
    participant: before.id,
    name: before.name,
  })
  return { id: before.id, session, state }
}

/** Only time in the meeting counts: waiting at the door does not. */
function heardFrom(participant: Participant, at: Date): Participant {
  const addedMs = participant.state === 'admitted' ? presentMsBetween(participant.lastSeenAt, at) : 0
  return { ...participant, lastSeenAt: at, presentMs: participant.presentMs + addedMs }
}

/** From the moment of admission, so that a long wait is not counted as presence. */
function seenAt(participant: Participant, state: Participant['state'], at: Date): Date {
  return state === 'admitted' ? at : participant.lastSeenAt
}
