// meetings.test.ts: bridge points, presence by heartbeat, decisions at the door, the record, waiting for events.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Database } from '../kit/database.ts'
import { attendanceOf, minutesOf } from './attendance.ts'
import { bridgePointsOf } from './bridge-point.ts'
import { createEventWait } from './event-wait.ts'
import {
  afterDecision,
  afterJoining,
  type Decision,
  PRESENT_WITHIN_MS,
  presenceOf,
  presentMsBetween,
  STATES,
} from './presence.ts'

const at = (ms: number) => new Date(Date.parse('2026-11-22T02:00:00Z') + ms)

test('one bridge point for each former province', () => {
  expect(bridgePointsOf('79').map(({ code }) => code)).toEqual(['74', '77', '79'])
  expect(bridgePointsOf('01').map(({ code }) => code)).toEqual(['01'])
  expect(bridgePointsOf('99')).toEqual([])
})

test('present is who was admitted and was heard from lately; joined is not present', () => {
  const limit = at(PRESENT_WITHIN_MS)
  expect(STATES.map((state) => presenceOf({ state, lastSeenAt: at(0) }, limit))).toEqual([
    'outside',
    'present',
    'outside',
    'outside',
    'outside',
  ])
  expect(presenceOf({ state: 'admitted', lastSeenAt: at(0) }, at(PRESENT_WITHIN_MS + 1))).toBe('away')
})

test('time counts between signs of life, not through a silence, and never backwards', () => {
  expect([0, 15_000, PRESENT_WITHIN_MS].map((ms) => presentMsBetween(at(0), at(ms)))).toEqual([
    0,
    15_000,
    PRESENT_WITHIN_MS,
  ])
  expect([PRESENT_WITHIN_MS + 1, -1].map((ms) => presentMsBetween(at(0), at(ms)))).toEqual([0, 0])
  fc.assert(
    fc.property(fc.array(fc.nat(200_000), { maxLength: 50 }), (gaps) => {
      let now = 0
      let counted = 0
      for (const gap of gaps) {
        counted += presentMsBetween(at(now), at(now + gap))
        now += gap
      }
      expect(counted).toBe(gaps.filter((gap) => gap <= PRESENT_WITHIN_MS).reduce((sum, gap) => sum + gap, 0))
    }),
  )
})

test('a host decides about who waits, and removes who is inside or waits', () => {
  const decisions: Decision[] = ['admit', 'refuse', 'remove']
  const table = Object.fromEntries(
    decisions.map((decision) => [decision, STATES.map((state) => afterDecision(state, decision) ?? '-')]),
  )
  expect(table).toEqual({
    admit: ['admitted', '-', '-', '-', '-'],
    refuse: ['refused', '-', '-', '-', '-'],
    remove: ['removed', 'removed', '-', '-', '-'],
  })
})

test('who comes again is let in as before; who was refused or removed is not', () => {
  expect(afterJoining(undefined)).toBe('waiting')
  const again = STATES.map(
    (state) => afterJoining({ state, admitted: state === 'admitted' || state === 'left' }) ?? '-',
  )
  expect(again).toEqual(['waiting', 'admitted', '-', '-', 'admitted'])
  expect(afterJoining({ state: 'left', admitted: false })).toBe('waiting')
})

test('every delegate invited is in the record, those who never came among them', () => {
  const attendance = attendanceOf([
    { name: 'A', unit: '26740', participation: { admitted: true, presentMs: 61_400 } },
    { name: 'B', participation: { admitted: false, presentMs: 0 } },
    { name: 'C', bridgePoint: '74' },
  ])
  expect(attendance).toEqual([
    { name: 'A', unit: '26740', came: 'attended', presentSeconds: 61 },
    { name: 'B', came: 'not-admitted', presentSeconds: 0 },
    { name: 'C', bridgePoint: '74', came: 'never-joined', presentSeconds: 0 },
  ])
  const meeting = {
    title: 'Giao ban',
    startsAt: at(0),
    closedAt: at(5_400_000),
    bridgePoints: ['74', '79'],
    conclusion: 'Thống nhất.',
  }
  const minutes = minutesOf(meeting, attendance)
  expect(minutes).toContain('từ 09:00 ngày 22/11/2026 đến 10:30 ngày 22/11/2026')
  expect(minutes).toContain('Đại biểu được mời: 3; dự họp: 1; vắng mặt: 2')
  expect(minutes).toContain('hình ảnh và âm thanh chưa được đo')
})

function counted(last: () => number | Error) {
  const asked: unknown[] = []
  const db: Database = {
    query: async <T>(_sql: string, values: readonly unknown[] = []) => {
      asked.push(values[0])
      const value = last()
      if (value instanceof Error) throw value
      return (values[0] as string[]).map((id) => ({ id, last: value })) as T[]
    },
    transaction: () => Promise.reject(new Error('a watcher writes nothing')),
    close: async () => undefined,
  }
  return { db, asked }
}

describe('waiting for events', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const settled = async (promise: Promise<unknown>): Promise<boolean> => {
    let done = false
    void promise.then(() => {
      done = true
    })
    await vi.advanceTimersByTimeAsync(0)
    return done
  }

  test('many callers wait on one query and wake when their room moves', async () => {
    let last = 3
    const { db, asked } = counted(() => last)
    const wait = createEventWait(db)
    const callers = Promise.all(Array.from({ length: 50 }, () => wait.until('room', 3, 5_000)))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await settled(callers)).toBe(false)
    last = 4
    await vi.advanceTimersByTimeAsync(200)
    expect(await settled(callers)).toBe(true)
    expect(asked).toHaveLength(6)
    expect(asked.every((rooms) => Array.isArray(rooms) && rooms.length === 1)).toBe(true)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked).toHaveLength(6)
  })

  test('waiting ends with its time', async () => {
    const waiting = createEventWait(counted(() => 0).db).until('room', 0, 5_000)
    await vi.advanceTimersByTimeAsync(4_999)
    expect(await settled(waiting)).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await settled(waiting)).toBe(true)
  })

  test('waiting ends with the process, and nobody waits afterwards', async () => {
    const wait = createEventWait(counted(() => 0).db)
    const long = wait.until('room', 0, 20_000)
    expect(await settled(long)).toBe(false)
    wait.stop()
    expect(await settled(long)).toBe(true)
    expect(await settled(wait.until('room', 0, 20_000))).toBe(true)
  })

  test('waiting ends when the database is away', async () => {
    const waiting = createEventWait(counted(() => new Error('away')).db).until('room', 0, 20_000)
    await vi.advanceTimersByTimeAsync(200)
    expect(await settled(waiting)).toBe(true)
  })
})
