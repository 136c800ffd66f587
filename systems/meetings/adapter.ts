// systems/meetings/adapter.ts: how the harness speaks to a meetings system through its contract. Knows nothing of how it is built.
import { randomUUID } from 'node:crypto'
import type { Adapter, AdapterOptions, PathStep } from '../../types/adapter.ts'
import type { Json } from '../../types/json.ts'
import type { Role } from '../../types/system.ts'
import {
  type ContractCall,
  contractClient,
  expectSame,
  storedCounts,
  unitsOf,
  walk,
} from '../kit/contract-client.ts'
import type { components } from './generated/contract.d.ts'

type Schemas = components['schemas']

/** Path: a room with its bridge points, a delegate invited, waiting, admitted, seen, connected anew, removed for good; the room closes with its record. */
export function createAdapter(options: AdapterOptions): Adapter {
  const call = contractClient(options)
  return {
    system: 'meetings',
    units: () => unitsOf(call),
    essentialPath: () => essentialPath(call, options.communes),
    stored: (ids) => storedCounts(call, ids),
  }
}

type Path = { room: string; token: string; participant: string; session: string }

async function essentialPath(call: ContractCall, communes: readonly string[]): Promise<PathStep[]> {
  const [unit = ''] = communes
  const path: Path = { room: '', token: '', participant: '', session: '' }
  const key = randomUUID()
  // Made once: the same key must come with the very same request.
  const body = newRoom(unit)
  const create = async () =>
    (
      (await call({
        role: 'clerk',
        method: 'POST',
        path: '/rooms',
        body,
        key,
      })) as Schemas['Room']
    ).id
  const room = (rest: string) => `/rooms/${path.room}${rest}`
  const post = (role: Role, rest: string, body?: Json, once?: string) =>
    call({
      role,
      method: 'POST',
      path: room(rest),
      ...(body !== undefined && { body }),
      ...(once !== undefined && { key: once }),
    })
  const join = async () => {
    const joined = (await post('officer', '/participants', { token: path.token })) as Schemas['Joined']
    Object.assign(path, { participant: joined.id, session: joined.session })
    return joined.state
  }
  const here = (action: string) => `/participants/${path.participant}/${action}`
  return walk([
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
        path.token = await invite(post, unit)
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
    ['stays-out', () => expectRefused(() => post('officer', '/participants', { token: path.token }))],
    ['close', () => post('leader', '/closure', { conclusion: 'Kết thúc diễn tập' })],
    ['record', () => expectRecord(call, path)],
  ])
}

async function invite(
  post: (role: Role, rest: string, body: Json, once: string) => Promise<unknown>,
  unit: string,
): Promise<string> {
  const delegate = { name: 'Đại biểu diễn tập', position: 'Chủ tịch', unit }
  return ((await post('clerk', '/tokens', delegate, randomUUID())) as Schemas['IssuedToken']).token
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

async function expectRefused(work: () => Promise<unknown>): Promise<void> {
  const reason = await work().then(
    () => 'let in',
    (error: unknown) => String(error),
  )
  if (!reason.includes(' 403 '))
    throw new Error(`the token of the removed delegate was not refused: ${reason}`)
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
