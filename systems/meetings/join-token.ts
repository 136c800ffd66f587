// join-token.ts: signed join tokens and the key that signs them, kept in the database so that a restart or a second replica knows it. Revocation is the register's.
import {
  calculateJwkThumbprint,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose'
import type { Database } from '../kit/database.ts'
import { Problem } from '../kit/problem.ts'

export type JoinToken = { readonly id: string; readonly room: string; readonly expiresAt: Date }

export type TokenSigner = {
  sign(token: JoinToken): Promise<string>
  /** The token's id. Throws Problem 403 `token-invalid` for one that is forged, expired or of another room. */
  verify(token: string, room: string): Promise<string>
  readonly publicKeys: readonly JWK[]
}

const ISSUER = 'sansang-meetings'
const ALGORITHM = 'ES256'

/** The stored key, made by whichever replica needs it first. */
export async function openSigner(db: Database): Promise<TokenSigner> {
  const jwk = await storedKey(db)
  const { d: _private, ...open } = jwk
  const [privateKey, publicKey] = await Promise.all([importJWK(jwk, ALGORITHM), importJWK(open, ALGORITHM)])
  return {
    publicKeys: [open],
    sign: ({ id, room, expiresAt }) =>
      new SignJWT()
        .setProtectedHeader({ alg: ALGORITHM, kid: jwk.kid ?? '' })
        .setIssuer(ISSUER)
        .setAudience(room)
        .setJti(id)
        .setExpirationTime(expiresAt)
        .sign(privateKey),
    verify: async (token, room) => {
      try {
        const claims = {
          issuer: ISSUER,
          audience: room,
          algorithms: [ALGORITHM],
          requiredClaims: ['jti', 'exp'],
        }
        const { payload } = await jwtVerify(token, publicKey, claims)
        return payload.jti ?? ''
      } catch (cause) {
        if (!(cause instanceof errors.JOSEError)) throw cause
        throw new Problem(403, 'token-invalid', 'this join token does not open this room', { cause })
      }
    },
  }
}

async function storedKey(db: Database): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true })
  const made = await exportJWK(privateKey)
  const kid = await calculateJwkThumbprint(made)
  const jwk = { ...made, kid, alg: ALGORITHM, use: 'sig' }
  await db.query('insert into signing_key (place, jwk) values (1, $1) on conflict do nothing', [
    JSON.stringify(jwk),
  ])
  const [row] = await db.query<{ jwk: JWK }>('select jwk from signing_key where place = 1')
  if (row === undefined) throw new Error('the signing key was stored and is gone')
  return row.jwk
}
