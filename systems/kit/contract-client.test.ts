// contract-client.test.ts: a path ends at its first failing step, a refusal carries its reason, a missing id counts 0.
import { expect, test } from 'vitest'
import { contractClient, expectSame, storedCounts, walk } from './contract-client.ts'

const answering = (status: number, body: unknown, seen: Request[] = []) =>
  contractClient({
    baseUrl: 'http://system',
    communes: [],
    token: async (role) => `token-${role}`,
    fetch: async (input, init) => {
      seen.push(new Request(input, init))
      return new Response(body === undefined ? null : JSON.stringify(body), { status })
    },
  })

test('a call carries role, key and body', async () => {
  const seen: Request[] = []
  await answering(
    201,
    { id: 'x' },
    seen,
  )({ role: 'clerk', method: 'POST', path: '/rooms', body: { a: 1 }, key: 'key-0001' })
  const [request] = seen
  expect(request?.headers.get('authorization')).toBe('Bearer token-clerk')
  expect(request?.headers.get('idempotency-key')).toBe('key-0001')
  expect(await request?.json()).toEqual({ a: 1 })
})

test('a refusal throws status, type and detail', async () => {
  const call = answering(409, { type: 'wrong-state', detail: 'it is closed' })
  await expect(call({ role: 'clerk', method: 'GET', path: '/rooms' })).rejects.toThrow(
    '409 wrong-state: it is closed',
  )
})

test('the first failing step is the last, with its reason', async () => {
  const walked = await walk([
    ['one', async () => undefined],
    ['two', async () => expectSame('the count', 2, 1)],
    ['three', async () => undefined],
  ])
  expect(walked).toMatchObject([
    { name: 'one', ok: true },
    { name: 'two', ok: false, detail: 'the count: 2 instead of 1' },
  ])
})

test('an id the answer leaves out is 0', async () => {
  const counts = await storedCounts(answering(200, { counts: { a: 1, b: 2 } }), ['a', 'b', 'c'])
  expect([...counts]).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 0],
  ])
})
