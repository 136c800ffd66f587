// systems/exchange/message.test.ts: a message is the bytes that are hashed.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { message } from './message.ts'
import { ownSubsystem, peer } from './peer.ts'
import { messageHash } from './request-hash.ts'

const PORTAL = peer('national-portal', 'http://national:8080/portal', 'H29')
const PROCEDURES = ownSubsystem('H29', 'procedures')
const POSTED = {
  id: '6f9619ff-8b86-4d11-b42d-00c04fc964ff',
  to: 'national-portal',
  service: 'DongBoHoSoMC',
  body: { b: 1, a: 'Nguyễn' },
}

test('the body is canonical JSON and the hash is over what a delivery sends', () => {
  const made = message(POSTED, PROCEDURES, PORTAL)
  expect(made.body).toBe('{"a":"Nguyễn","b":1}')
  expect(made.service).toBe('VN/GOV/G22/national-portal/DongBoHoSoMC')
  expect(made.requestHash).toBe(
    messageHash({
      first: ['POST', '/r1/VN/GOV/G22/national-portal/DongBoHoSoMC'],
      headers: [
        ['Content-Type', 'application/json'],
        ['X-Road-Client', 'VN/GOV/H29/procedures'],
        ['X-Road-Id', POSTED.id],
      ],
      body: Buffer.from(made.body),
    }),
  )
})
test('without a stream each message has a key of its own; a stream is the client’s own', () => {
  expect(message(POSTED, PROCEDURES, PORTAL).orderKey).toBe(`id ${POSTED.id}`)
  const streamed = { ...POSTED, stream: 'H29.101-261122-0001' }
  const keys = [PROCEDURES, ownSubsystem('H29', 'documents')].map(
    (client) => message(streamed, client, PORTAL).orderKey,
  )
  expect(new Set(keys).size).toBe(2)
})
test('the fingerprint ignores the order of keys and nothing else', () => {
  const print = (change: object) => message({ ...POSTED, ...change }, PROCEDURES, PORTAL).fingerprint
  expect(print({ body: { a: 'Nguyễn', b: 1 } })).toBe(print({}))
  const differing = [
    { body: { a: 'Nguyen', b: 1 } },
    { service: 'TraCuuHoSo' },
    { stream: 's' },
    { body: null },
  ]
  expect(new Set([print({}), ...differing.map(print)]).size).toBe(5)
})
test('any JSON body survives as the bytes that are hashed', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      const made = message({ ...POSTED, body: JSON.parse(JSON.stringify(body)) }, PROCEDURES, PORTAL)
      expect(JSON.parse(made.body)).toEqual(JSON.parse(JSON.stringify(body)))
    }),
  )
})
