// systems/exchange/settings.ts: what the exchange alone reads from its environment: peers, signing key, length of a turn. Everything else is the kit's.
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { SansangError } from '../../types/error.ts'
import { type Peers, readPeers } from './peer.ts'

export type Settings = {
  readonly peers: Peers
  readonly signingKey: KeyObject
  /** How long a replica may use a turn; after that it is another's. */
  readonly turnSeconds: number
}

const TURN_SECONDS = 15
const TURN_SECONDS_MAX = 3_600

/** Throws `bad-peers`, `bad-signing-key` or `bad-turn-seconds`. The key is PKCS#8 PEM, P-256. */
export function readSettings(source: Readonly<Record<string, string | undefined>>, member: string): Settings {
  return {
    peers: readPeers(source['EXCHANGE_PEERS'] ?? '', member),
    signingKey: readKey(source['SIGNING_KEY']),
    turnSeconds: readTurnSeconds(source['TURN_SECONDS']),
  }
}

function readTurnSeconds(text: string | undefined): number {
  const seconds = Number(text ?? TURN_SECONDS)
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= TURN_SECONDS_MAX) return seconds
  throw new SansangError('bad-turn-seconds', {
    message: `TURN_SECONDS is not a whole number from 1 to ${TURN_SECONDS_MAX}`,
    hint: `leave it out: ${TURN_SECONDS} seconds`,
    where: 'TURN_SECONDS',
  })
}

function readKey(pem: string | undefined): KeyObject {
  const bad = (message: string, cause?: unknown) =>
    new SansangError('bad-signing-key', {
      message,
      hint: 'make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256',
      where: 'SIGNING_KEY',
      cause,
    })
  if (pem === undefined || pem === '')
    throw bad('SIGNING_KEY is missing: nothing passes without a signed log')
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch (cause) {
    throw bad('SIGNING_KEY is not a PKCS#8 PEM private key', cause)
  }
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw bad('SIGNING_KEY is not a P-256 key')
  return key
}
