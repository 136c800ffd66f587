// event.ts: what happened in a room, in order, and waiting for what happens next. Decides nothing.
import { type Database, withoutNulls } from '../kit/database.ts'

export type EventType =
  | 'created'
  | 'scheduled'
  | 'invited'
  | 'revoked'
  | 'waiting'
  | 'rejoined'
  | 'admitted'
  | 'refused'
  | 'removed'
  | 'left'
  | 'closed'
export type RoomEvent = {
  readonly seq: number
  readonly at: Date
  readonly type: EventType
  readonly participant?: string
  readonly name?: string
}

const PAGE = 200

/** Numbers are drawn under the room's row lock, so a reader who has seen one has seen all before it. */
export async function noteEvent(
  tx: Database,
  room: string,
  event: { type: EventType; at: Date; by: string; participant?: string; name?: string },
): Promise<void> {
  await tx.query(
    `with next as (update room set last_event = last_event + 1 where id = $1 returning last_event)
     insert into event (room_id, seq, at, type, participant, name, actor) select $1, last_event, $2, $3, $4, $5, $6 from next`,
    [room, event.at, event.type, event.participant, event.name, event.by],
  )
}

/** Events of a room after number `after`, in order, one page of them. */
export async function eventsAfter(db: Database, room: string, after: number): Promise<RoomEvent[]> {
  const rows = await db.query<RoomEvent>(
    'select seq, at, type, participant, name from event where room_id = $1 and seq > $2 order by seq limit $3',
    [room, after, PAGE],
  )
  return rows.map(withoutNulls)
}
