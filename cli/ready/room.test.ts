// cli/ready/room.test.ts: a full disk is named; every other failure stays what it was.
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { SansangError } from '../../types/error.ts'
import { withRoom } from './room.ts'

const here = (error: unknown) => withRoom(tmpdir(), () => Promise.reject(error))

test('gives what the work gives', async () => expect(await withRoom(tmpdir(), async () => 3)).toBe(3))

test.each([
  ['by code', Object.assign(new Error('write failed'), { code: 'ENOSPC' })],
  ['in SQLite’s words', new Error('database or disk is full')],
])('a full disk %s is disk-full with exit 69 and the cause', async (_, cause) => {
  await expect(here(cause)).rejects.toMatchObject({ code: 'disk-full', exit: 69, cause })
})

test.each([
  ['an unexpected failure', new Error('disk I/O error')],
  ['an expected one', new SansangError('read-failed', { message: 'no space left on device', hint: 'x' })],
])('%s passes unchanged where there is room', async (_, error) => {
  await expect(here(error)).rejects.toBe(error)
})
