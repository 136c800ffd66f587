// room-handlers.ts: operations on rooms and invitations, and closing with its record. Coming and going is participant-handlers.ts.
import { randomUUID } from 'node:crypto'
import { actingUnit } from '../kit/acting-unit.ts'
import { type Caller, requireUnit } from '../kit/auth.ts'
import type { Database } from '../kit/database.ts'
import type { Handlers } from '../kit/handler.ts'
import { idempotencyKey, oncePerKey } from '../kit/idempotency.ts'
import { Problem } from '../kit/problem.ts'
import type { Context } from '../kit/server.ts'
import { type Attendance, attendanceOf, minutesOf } from './attendance.ts'
import { bridgePointsOf } from './bridge-point.ts'
import { eventsAfter, noteEvent } from './event.ts'
import type { EventWait } from './event-wait.ts'
import type { operations } from './generated/contract.d.ts'
import type { TokenSigner } from './join-token.ts'
import { participantsOf, saveParticipant } from './participant.ts'
import {
  expiryOf,
  findInvitation,
  findRoom,
  hostedRoom,
  type Invitation,
  insertInvitation,
  insertRoom,
  invitationsOf,
  listRooms,
  lockRoom,
  type Room,
  revoke,
  roomAnswer,
} from './room.ts'

type Names =
  | 'listBridgePoints'
  | 'createRoom'
  | 'listRooms'
  | 'getRoom'
  | 'scheduleRoom'
  | 'issueToken'
  | 'listTokens'
  | 'revokeToken'
  | 'listEvents'
  | 'closeRoom'
  | 'getAttendance'
  | 'lookupOperations'
  | 'getKeys'
export type Parts = { readonly signer: () => Promise<TokenSigner>; readonly wait: EventWait }

/** Operations on rooms and invitations; each refusal is a Problem. */
export function roomHandlers(context: Context, { signer, wait }: Parts): Pick<Handlers<operations>, Names> {
  const { db, units, exchange, now } = context
  const points = bridgePointsOf(units.provinceCode)
  const known = new Set(points.map(({ code }) => code))
  const answer = (room: Room) => roomAnswer(room, points)
  const requirePoints = (codes: readonly string[]): void => {
    const strange = codes.filter((code) => !known.has(code))
    if (strange.length > 0)
      throw new Problem(
        422,
        'unknown-bridge-point',
        `${strange.join(', ')}: this province's are ${[...known].join(', ')}`,
      )
  }
  return {
    listBridgePoints: async () => ({ bridgePoints: points }),
    createRoom: async ({ body, headers, caller }, reply) => {
      const unit = actingUnit(units, caller, body.unit)
      const [startsAt, endsAt] = spanOf(body)
      const bridgePoints = [...(body.bridgePoints ?? known)].sort()
      requirePoints(bridgePoints)
      const { answer: created } = await db.transaction((tx) =>
        oncePerKey(tx, { operation: 'createRoom', caller, headers, request: body }, async () => {
          const room = { id: randomUUID(), unit, title: body.title, startsAt, endsAt, bridgePoints }
          const how = {
            operationKey: `${caller.subject}/${idempotencyKey(headers)}`,
            by: caller.subject,
            at: now(),
          }
          await insertRoom(tx, room, how)
          await noteEvent(tx, room.id, { type: 'created', at: how.at, by: how.by })
          return answer({ ...room, state: 'open', lastEvent: 1, closedAt: null, conclusion: null })
        }),
      )
      return reply.code(201).send(created)
    },
    listRooms: async ({ query, caller }) => ({
      rooms: (await listRooms(db, caller, { state: query.state, limit: query.limit ?? 50 })).map(answer),
    }),
    getRoom: async ({ params, caller }) => answer(await findRoom(db, caller, params.id)),
    scheduleRoom: async ({ params, body, caller }) =>
      db.transaction(async (tx) => {
        const room = await hostedRoom(tx, caller, params.id)
        const [startsAt, endsAt] = spanOf(body)
        await tx.query('update room set starts_at = $2, ends_at = $3 where id = $1', [
          room.id,
          startsAt,
          endsAt,
        ])
        await noteEvent(tx, room.id, { type: 'scheduled', at: now(), by: caller.subject })
        return answer({ ...room, startsAt, endsAt, lastEvent: room.lastEvent + 1 })
      }),
    issueToken: async ({ params, body, headers, caller }, reply) => {
      if (body.bridgePoint !== undefined) requirePoints([body.bridgePoint])
      // Whom a host invites is not a unit it acts for: only that the unit exists is asked.
      const unit = body.unit === undefined ? undefined : actingUnit(units, ANYWHERE, body.unit)
      const { room, invited } = await db.transaction(async (tx) => {
        const open = await hostedRoom(tx, caller, params.id)
        const request = { room: params.id, body }
        const once = await oncePerKey(tx, { operation: 'issueToken', caller, headers, request }, async () => {
          const { name, position, bridgePoint } = body
          const delegate = {
            name,
            ...(position !== undefined && { position }),
            ...(bridgePoint !== undefined && { bridgePoint }),
          }
          const invitation = {
            id: randomUUID(),
            ...delegate,
            ...(unit !== undefined && { unit }),
            issuedAt: now(),
          }
          await insertInvitation(tx, open.id, invitation, `${caller.subject}/${idempotencyKey(headers)}`)
          await noteEvent(tx, open.id, { type: 'invited', at: invitation.issuedAt, by: caller.subject, name })
          return { id: invitation.id, name }
        })
        return { room: open, invited: once.answer }
      })
      // Signed anew for a repeated request: the register keeps the id, never the token itself.
      const expiresAt = expiryOf(room)
      const token = await (await signer()).sign({ id: invited.id, room: room.id, expiresAt })
      return reply.code(201).send({ ...invited, token, expiresAt })
    },
    listTokens: async ({ params, caller }) => {
      const room = await findRoom(db, caller, params.id)
      requireUnit(caller, room.unit)
      return { tokens: await invitationsOf(db, room.id) }
    },
    revokeToken: async ({ params, caller }) =>
      db.transaction(async (tx) => {
        const room = await hostedRoom(tx, caller, params.id)
        const invitation = await findInvitation(tx, room.id, params.token)
        if (invitation === undefined)
          throw new Problem(404, 'unknown-token', 'this room has no such invitation')
        if (invitation.revokedAt !== undefined) return invitation
        const at = now()
        await revokeFrom(tx, room, invitation, { at, by: caller.subject })
        return { ...invitation, revokedAt: at }
      }),
    listEvents: async ({ params, query, caller }) => {
      const room = await findRoom(db, caller, params.id)
      const after = query.after ?? 0
      if (room.lastEvent <= after) await wait.until(room.id, after, query.waitMs ?? 0)
      const events = await eventsAfter(db, room.id, after)
      return { events, last: events.at(-1)?.seq ?? after }
    },
    closeRoom: async ({ params, body, caller }) =>
      db.transaction(async (tx) => {
        const room = await lockRoom(tx, caller, params.id)
        // Who asks again after a lost answer is told what was stored; the minutes went out once.
        if (room.state === 'closed') return answer(room)
        const closedAt = now()
        const attendance = await attendanceIn(tx, room.id)
        await tx.query(`update room set state = 'closed', closed_at = $2, conclusion = $3 where id = $1`, [
          room.id,
          closedAt,
          body.conclusion,
        ])
        await tx.query('update join_token set revoked_at = $2 where room_id = $1 and revoked_at is null', [
          room.id,
          closedAt,
        ])
        await noteEvent(tx, room.id, { type: 'closed', at: closedAt, by: caller.subject })
        const minutes = minutesOf({ ...room, closedAt, conclusion: body.conclusion }, attendance)
        await exchange.send(tx, {
          ...{ id: randomUUID(), to: 'documents', service: 'meeting-minutes' },
          body: {
            roomId: room.id,
            unit: room.unit,
            title: room.title,
            closedAt: closedAt.toISOString(),
            minutes,
            attendance,
          },
        })
        return answer({
          ...room,
          state: 'closed',
          closedAt,
          conclusion: body.conclusion,
          lastEvent: room.lastEvent + 1,
        })
      }),
    getAttendance: async ({ params, caller }) => {
      const room = await findRoom(db, caller, params.id)
      requireUnit(caller, room.unit)
      return { attendance: await attendanceIn(db, room.id) }
    },
    lookupOperations: async ({ body }) => ({ counts: await countStored(db, body.ids) }),
    getKeys: async () => ({ keys: (await signer()).publicKeys }),
  }
}

const ANYWHERE: Caller = { subject: '', client: '', roles: [] }

/** Takes the token back, and who came with it out of the room. */
async function revokeFrom(
  tx: Database,
  room: Pick<Room, 'id'>,
  invitation: Invitation,
  how: { at: Date; by: string },
): Promise<void> {
  await revoke(tx, invitation.id, how.at)
  await noteEvent(tx, room.id, { type: 'revoked', ...how, name: invitation.name })
  const inside = (await participantsOf(tx, room.id)).find(({ token }) => token === invitation.id)
  if (inside === undefined || inside.state === 'refused' || inside.state === 'removed') return
  await saveParticipant(tx, { ...inside, state: 'removed' })
  await noteEvent(tx, room.id, { type: 'removed', ...how, participant: inside.id, name: inside.name })
}

async function attendanceIn(db: Database, room: string): Promise<Attendance[]> {
  const came = new Map(
    (await participantsOf(db, room)).map((participant) => [participant.token, participant]),
  )
  const invited = await invitationsOf(db, room)
  return attendanceOf(
    invited.map(({ id, issuedAt: _issued, revokedAt: _revoked, ...delegate }) => {
      const participation = came.get(id)
      return participation === undefined ? delegate : { ...delegate, participation }
    }),
  )
}

function spanOf(body: { startsAt: string; endsAt: string }): [Date, Date] {
  const span: [Date, Date] = [new Date(body.startsAt), new Date(body.endsAt)]
  if (span[0] >= span[1]) throw new Problem(422, 'bad-schedule', 'the meeting ends before it starts')
  return span
}

/** By the id a client was given: how many rows its operation has made. An id that is nowhere is 0. */
async function countStored(db: Database, ids: readonly string[]): Promise<Record<string, number>> {
  const counts = Object.fromEntries(ids.map((id) => [id, 0]))
  const known = ids.filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
  const tables = [
    ['room', 'operation_key'],
    ['join_token', 'operation_key'],
    ['participant', 'token_id'],
  ] as const
  for (const [table, key] of tables) {
    const rows = await db.query<{ id: string; stored: number }>(
      `select acknowledged.id, (select count(*) from ${table} as same where same.${key} = acknowledged.${key}) as stored
       from ${table} as acknowledged where acknowledged.id = any($1::uuid[])`,
      [known],
    )
    for (const { id, stored } of rows) counts[id] = stored
  }
  return counts
}
