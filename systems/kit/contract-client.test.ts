// contract-client.test.ts: a call carries what it is given, a refusal its reason, an answer its status.
import { expect, test } from 'vitest'
import { contractClient } from './contract-client.ts'

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
  const { call } = answering(201, { id: 'x' }, seen)
  await call({ role: 'clerk', method: 'POST', path: '/rooms', body: { a: 1 }, key: 'key-0001' })
  const [request] = seen
  expect(request?.headers.get('authorization')).toBe('Bearer token-clerk')
  expect(request?.headers.get('idempotency-key')).toBe('key-0001')
  expect(await request?.json()).toEqual({ a: 1 })
})

test('a refusal throws status, type and detail', async () => {
  const { call } = answering(409, { type: 'wrong-state', detail: 'it is closed' })
  await expect(call({ role: 'clerk', method: 'GET', path: '/rooms' })).rejects.toThrow(
    '409 wrong-state: it is closed',
  )
})

test('asking gives the status and the body, also of a refusal', async () => {
  const { ask } = answering(409, { type: 'wrong-state' })
  expect(await ask({ role: 'clerk', method: 'GET', path: '/rooms' })).toEqual({
    status: 409,
    body: { type: 'wrong-state' },
  })
})
