// systems/exchange/settings.test.ts: the exchange's own settings, and each refused when it is none.
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readSettings } from './settings.ts'

const pem = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const GOOD = { EXCHANGE_PEERS: '{"reporting":"http://reporting:8080"}', SIGNING_KEY: pem('prime256v1') }

test('peers and key; a turn is fifteen seconds unless said otherwise', () => {
  expect(readSettings(GOOD, 'H29')).toMatchObject({ turnSeconds: 15 })
  expect(readSettings({ ...GOOD, TURN_SECONDS: '600' }, 'H29')).toMatchObject({ turnSeconds: 600 })
})

describe('refused', () => {
  const bad: [string, Record<string, string>, string][] = [
    ['no peers', { EXCHANGE_PEERS: 'none' }, 'bad-peers'],
    ['no key', { SIGNING_KEY: '' }, 'bad-signing-key'],
    ['a key of another curve', { SIGNING_KEY: pem('secp384r1') }, 'bad-signing-key'],
    ['a turn of no time', { TURN_SECONDS: '0' }, 'bad-turn-seconds'],
    ['a turn of half a second', { TURN_SECONDS: '0.5' }, 'bad-turn-seconds'],
    ['a turn of words', { TURN_SECONDS: 'long' }, 'bad-turn-seconds'],
  ]
  test.each(bad)('%s', (_name, change, code) =>
    expect(() => readSettings({ ...GOOD, ...change }, 'H29')).toThrow(expect.objectContaining({ code })),
  )
  test('all six are tried', () => expect(bad).toHaveLength(6))
})
