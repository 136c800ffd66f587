// readiness/opened-seal.ts: a bundle opened: its statement, whose key, whether the signature holds. Looks at no other file.
import { BUNDLE_FILE, parseBundle } from './bundle.ts'
import { isSignedBy } from './dsse.ts'
import { type PublicKey, publicKeyFrom } from './key.ts'
import { shapeFaults } from './shape.ts'
import { PAYLOAD_TYPE, type Statement } from './statement.ts'

export type Problem = {
  /** File, `file:line` or part of the bundle. */
  readonly where: string
  readonly message: string
}

export type OpenedSeal = {
  readonly problems: readonly Problem[]
  /** What was signed, and the very bytes; absent when the bundle cannot be read so far. */
  readonly statement?: Statement
  readonly bytes?: Buffer
  /** The key the statement names; its signature has been checked. */
  readonly key?: PublicKey
}

/** Opens a bundle. Any change of any of its bytes gives at least one problem. */
export function openSeal(bundle: Uint8Array): OpenedSeal {
  const parsed = parseBundle(bundle)
  if (parsed === undefined)
    return {
      problems: [{ where: BUNDLE_FILE, message: 'is not byte for byte a bundle as a seal writes it' }],
    }
  const { hint, envelope } = parsed
  const bytes = Buffer.from(envelope.payload, 'base64')
  const statement = readStatement(bytes)
  if (statement === undefined)
    return { problems: [{ where: `${BUNDLE_FILE} payload`, message: 'is not the statement a seal makes' }] }
  const key = signerOf(statement)
  if (key === undefined)
    return {
      problems: [{ where: `${BUNDLE_FILE} signer`, message: 'names no P-256 public key' }],
      statement,
      bytes,
    }
  const holds = hint === key.id && envelope.payloadType === PAYLOAD_TYPE && isSignedBy(envelope, key)
  const problems = holds
    ? []
    : [{ where: `${BUNDLE_FILE} signature`, message: 'does not verify over the statement' }]
  return { problems, statement, bytes, key }
}

function readStatement(bytes: Uint8Array): Statement | undefined {
  try {
    const value: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    )
    return shapeFaults('statement', value).length === 0 ? (value as Statement) : undefined
  } catch {
    return undefined
  }
}

function signerOf({ predicate }: Statement): PublicKey | undefined {
  try {
    return publicKeyFrom(predicate.signer.publicKey, 'the signer')
  } catch {
    return undefined
  }
}
