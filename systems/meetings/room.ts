// room.ts: a room and its invitations as stored. Who is in it is participant.ts.
import { type Caller, requireUnit } from '../kit/auth.ts'
import { type Database, withoutNulls } from '../kit/database.ts'
import { Problem } from '../kit/problem.ts'
import type { BridgePoint } from './bridge-point.ts'

export type Room = {
  readonly id: string
  readonly unit: string
  readonly title: string
  readonly startsAt: Date
  readonly endsAt: Date
  readonly state: 'open' | 'closed'
  readonly bridgePoints: readonly string[]
  readonly lastEvent: number
  readonly closedAt: Date | null
  readonly conclusion: string | null
}

export type Invitation = {
  readonly id: string
  readonly name: string
  readonly position?: string
  readonly unit?: string
  readonly bridgePoint?: string
  readonly issuedAt: Date
  readonly revokedAt?: Date
}

/** A meeting that runs over keeps its tokens. */
const TOKEN_OUTLASTS_MS = 12 * 3_600_000

const COLUMNS = `id, unit, title, starts_at as "startsAt", ends_at as "endsAt", state, bridge_points as "bridgePoints",
  last_event as "lastEvent", closed_at as "closedAt", conclusion`
const INVITATION = `id, name, position, unit, bridge_point as "bridgePoint", issued_at as "issuedAt", revoked_at as "revokedAt"`
/** Rooms of the caller's unit and those its unit is invited to; $1 is null for the whole province. */
const VISIBLE = `($1::text is null or unit = $1 or exists (select 1 from join_token t where t.room_id = room.id and t.unit = $1))`

/** When the tokens of a room stop being valid. */
export function expiryOf(room: Pick<Room, 'endsAt'>): Date {
  return new Date(room.endsAt.getTime() + TOKEN_OUTLASTS_MS)
}

/** One room the caller may see, or Problem 404. */
export async function findRoom(db: Database, caller: Caller, id: string): Promise<Room> {
  const [room] = await db.query<Room>(`select ${COLUMNS} from room where ${VISIBLE} and id = $2`, [
    caller.unit,
    id,
  ])
  if (room === undefined) throw new Problem(404, 'unknown-room', `there is no room ${id}`)
  return room
}

/** For an act of a host of the room's own unit, locked until the transaction ends. */
export async function lockRoom(tx: Database, caller: Caller, id: string): Promise<Room> {
  const [room] = await tx.query<Room>(`select ${COLUMNS} from room where id = $1 for update`, [id])
  if (room === undefined) throw new Problem(404, 'unknown-room', `there is no room ${id}`)
  requireUnit(caller, room.unit)
  return room
}

/** As `lockRoom`, and Problem 409 `room-closed` once the meeting is over. */
export async function hostedRoom(tx: Database, caller: Caller, id: string): Promise<Room> {
  const room = await lockRoom(tx, caller, id)
  requireOpen(room)
  return room
}

/** Throws Problem 409 `room-closed` once the meeting is over. */
export function requireOpen(room: Room): void {
  if (room.state === 'closed') throw new Problem(409, 'room-closed', 'this meeting is over')
}

/** Rooms the caller may see, of a state where one is given. */
export async function listRooms(
  db: Database,
  caller: Caller,
  filter: { state?: string | undefined; limit: number },
): Promise<Room[]> {
  return db.query<Room>(
    `select ${COLUMNS} from room where ${VISIBLE} and ($2::text is null or state = $2) order by starts_at desc, id limit $3`,
    [caller.unit, filter.state, filter.limit],
  )
}

/** Stores a planned room. */
export async function insertRoom(
  tx: Database,
  room: Omit<Room, 'state' | 'lastEvent' | 'closedAt' | 'conclusion'>,
  how: { operationKey: string; by: string; at: Date },
): Promise<void> {
  await tx.query(
    `insert into room (id, unit, title, starts_at, ends_at, bridge_points, operation_key, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      room.id,
      room.unit,
      room.title,
      room.startsAt,
      room.endsAt,
      room.bridgePoints,
      how.operationKey,
      how.by,
      how.at,
    ],
  )
}

/** Enters an invitation in the register of its room. */
export async function insertInvitation(
  tx: Database,
  room: string,
  invitation: Invitation,
  operationKey: string,
): Promise<void> {
  const i = invitation
  await tx.query(
    `insert into join_token (id, room_id, name, position, unit, bridge_point, operation_key, issued_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [i.id, room, i.name, i.position, i.unit, i.bridgePoint, operationKey, i.issuedAt],
  )
}

/** In the order they were issued. */
export async function invitationsOf(db: Database, room: string): Promise<Invitation[]> {
  const rows = await db.query<Invitation>(
    `select ${INVITATION} from join_token where room_id = $1 order by issued_at, id`,
    [room],
  )
  return rows.map(withoutNulls)
}

/** One invitation of a room; undefined when the room has none with this id. */
export async function findInvitation(
  db: Database,
  room: string,
  id: string,
): Promise<Invitation | undefined> {
  const [row] = await db.query<Invitation>(
    `select ${INVITATION} from join_token where room_id = $1 and id = $2`,
    [room, id],
  )
  return row === undefined ? undefined : withoutNulls(row)
}

/** A revoked token stays in the register: who was invited is part of the record. */
export async function revoke(tx: Database, id: string, at: Date): Promise<void> {
  await tx.query('update join_token set revoked_at = coalesce(revoked_at, $2) where id = $1', [id, at])
}

/** The answer to a caller. */
export function roomAnswer(room: Room, points: readonly BridgePoint[]) {
  const { closedAt, conclusion, bridgePoints, ...rest } = room
  return {
    ...rest,
    bridgePoints: points.filter(({ code }) => bridgePoints.includes(code)),
    ...(closedAt !== null && { closedAt }),
    ...(conclusion !== null && { conclusion }),
  }
}
