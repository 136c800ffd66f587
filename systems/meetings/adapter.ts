// systems/meetings/adapter.ts: how the harness speaks to a meetings system through its contract. Knows nothing of how it is built.
import { randomUUID } from 'node:crypto'
import type { Adapter, AdapterOptions } from '../../types/adapter.ts'
import type { Json } from '../../types/json.ts'
import type { Role } from '../../types/system.ts'
import { contractAdapter, expectSame, type PathWork, storedCounts } from '../kit/contract-adapter.ts'
import type { ContractCall, ContractClient } from '../kit/contract-client.ts'
import type { components } from './generated/contract.d.ts'

type Schemas = components['schemas']

/** Path: a room with its bridge points, a delegate invited, waiting, admitted, seen, connected anew, removed for good; the room closes with its record. */
export function createAdapter(options: AdapterOptions): Adapter {
  return contractAdapter({ system: 'meetings', path: essentialPath, stored: storedCounts }, options)
}

type Path = { room: string; token: string; participant: string; session: string }

function essentialPath({ ask, call }: ContractClient, communes: readonly string[]): PathWork[] {
  const [unit = ''] = communes
  const path: Path = { room: '', token: '', participant: '', session: '' }
  const key = randomUUID()
  // Made once: the same key must come with the very same request.
  const body = newRoom(unit)
  const create = async () => {
    const room = await call({ role: 'clerk', method: 'POST', path: '/rooms', body, key })
    return (room as Schemas['Room']).id
  }
  const request = (role: Role, rest: string, body?: Json) =>
    ({ role, method: 'POST', path: `/rooms/${path.room}${rest}`, body }) as const
  const post = (role: Role, rest: string, body?: Json) => call(request(role, rest, body))
  const join = async () => {
    const joined = (await post('officer', '/participants', { token: path.token })) as Schemas['Joined']
    Object.assign(path, { participant: joined.id, session: joined.session })
    return joined.state
  }
  const here = (action: string) => `/participants/${path.participant}/${action}`
  return [
    [
      'create',
      async () => {
        path.room = await create()
      },
    ],
    ['create-again', async () => expectSame('id for the same Idempotency-Key', await create(), path.room)],
    ['bridge-points', () => expectBridgePoints(call, path)],
    [
      'invite',
      async () => {
        path.token = await invite(call, path, unit)
      },
    ],
    ['join', async () => expectSame('state', await join(), 'waiting')],
    ['not-yet-present', () => expectPresent(call, path, 0)],
    ['admit', () => post('clerk', here('admission'))],
    ['heartbeat', () => post('officer', here('heartbeat'), { session: path.session })],
    ['present', () => expectPresent(call, path, 1)],
    ['reconnect', async () => expectSame('state', await join(), 'admitted')],
    ['no-ghost', () => expectPresent(call, path, 1)],
    ['remove', () => post('clerk', here('removal'))],
    [
      'stays-out',
      async () =>
        expectSame(
          'answer to the removed delegate',
          (await ask(request('officer', '/participants', { token: path.token }))).status,
          403,
        ),
    ],
    ['close', () => post('leader', '/closure', { conclusion: 'Kết thúc diễn tập' })],
    ['record', () => expectRecord(call, path)],
  ]
}

async function invite(call: ContractCall, { room }: Path, unit: string): Promise<string> {
  const body = { name: 'Đại biểu diễn tập', position: 'Chủ tịch', unit }
  const path = `/rooms/${room}/tokens`
  const issued = await call({ role: 'clerk', method: 'POST', path, body, key: randomUUID() })
  return (issued as Schemas['IssuedToken']).token
}

async function expectBridgePoints(call: ContractCall, path: Path): Promise<void> {
  const { bridgePoints } = (await call({ role: 'clerk', method: 'GET', path: '/bridge-points' })) as {
    bridgePoints: Schemas['BridgePoint'][]
  }
  const room = (await call({ role: 'clerk', method: 'GET', path: `/rooms/${path.room}` })) as Schemas['Room']
  if (bridgePoints.length === 0) throw new Error('the province has no bridge point')
  expectSame('bridge points of the room', room.bridgePoints, bridgePoints)
}

async function expectPresent(call: ContractCall, path: Path, expected: number): Promise<void> {
  const list = (await call({ role: 'clerk', method: 'GET', path: `/rooms/${path.room}/participants` })) as {
    present: number
    participants: Schemas['Participant'][]
  }
  expectSame('participants', list.participants.length, 1)
  expectSame('present', list.present, expected)
}

async function expectRecord(call: ContractCall, path: Path): Promise<void> {
  const { attendance } = (await call({
    role: 'leader',
    method: 'GET',
    path: `/rooms/${path.room}/attendance`,
  })) as {
    attendance: Schemas['Attendance'][]
  }
  expectSame(
    'attendance',
    attendance.map(({ came }) => came),
    ['attended'],
  )
}

function newRoom(unit: string): Json {
  const startsAt = new Date()
  const endsAt = new Date(startsAt.getTime() + 3_600_000)
  return { unit, title: 'Phòng họp diễn tập', startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
}
