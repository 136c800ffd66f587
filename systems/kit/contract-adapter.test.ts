// contract-adapter.test.ts: an adapter asks its own system, a path ends at its first failing step, a missing id counts 0.
import { expect, test } from 'vitest'
import { contractAdapter, expectSame, storedCounts, walk } from './contract-adapter.ts'

test('an adapter answers with what its system says, in its own path and lookup', async () => {
  const answers: Record<string, unknown> = {
    '/units': { units: [{ code: '26740', name: 'Phường Sài Gòn' }] },
    '/operations/lookup': { counts: { a: 1 } },
    '/rooms': { id: 'x' },
  }
  const adapter = contractAdapter(
    {
      system: 'meetings',
      path: ({ call }, communes) => [
        ['communes', async () => expectSame('communes', communes, ['26740'])],
        ['create', () => call({ role: 'clerk', method: 'POST', path: '/rooms', body: {} })],
        ['vanished', () => call({ role: 'clerk', method: 'GET', path: '/nowhere' })],
      ],
      stored: storedCounts,
    },
    {
      baseUrl: 'http://system',
      communes: ['26740'],
      token: async (role) => `token-${role}`,
      fetch: async (input) => {
        const answer = answers[new URL(String(input)).pathname]
        return new Response(JSON.stringify(answer ?? {}), { status: answer === undefined ? 404 : 200 })
      },
    },
  )
  expect(adapter.system).toBe('meetings')
  expect(await adapter.units()).toEqual([{ code: '26740', name: 'Phường Sài Gòn' }])
  expect([...(await adapter.stored(['a', 'b']))]).toEqual([
    ['a', 1],
    ['b', 0],
  ])
  expect((await adapter.essentialPath()).map(({ name, ok }) => [name, ok])).toEqual([
    ['communes', true],
    ['create', true],
    ['vanished', false],
  ])
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
  const counts = await storedCounts(async () => ({ counts: { a: 1, b: 2 } }), ['a', 'b', 'c'])
  expect([...counts]).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 0],
  ])
})
