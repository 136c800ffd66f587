// readiness/key.ts: the key a run is sealed with, and how others name it. Never prints or writes a private half.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import { readFileSync } from 'node:fs'
import { SansangError } from '../types/error.ts'

export type SigningKey = {
  /** sample: made for this one seal, its private half gone afterwards; says nothing of who signed. */
  readonly kind: 'given' | 'sample'
  readonly privateKey: KeyObject
  readonly publicKey: PublicKey
}

export type PublicKey = {
  readonly key: KeyObject
  /** SubjectPublicKeyInfo, PEM. */
  readonly pem: string
  /** SHA-256 of the SubjectPublicKeyInfo in DER, base64: RFC 6962, section 3.2, as Sigstore recommends for hints. */
  readonly id: string
}

const EXPECTED =
  'an unencrypted P-256 private key in PEM, PKCS#8 or SEC1: openssl ecparam -name prime256v1 -genkey -noout -out key.pem'

/**
 * The key of `--key FILE`, else of SANSANG_SIGNING_KEY (the PEM text itself), else undefined. Throws `unusable-key` for anything
 * but a P-256 private key; the message never holds what was read.
 */
export function givenKey(
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): SigningKey | undefined {
  if (file !== undefined) return signingKey(read(file), `--key ${file}`)
  const text = env['SANSANG_SIGNING_KEY']
  return text === undefined || text === '' ? undefined : signingKey(text, 'SANSANG_SIGNING_KEY')
}

/** A fresh key of this process alone. */
export function sampleKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { kind: 'sample', privateKey, publicKey: described(publicKey) }
}

/** A P-256 public key from PEM text. Throws `unusable-key`. */
export function publicKeyFrom(pem: string, origin: string): PublicKey {
  try {
    // createPublicKey would take a private key too; whoever passes one has mixed up two files.
    if (/PRIVATE KEY/.test(pem)) throw new Error('it is a private key')
    const key = createPublicKey(pem)
    if (isP256(key)) return described(key)
  } catch {
    // OpenSSL's words ("DECODER routines::unsupported") help nobody; the expected form does.
  }
  throw new SansangError('unusable-key', {
    message: `${origin} holds no P-256 public key in PEM`,
    hint: 'give the signer’s public key: openssl ec -in key.pem -pubout -out key.pub.pem',
    where: origin,
  })
}

/** Reads a public key file. Throws `unusable-key`. */
export function publicKeyFile(path: string): PublicKey {
  return publicKeyFrom(read(path), path)
}

function signingKey(pem: string, origin: string): SigningKey {
  try {
    const privateKey = createPrivateKey(pem)
    if (isP256(privateKey))
      return { kind: 'given', privateKey, publicKey: described(createPublicKey(privateKey)) }
  } catch {
    // No cause: an OpenSSL error can name parts of what it was given.
  }
  throw new SansangError('unusable-key', {
    message: `${origin} holds no usable signing key`,
    hint: `give ${EXPECTED}`,
    where: origin,
  })
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new SansangError('unusable-key', {
      message: `the key file ${path} cannot be read`,
      hint: 'check the path and its permissions',
      where: path,
      cause,
    })
  }
}

function isP256(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
}

function described(key: KeyObject): PublicKey {
  const der = key.export({ type: 'spki', format: 'der' })
  return {
    key,
    pem: key.export({ type: 'spki', format: 'pem' }).toString(),
    id: createHash('sha256').update(der).digest('base64'),
  }
}
