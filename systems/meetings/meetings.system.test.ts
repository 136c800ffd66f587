// meetings.system.test.ts: the meetings system as two processes on one PostgreSQL: doors, tokens, presence, events, the record.
import { randomUUID } from 'node:crypto'
import { generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Role } from '../../types/system.ts'
import { type As, type Bench, startBench, withKey } from '../kit/fixtures/bench.ts'
import { tryEveryDoor } from '../kit/fixtures/role-matrix.ts'
import { PATIENCE, startServer, waitUntil } from '../kit/fixtures/testbed.ts'
import { createAdapter } from './adapter.ts'

const SERVER = new URL('./server.ts', import.meta.url)
const CONTRACT = new URL('./contract.yaml', import.meta.url)
const UNIT = '26740'
const OTHER = '25747'
let bench: Bench
let room: string

beforeAll(async () => {
  bench = await startBench('meetings', SERVER)
})
afterAll(() => bench[Symbol.asyncDispose]())
beforeEach(async () => {
  room = await newRoom()
})

const times = { startsAt: '2026-11-22T09:00:00+07:00', endsAt: '2099-11-22T10:00:00+07:00' }
const body = (more: object = {}) => ({ unit: '79', title: 'Giao ban tháng 11', ...times, ...more })
async function newRoom(more: object = {}): Promise<string> {
  return String((await bench.call('clerk', 'POST', '/rooms', body(more), withKey())).body['id'])
}
async function invite(name: string, more: object = {}): Promise<{ id: string; token: string }> {
  const answer = await bench.call('clerk', 'POST', `/rooms/${room}/tokens`, { name, ...more }, withKey())
  return { id: String(answer.body['id']), token: String(answer.body['token']) }
}
const joinAs = (as: As, token: string, replica: 0 | 1 = 0) =>
  bench.call(as, 'POST', `/rooms/${room}/participants`, { token }, { replica })
const host = (action: string, participant: unknown) =>
  bench.call('clerk', 'POST', `/rooms/${room}/participants/${participant}/${action}`)
const member = (action: string, { id, session }: Record<string, unknown>) =>
  bench.call('officer', 'POST', `/rooms/${room}/participants/${id}/${action}`, { session })
const list = async (replica: 0 | 1 = 0) =>
  (await bench.call('officer', 'GET', `/rooms/${room}/participants`, undefined, { replica })).body as {
    present: number
    participants: { id: string; name: string; state: string; presence: string; mediaState: string }[]
  }

describe('the door', () => {
  test('every operation for every kind of caller', async () => {
    const trials = await tryEveryDoor(CONTRACT, bench.replicas[0].url, bench.identity)
    expect(trials).toHaveLength(20 * 7)
    expect(trials.filter(({ expected, found }) => expected !== found)).toEqual([])
    const citizen = trials.filter(({ caller, found }) => caller === 'citizen' && found === 'let in')
    expect(citizen.map(({ operation }) => operation)).toEqual(['getKeys'])
  })

  test('a clerk of one unit opens and runs no other’s room', async () => {
    const bound = { roles: ['clerk'], unit: UNIT } as const
    expect(await bench.call(bound, 'POST', '/rooms', body(), withKey())).toMatchObject({ status: 403 })
    expect(await bench.call(bound, 'POST', `/rooms/${room}/tokens`, { name: 'A' }, withKey())).toMatchObject({
      status: 403,
    })
    expect(await bench.call(bound, 'POST', '/rooms', body({ unit: UNIT }), withKey())).toMatchObject({
      status: 201,
    })
  })

  test('a room is seen by its own unit and those invited', async () => {
    const officer = (unit: string) => ({ roles: ['officer'], unit }) as const
    await invite('A', { unit: UNIT })
    expect(await bench.call(officer(UNIT), 'GET', `/rooms/${room}`)).toMatchObject({ status: 200 })
    expect(await bench.call(officer(OTHER), 'GET', `/rooms/${room}`)).toMatchObject({ status: 404 })
    const { rooms } = (await bench.call(officer(OTHER), 'GET', '/rooms?limit=500')).body as {
      rooms: { id: string }[]
    }
    expect(rooms.filter(({ id }) => id === room)).toEqual([])
  })

  test('a room has the bridge points of the former provinces, or those it names, and no strange one', async () => {
    expect(await bench.call('clerk', 'GET', `/rooms/${room}`)).toMatchObject({
      body: { bridgePoints: [{ code: '74' }, { code: '77' }, { code: '79' }] },
    })
    const two = await newRoom({ bridgePoints: ['77', '74'] })
    expect(await bench.call('clerk', 'GET', `/rooms/${two}`)).toMatchObject({
      body: { bridgePoints: [{ code: '74' }, { code: '77' }] },
    })
    expect(
      await bench.call('clerk', 'POST', '/rooms', body({ bridgePoints: ['01'] }), withKey()),
    ).toMatchObject({ status: 422 })
  })

  test('the same Idempotency-Key makes one room and one invitation, by either process', async () => {
    const once = withKey()
    const rooms = await Promise.all(
      [0, 1, 0, 1].map((replica) =>
        bench.call('clerk', 'POST', '/rooms', body(), { ...once, replica: replica as 0 | 1 }),
      ),
    )
    expect(new Set(rooms.map((answer) => answer.body['id'])).size).toBe(1)
    const invited = await Promise.all(
      [0, 1].map((replica) =>
        bench.call(
          'clerk',
          'POST',
          `/rooms/${room}/tokens`,
          { name: 'A' },
          { ...once, replica: replica as 0 | 1 },
        ),
      ),
    )
    expect(new Set(invited.map((answer) => answer.body['id'])).size).toBe(1)
    expect((await bench.call('clerk', 'GET', `/rooms/${room}/tokens`)).body['tokens']).toHaveLength(1)
  })

  test('a meeting that ends before it starts is refused; another time moves it', async () => {
    const wrong = { startsAt: times.endsAt, endsAt: times.startsAt }
    expect(await bench.call('clerk', 'PUT', `/rooms/${room}/schedule`, wrong)).toMatchObject({ status: 422 })
    const later = { startsAt: '2026-12-01T09:00:00+07:00', endsAt: '2026-12-01T10:00:00+07:00' }
    expect(await bench.call('clerk', 'PUT', `/rooms/${room}/schedule`, later)).toMatchObject({
      status: 200,
      body: { startsAt: '2026-12-01T02:00:00.000Z' },
    })
  })
})

describe('tokens', () => {
  test('open their own room only; forged ones and another key’s open none', async () => {
    const { token } = await invite('A')
    const other = await newRoom()
    expect(await bench.call('officer', 'POST', `/rooms/${other}/participants`, { token })).toMatchObject({
      status: 403,
      body: { type: 'token-invalid' },
    })
    const { privateKey } = await generateKeyPair('ES256')
    const forged = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer('sansang-meetings')
      .setAudience(room)
      .setJti(randomUUID())
      .setExpirationTime('1h')
      .sign(privateKey)
    for (const bad of [forged, `${token.slice(0, -4)}AAAA`, 'x'])
      expect(await joinAs('officer', bad)).toMatchObject({ status: 403, body: { type: 'token-invalid' } })
    expect(await joinAs('officer', token)).toMatchObject({ status: 201 })
  })

  test('survive a restart, and are known to another process', async () => {
    const { token } = await invite('A')
    await bench.replicas[1][Symbol.asyncDispose]()
    bench.replicas[1] = await startServer(SERVER, bench.env)
    expect(await joinAs('officer', token, 1)).toMatchObject({ status: 201 })
    const keys = await Promise.all(bench.replicas.map(async ({ url }) => (await fetch(`${url}/jwks`)).json()))
    expect(keys[0]).toEqual(keys[1])
    expect(JSON.stringify(keys[0])).not.toContain('"d"')
  })

  test('revoked, they open nothing, and who came with one is out', async () => {
    const { id, token } = await invite('A')
    const joined = (await joinAs('officer', token)).body
    await host('admission', joined['id'])
    const { status, body: revoked } = await bench.call('clerk', 'DELETE', `/rooms/${room}/tokens/${id}`)
    expect(status).toBe(200)
    const { body: register } = await bench.call('clerk', 'GET', `/rooms/${room}/tokens`)
    expect(register['tokens']).toMatchObject([{ id, revokedAt: revoked['revokedAt'] }])
    expect(await joinAs('officer', token)).toMatchObject({ status: 403, body: { type: 'token-revoked' } })
    expect(await member('heartbeat', joined)).toMatchObject({ status: 409 })
    expect(await list()).toMatchObject({ present: 0, participants: [{ state: 'removed' }] })
  })

  test('of one unit serve no other', async () => {
    const { token } = await invite('A', { unit: UNIT })
    expect(await joinAs({ roles: ['officer'], unit: OTHER }, token)).toMatchObject({
      status: 403,
      body: { type: 'other-unit' },
    })
    expect(await joinAs({ roles: ['officer'], unit: UNIT }, token)).toMatchObject({ status: 201 })
  })
})

describe('who is in', () => {
  test('waiting is not present; admitted is, by heartbeat only; media is never claimed', async () => {
    const { token } = await invite('A')
    const joined = (await joinAs('officer', token)).body
    expect(joined).toMatchObject({ state: 'waiting', heartbeatSeconds: 15 })
    expect(await list()).toMatchObject({
      present: 0,
      participants: [{ state: 'waiting', presence: 'outside', mediaState: 'not-measured' }],
    })
    await host('admission', joined['id'])
    expect(await list(1)).toMatchObject({
      present: 1,
      participants: [{ state: 'admitted', presence: 'present', mediaState: 'not-measured' }],
    })
    await bench.sql.query(
      `update participant set last_seen_at = now() - interval '46 seconds' where id = $1`,
      [joined['id']],
    )
    expect(await list()).toMatchObject({ present: 0, participants: [{ presence: 'away' }] })
    expect(await member('heartbeat', joined)).toMatchObject({ body: { presence: 'present' } })
    expect(await list()).toMatchObject({ present: 1 })
  })

  test('the removed do not come back with the same token', async () => {
    const { token } = await invite('A')
    const joined = (await joinAs('officer', token)).body
    await host('admission', joined['id'])
    expect(await host('removal', joined['id'])).toMatchObject({ body: { state: 'removed' } })
    for (const replica of [0, 1] as const)
      expect(await joinAs('officer', token, replica)).toMatchObject({ status: 403 })
    expect(await member('heartbeat', joined)).toMatchObject({ status: 409 })
  })

  test('the refused stay outside', async () => {
    const { token } = await invite('A')
    const joined = (await joinAs('officer', token)).body
    expect(await host('refusal', joined['id'])).toMatchObject({ body: { state: 'refused' } })
    expect(await host('admission', joined['id'])).toMatchObject({ status: 409 })
    expect(await joinAs('officer', token)).toMatchObject({ status: 403 })
  })

  test('a reconnect takes its ghost’s place at once, without a second admission', async () => {
    const { token } = await invite('A')
    const ghost = (await joinAs('officer', token, 0)).body
    await host('admission', ghost['id'])
    const again = (await joinAs('officer', token, 1)).body
    expect(again).toMatchObject({ id: ghost['id'], state: 'admitted' })
    expect(again['session']).not.toBe(ghost['session'])
    expect(await list()).toMatchObject({ present: 1, participants: [{ state: 'admitted' }] })
    expect(await member('heartbeat', ghost)).toMatchObject({
      status: 409,
      body: { type: 'session-replaced' },
    })
    expect(await member('heartbeat', again)).toMatchObject({ status: 200 })
  })

  test('twenty connections with one token at once are one participant', async () => {
    const { token } = await invite('A')
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => joinAs('officer', token, index % 2 === 0 ? 0 : 1)),
    )
    expect(answers.filter(({ status }) => status !== 201)).toEqual([])
    expect((await list()).participants).toHaveLength(1)
  })

  test('who left may come back; nobody acts for another', async () => {
    const { token } = await invite('A')
    const joined = (await joinAs('officer', token)).body
    await host('admission', joined['id'])
    expect(await member('departure', { ...joined, session: randomUUID() })).toMatchObject({ status: 409 })
    expect(await member('departure', joined)).toMatchObject({ body: { state: 'left', presence: 'outside' } })
    expect((await joinAs('officer', token)).body).toMatchObject({ state: 'admitted' })
  })
})

const WAIT_MAX_MS = 20_000
/** Of two waits that nothing ends, this one is over first: what is over before it was ended by something. */
const SHORTER_MS = 15_000

const waitIn = (quiet: string, waitMs: number) =>
  bench.call('officer', 'GET', `/rooms/${quiet}/events?after=1&waitMs=${waitMs}`)

const endWait = (quiet: string) =>
  bench.call('clerk', 'POST', `/rooms/${quiet}/tokens`, { name: 'A' }, withKey())

async function databaseTime(): Promise<unknown> {
  return (await bench.sql.query('select clock_timestamp()::text as at')).rows[0]?.at
}

/** Resolves when a process has looked for events since: somebody's long poll waits there. */
async function waitsForEvents(since: unknown): Promise<void> {
  const looked = `select from pg_stat_activity where query like 'select id, last_event as last from room%' and query_start > $1::timestamptz`
  expect(await waitUntil(async () => (await bench.sql.query(looked, [since])).rowCount !== 0)).toBe('met')
}

describe('events', () => {
  test('are numbered without gap although two processes write, and a waiting caller hears of the next at once', async () => {
    const tokens = await Promise.all(Array.from({ length: 12 }, (_, index) => invite(`Đại biểu ${index}`)))
    await Promise.all(tokens.map(({ token }, index) => joinAs('officer', token, index % 2 === 0 ? 0 : 1)))
    const read = async (after: number, waitMs = 0, replica: 0 | 1 = 0) =>
      (
        await bench.call(
          'officer',
          'GET',
          `/rooms/${room}/events?after=${after}&waitMs=${waitMs}`,
          undefined,
          { replica },
        )
      ).body as {
        last: number
        events: { seq: number; type: string; name?: string }[]
      }
    const { events, last } = await read(0)
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
    const since = await databaseTime()
    const next = read(last, WAIT_MAX_MS, 1)
    await waitsForEvents(since)
    const quiet = await newRoom()
    const shorter = waitIn(quiet, SHORTER_MS)
    await invite('Người đến sau')
    expect(await Promise.race([next, shorter])).toMatchObject({
      events: [{ seq: 26, type: 'invited', name: 'Người đến sau' }],
    })
    expect(await read(26, 50)).toEqual({ events: [], last: 26 })
    await endWait(quiet)
    await shorter
  })

  test('a process told to stop does not wait for long polls', async () => {
    const lonely = await startServer(SERVER, bench.env)
    const token = await bench.identity.token({ roles: ['officer'] })
    const since = await databaseTime()
    const poll = fetch(`${lonely.url}/rooms/${room}/events?after=1&waitMs=${WAIT_MAX_MS}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    await waitsForEvents(since)
    const quiet = await newRoom()
    const shorter = waitIn(quiet, SHORTER_MS)
    const stopped = lonely[Symbol.asyncDispose]().then(() => 'stopped')
    expect(await Promise.race([stopped, shorter])).toBe('stopped')
    expect((await poll).status).toBe(200)
    await endWait(quiet)
    await shorter
  })
})

describe('the record', () => {
  test('closing revokes every token and sends attendance and minutes to documents once', async () => {
    const came = await invite('Người dự', { unit: UNIT, position: 'Chủ tịch' })
    const absent = await invite('Người vắng', { bridgePoint: '74' })
    const joined = (await joinAs('officer', came.token)).body
    await host('admission', joined['id'])
    const seen = async (sql: string): Promise<number> => {
      const { rows } = await bench.sql.query<{ at: Date }>(sql, [joined['id']])
      return rows[0]?.at.getTime() ?? Number.NaN
    }
    const before = await seen(
      `update participant set last_seen_at = now() - interval '20 seconds' where id = $1 returning last_seen_at as at`,
    )
    await member('heartbeat', joined)
    const after = await seen('select last_seen_at as at from participant where id = $1')
    const presentSeconds = Math.floor((after - before) / 1_000)
    expect(presentSeconds).toBeGreaterThanOrEqual(20)
    const close = () => bench.call('leader', 'POST', `/rooms/${room}/closure`, { conclusion: 'Thống nhất.' })
    const answers = await Promise.all([close(), close()])
    expect(answers).toMatchObject([
      { status: 200, body: { state: 'closed' } },
      { status: 200, body: { state: 'closed' } },
    ])
    const minutes = () =>
      bench.exchange.messages.filter((message) => (message.body as { roomId?: string }).roomId === room)
    await bench.delivered()
    expect(minutes()).toMatchObject([
      {
        ...{ to: 'documents', service: 'meeting-minutes' },
        body: {
          ...{
            unit: '79',
            title: 'Giao ban tháng 11',
            minutes: expect.stringContaining('được mời: 2; dự họp: 1; vắng mặt: 1'),
          },
          attendance: [
            { name: 'Người dự', unit: UNIT, came: 'attended', presentSeconds },
            { name: 'Người vắng', bridgePoint: '74', came: 'never-joined', presentSeconds: 0 },
          ],
        },
      },
    ])
    expect(await joinAs('officer', absent.token)).toMatchObject({
      status: 409,
      body: { type: 'room-closed' },
    })
    expect(await member('heartbeat', joined)).toMatchObject({ status: 409, body: { type: 'room-closed' } })
    expect(
      await bench.call('clerk', 'POST', `/rooms/${room}/tokens`, { name: 'B' }, withKey()),
    ).toMatchObject({ status: 409 })
    expect((await bench.call('leader', 'GET', `/rooms/${room}/attendance`)).body['attendance']).toHaveLength(
      2,
    )
  })

  test('the essential path, and what it stored, through the adapter', async () => {
    const token = (role: Role) => bench.identity.token({ roles: [role] })
    const adapter = createAdapter({
      baseUrl: bench.replicas[1].url,
      token,
      communes: [UNIT],
      patience: PATIENCE,
    })
    expect((await adapter.essentialPath()).filter(({ ok }) => !ok)).toEqual([])
    expect(await adapter.units()).toHaveLength(168)
    const invitation = await invite('A')
    const joined = (await joinAs('officer', invitation.token)).body
    const lost = randomUUID()
    const ids = [room, invitation.id, String(joined['id']), lost]
    expect([...(await adapter.stored(ids)).values()]).toEqual([1, 1, 1, 0])
    await bench.sql.query(
      `insert into room (id, unit, title, starts_at, ends_at, bridge_points, operation_key, created_by, created_at)
       select gen_random_uuid(), unit, title, starts_at, ends_at, bridge_points, operation_key, created_by, created_at from room where id = $1`,
      [room],
    )
    expect((await adapter.stored([room])).get(room)).toBe(2)
  })
})
