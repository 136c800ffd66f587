// collect.test.ts: the axis is told done only after storing, fail for what cannot be read, and nothing when storing failed.
import { expect, test } from 'vitest'
import { type AxisCall, collect, createAxisCall } from './collect.ts'

function axisWith(documents: Record<string, string>) {
  const said: string[] = []
  const call: AxisCall = async (service, body) => {
    said.push([service, body['docId'], body['status']].filter((part) => part !== undefined).join(' '))
    if (service === 'getReceivedEdocList') return { data: Object.keys(documents).map((docId) => ({ docId })) }
    return service === 'getEdoc' ? { data: documents[body['docId'] ?? ''] } : {}
  }
  return { said, call }
}

test('list, fetch, store, acknowledge, one document after the other', async () => {
  const { said, call } = axisWith({ a: 'good', b: 'bad' })
  const collected = await collect('H29', call, async (text, id) => {
    said.push(`store ${id}`)
    return text === 'good' ? 'taken' : 'rejected'
  })
  expect(collected).toEqual({ listed: 2, taken: 1, failed: 1 })
  expect(said).toEqual([
    ...['getReceivedEdocList', 'getEdoc a', 'store axis-a', 'updateStatus a done'],
    ...['getEdoc b', 'store axis-b', 'updateStatus b fail'],
  ])
})

test('a document that could not be stored is not acknowledged, so it stays listed', async () => {
  const { said, call } = axisWith({ a: 'good' })
  await expect(collect('H29', call, () => Promise.reject(new Error('the database is away')))).rejects.toThrow(
    'away',
  )
  expect(said).toEqual(['getReceivedEdocList', 'getEdoc a'])
})

test('a call carries who is calling, and an answer other than OK is a refusal', async () => {
  const seen: Request[] = []
  const calling = (body: unknown, status = 200) =>
    createAxisCall({
      ...{ exchangeUrl: 'http://exchange', member: 'H29', token: async () => 'token' },
      fetch: async (input, init) => {
        seen.push(new Request(input, init))
        return new Response(JSON.stringify(body), { status })
      },
    })
  expect(await calling({ status: 'OK', data: [] })('getReceivedEdocList', { organId: 'H29' })).toEqual({
    status: 'OK',
    data: [],
  })
  expect(seen[0]?.url).toBe('http://exchange/r1/VN/GOV/G22/national-axis/getReceivedEdocList')
  expect(seen[0]?.headers.get('x-road-client')).toBe('VN/GOV/H29/documents')
  for (const bad of [calling({ status: 'FAIL', ErrorCode: '-1' }), calling({ status: 'OK' }, 500)])
    await expect(bad('getEdoc', {})).rejects.toMatchObject({ status: 502, type: 'axis-unavailable' })
  const nowhere = createAxisCall({ exchangeUrl: undefined, member: 'H29', token: async () => '' })
  await expect(nowhere('getEdoc', {})).rejects.toMatchObject({ type: 'axis-unavailable' })
})
