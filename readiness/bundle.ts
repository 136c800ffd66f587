// readiness/bundle.ts: a Sigstore bundle v0.3 around one DSSE envelope, in exactly one spelling. Verifies no signature.
import { canonicalFile } from './canonical.ts'
import type { Envelope } from './dsse.ts'

export const BUNDLE_FILE = 'bundle.sigstore.json'
const MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json'

/** The bundle's bytes. Field names: JSON mapping of data/formats/sigstore_bundle.proto; no log entry, the seal is offline. */
export function bundleFile(envelope: Envelope): Uint8Array {
  const [{ keyid }] = envelope.signatures
  return canonicalFile({
    mediaType: MEDIA_TYPE,
    // sigstore_bundle.proto: the hint and the envelope's keyid must be the same.
    verificationMaterial: { publicKey: { hint: keyid } },
    dsseEnvelope: envelope,
  })
}

/** The envelope inside, or undefined unless the bytes are exactly those `bundleFile` writes for it. */
export function parseBundle(bytes: Uint8Array): Envelope | undefined {
  const dsse = member(parsed(bytes), 'dsseEnvelope')
  const payload = member(dsse, 'payload')
  const payloadType = member(dsse, 'payloadType')
  const signatures = member(dsse, 'signatures')
  const [signature] = Array.isArray(signatures) ? signatures : []
  const [keyid, sig] = [member(signature, 'keyid'), member(signature, 'sig')]
  if (!isBase64(payload) || typeof payloadType !== 'string' || typeof keyid !== 'string' || !isBase64(sig))
    return undefined
  const envelope: Envelope = { payload, payloadType, signatures: [{ keyid, sig }] }
  // Writing it again and comparing leaves no room for an extra key, another order or a stray space.
  return Buffer.compare(bundleFile(envelope), bytes) === 0 ? envelope : undefined
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return undefined
  }
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}

/** Base64 in its one spelling: padding and unused bits as the encoder writes them. */
function isBase64(value: unknown): value is string {
  return (
    typeof value === 'string' && value !== '' && Buffer.from(value, 'base64').toString('base64') === value
  )
}
