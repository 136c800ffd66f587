// systems/exchange/peer.test.ts: peers and their addresses, with all faults named.
import { describe, expect, test } from 'vitest'
import { SansangError } from '../../types/error.ts'
import { findPeer, readPeers } from './peer.ts'

const TEXT = '{"procedures":"http://procedures:8080/","national-portal":"http://national:8080/portal"}'

describe('readPeers', () => {
  test('gives each peer its member: the province’s, or the Government Office’s', () => {
    const peers = readPeers(TEXT, 'H29')
    expect(peers.get('procedures')).toMatchObject({
      baseUrl: 'http://procedures:8080',
      national: false,
      subsystem: { instance: 'VN', memberClass: 'GOV', member: 'H29', subsystem: 'procedures' },
    })
    expect(peers.get('national-portal')).toMatchObject({ national: true, subsystem: { member: 'G22' } })
  })
  test('names every fault at once', () => {
    try {
      readPeers('{"Procedures":"http://p","documents":"ftp://d","meetings":1}', 'H29')
      expect.unreachable()
    } catch (error) {
      if (!(error instanceof SansangError)) throw error
      expect(error.code).toBe('bad-peers')
      expect(error.faults.map(({ where }) => where)).toEqual([
        'EXCHANGE_PEERS Procedures',
        'EXCHANGE_PEERS documents',
        'EXCHANGE_PEERS meetings',
      ])
    }
  })
  test.each(['', '[]', 'null', '{', '{}'])('refuses %s', (text) =>
    expect(() => readPeers(text, 'H29')).toThrow(SansangError),
  )
})

describe('findPeer', () => {
  const peers = readPeers(TEXT, 'H29')
  const at = (member: string, subsystem: string) =>
    findPeer(peers, { instance: 'VN', memberClass: 'GOV', member, subsystem })?.name
  test('knows the address in force', () => expect(at('H29', 'procedures')).toBe('procedures'))
  test('does not know a former member code (X9)', () => expect(at('H08', 'procedures')).toBeUndefined())
  test('does not know the portal under the province’s code', () =>
    expect(at('H29', 'national-portal')).toBeUndefined())
})
