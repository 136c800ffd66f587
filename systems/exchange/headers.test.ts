// systems/exchange/headers.test.ts: which headers pass and which stay.
import { describe, expect, test } from 'vitest'
import { last, pairs, passing } from './headers.ts'

describe('passing', () => {
  const dropped = [
    'Connection',
    'Keep-Alive',
    'Proxy-Authenticate',
    'Proxy-Authorization',
    'Proxy-Connection',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'Host',
    'User-Agent',
    'Server',
    'Content-Length',
    'Expect',
  ]
  test.each(dropped)('drops %s', (name) => expect(passing([[name, 'x']])).toEqual([]))
  test('fourteen names are dropped', () => expect(dropped).toHaveLength(14))
  test('drops what Connection names, and what the caller names', () => {
    const headers = [
      ['Connection', 'close, X-Hop'],
      ['x-hop', '1'],
      ['Authorization', 'Bearer t'],
      ['X-Road-UserId', 'VN123'],
    ] as const
    expect(passing(headers, ['authorization'])).toEqual([['X-Road-UserId', 'VN123']])
  })
  test('keeps order, spelling and repetition of the rest', () => {
    const headers = [
      ['aCCept', 'text/plain'],
      ['Cookie2', 'a'],
      ['Cookie2', 'b'],
    ] as const
    expect(passing(headers)).toEqual(headers)
  })
})

test('last: of several X-Road-Client the last counts', () => {
  const headers = pairs(['X-Road-Client', 'VN/GOV/H29/a', 'x-road-client', 'VN/GOV/H29/b'])
  expect(last(headers, 'x-road-client')).toBe('VN/GOV/H29/b')
  expect(last(headers, 'x-road-id')).toBeUndefined()
})
