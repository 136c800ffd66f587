// participant.ts: who came into a room, as stored. Whether a step is allowed is presence.ts.
import { type Database, withoutNulls } from '../kit/database.ts'
import { Problem } from '../kit/problem.ts'
import { type Presence, presenceOf, type State } from './presence.ts'

export type Participant = {
  readonly id: string
  readonly token: string
  readonly session: string
  readonly name: string
  readonly position?: string
  readonly unit?: string
  readonly bridgePoint?: string
  readonly state: State
  readonly admitted: boolean
  readonly joinedAt: Date
  readonly lastSeenAt: Date
  readonly presentMs: number
}

const SELECT = `select p.id, p.token_id as token, p.session, t.name, t.position, t.unit, t.bridge_point as "bridgePoint", p.state, p.admitted,
  p.joined_at as "joinedAt", p.last_seen_at as "lastSeenAt", p.present_ms as "presentMs"
  from participant p join join_token t on t.id = p.token_id`

/** In the order they first came. */
export async function participantsOf(db: Database, room: string): Promise<Participant[]> {
  const rows = await db.query<Participant>(`${SELECT} where p.room_id = $1 order by p.joined_at, p.id`, [
    room,
  ])
  return rows.map(withoutNulls)
}

/** Locked until the transaction ends. Problem 404 when the room has no such participant. */
export async function lockParticipant(tx: Database, room: string, id: string): Promise<Participant> {
  const [row] = await tx.query<Participant>(`${SELECT} where p.room_id = $1 and p.id = $2 for update of p`, [
    room,
    id,
  ])
  if (row === undefined)
    throw new Problem(404, 'unknown-participant', `there is no participant ${id} in this room`)
  return withoutNulls(row)
}

/** Who came with this token; locked. */
export async function lockByToken(tx: Database, token: string): Promise<Participant | undefined> {
  const [row] = await tx.query<Participant>(`${SELECT} where p.token_id = $1 for update of p`, [token])
  return row === undefined ? undefined : withoutNulls(row)
}

/** Stores somebody who came with a token and waits to be let in. */
export async function insertParticipant(
  tx: Database,
  participant: { id: string; room: string; token: string; session: string; at: Date },
): Promise<void> {
  await tx.query(
    `insert into participant (id, room_id, token_id, session, state, joined_at, last_seen_at) values ($1, $2, $3, $4, 'waiting', $5, $5)`,
    [participant.id, participant.room, participant.token, participant.session, participant.at],
  )
}

/** Stores what may change: session, state and presence. */
export async function saveParticipant(tx: Database, participant: Participant): Promise<void> {
  const p = participant
  await tx.query(
    'update participant set session = $2, state = $3, admitted = $4, last_seen_at = $5, present_ms = $6 where id = $1',
    [p.id, p.session, p.state, p.admitted, p.lastSeenAt, p.presentMs],
  )
}

/** What a caller is shown. Media is measured by nobody yet, and the answer says so instead of guessing. */
export function participantAnswer(
  participant: Participant,
  now: Date,
): Omit<Participant, 'token' | 'session' | 'admitted' | 'presentMs'> & {
  presence: Presence
  mediaState: 'not-measured'
} {
  const {
    token: _token,
    session: _session,
    admitted: _admitted,
    presentMs: _presentMs,
    ...shown
  } = participant
  return { ...shown, presence: presenceOf(participant, now), mediaState: 'not-measured' }
}
