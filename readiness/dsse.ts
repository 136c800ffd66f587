// readiness/dsse.ts: a DSSE envelope with one signature. Does not know what its payload says.
import type { PublicKey, SigningKey } from './key.ts'
import { signP256, verifyP256 } from './p256.ts'

/**
 * JSON form of io.intoto.Envelope (data/formats/dsse-envelope.proto). Without the optional keyid: cosign 3.1 takes a keyid for
 * an SSH fingerprint and skips any other, and writes none itself. Whose key it was, the bundle hints at.
 */
export type Envelope = {
  readonly payload: string
  readonly payloadType: string
  readonly signatures: readonly [{ readonly sig: string }]
}

/** The bytes that are signed: DSSE v1 pre-authentication encoding. */
export function preAuthentication(payloadType: string, payload: Uint8Array): Buffer {
  const type = Buffer.from(payloadType)
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `), payload])
}

/** Signs a payload. */
export function signEnvelope(payloadType: string, payload: Uint8Array, key: SigningKey): Envelope {
  const sig = signP256(key.privateKey, preAuthentication(payloadType, payload)).toString('base64')
  return {
    payload: Buffer.from(payload).toString('base64'),
    payloadType,
    signatures: [{ sig }],
  }
}

/** True when the envelope's signature is the key's over its payload and type. */
export function isSignedBy(
  { payload, payloadType, signatures: [signature] }: Envelope,
  key: PublicKey,
): boolean {
  const bytes = preAuthentication(payloadType, Buffer.from(payload, 'base64'))
  return verifyP256(key.key, bytes, Buffer.from(signature.sig, 'base64'))
}
