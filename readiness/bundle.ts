// readiness/bundle.ts: a Sigstore bundle v0.3 around one DSSE envelope, in exactly one spelling. Verifies no signature.
import { canonicalFile } from './canonical.ts'
import type { Envelope } from './dsse.ts'

export const BUNDLE_FILE = 'bundle.sigstore.json'
const MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json'

/** An envelope and the hint at whose key signed it. */
export type Bundle = { readonly hint: string; readonly envelope: Envelope }

/** The bundle's bytes. Field names: JSON mapping of data/formats/sigstore_bundle.proto; no log entry, the seal is offline. */
export function bundleFile({ hint, envelope }: Bundle): Uint8Array {
  return canonicalFile({
    mediaType: MEDIA_TYPE,
    verificationMaterial: { publicKey: { hint } },
    dsseEnvelope: envelope,
  })
}

/** The bundle of these bytes, or undefined unless they are exactly those `bundleFile` writes for it. */
export function parseBundle(bytes: Uint8Array): Bundle | undefined {
  const whole = parsed(bytes)
  const hint = member(member(member(whole, 'verificationMaterial'), 'publicKey'), 'hint')
  const dsse = member(whole, 'dsseEnvelope')
  const payload = member(dsse, 'payload')
  const payloadType = member(dsse, 'payloadType')
  const signatures = member(dsse, 'signatures')
  const [signature] = Array.isArray(signatures) ? signatures : []
  const sig = member(signature, 'sig')
  if (!isBase64(hint) || !isBase64(payload) || typeof payloadType !== 'string' || !isBase64(sig))
    return undefined
  const bundle: Bundle = { hint, envelope: { payload, payloadType, signatures: [{ sig }] } }
  // Writing it again and comparing leaves no room for an extra key, another order or a stray space.
  return Buffer.compare(bundleFile(bundle), bytes) === 0 ? bundle : undefined
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
