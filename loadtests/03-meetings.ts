// loadtests/03-meetings.ts: a delegate gets a token, joins, is admitted and tells that they are there.
import exec from 'k6/execution'
import { acknowledge, call, dueAtMs, operationKey } from './shared/operation.ts'
import { optionsFor } from './shared/options.ts'
import { pick, profile } from './shared/profile.ts'
import { fetchTokens, type Tokens } from './shared/tokens.ts'

export const options = optionsFor('meetings')

const system = 'meetings'
const post = { system, method: 'POST', expect: [200, 201] } as const
const MEETING_HOURS = 2

/** One room for everybody, as on the morning of the change-over. Throws when it cannot be made. */
export function openRoom(tokens: Tokens): string {
  const startsAt = new Date()
  const endsAt = new Date(startsAt.getTime() + MEETING_HOURS * 3_600_000)
  const province = pick(profile.bridgePoints, profile.bridgePoints.indexOf(profile.province))
  const room = call({
    ...post,
    operation: 'room',
    path: '/rooms',
    token: tokens.clerk,
    body: {
      unit: province,
      title: 'Giao ban chuyển đổi',
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
    },
    idempotencyKey: `${profile.runId}-${Date.now()}-room`,
  })
  if (room === undefined) throw new Error('the meetings system made no room: nobody can join')
  return String(room.id)
}

export function setup() {
  const tokens = fetchTokens()
  return { tokens, room: openRoom(tokens) }
}

export default function meetings({ tokens, room }: { tokens: Tokens; room: string }): void {
  // Bridge points first, then every commune, round and round.
  const point = pick([...profile.bridgePoints, ...profile.communes], exec.scenario.iterationInTest)
  const place = point.length === 2 ? { bridgePoint: point } : { unit: point }
  const invited = call(
    {
      ...post,
      operation: 'invite',
      path: `/rooms/${room}/tokens`,
      token: tokens.clerk,
      body: { name: `Đại biểu ${exec.scenario.iterationInTest + 1}`, ...place },
      idempotencyKey: operationKey('invite'),
    },
    dueAtMs(profile.ratesPerSecond.meetings),
  )
  if (invited === undefined) return
  const body = { token: invited.token }
  const joined = call({
    ...post,
    operation: 'join',
    path: `/rooms/${room}/participants`,
    token: tokens.officer,
    body,
  })
  if (joined === undefined) return
  acknowledge(system, 'join', joined.id, point)
  const path = `/rooms/${room}/participants/${joined.id}`
  if (call({ ...post, operation: 'admit', path: `${path}/admission`, token: tokens.clerk }) === undefined)
    return
  const session = { session: joined.session }
  call({ ...post, operation: 'heartbeat', path: `${path}/heartbeat`, token: tokens.officer, body: session })
}
