// systems/kit/auth.ts: who is calling, by their access token, and what they may do. Issues no tokens.
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import { ROLES, type Role } from '../../types/system.ts'
import { Problem } from './problem.ts'

export type Caller = {
  /** Claim `sub`; `anonymous` where the operation is public. */
  readonly subject: string
  /** Claim `client_id`: a system's name for calls between systems. Empty for anonymous. */
  readonly client: string
  readonly roles: readonly Role[]
  /** Five-digit commune code; absent: whole province. */
  readonly unit?: string
}

export const ANONYMOUS: Caller = { subject: 'anonymous', client: '', roles: [] }

export type Authenticator = {
  /** Who holds this `Authorization` header. Throws Problem 401 for a bad token, 503 while identity's keys are unknown. */
  identify(authorization: string | undefined): Promise<Caller>
  /** True once identity's keys have been read: they stay cached, so identity may be away later. */
  ready(): Promise<boolean>
}

export const AUDIENCE = 'sansang'
const KEYS_TIMEOUT_MS = 2_000
const CLOCK_TOLERANCE_SECONDS = 5

/** Verifies against `${issuer}/jwks`, waiting for it `patience` times as long as usual. Starts without identity: keys are fetched when first needed, and again for an unknown key id. */
export function createAuthenticator(issuer: string, patience = 1): Authenticator {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`), {
    timeoutDuration: KEYS_TIMEOUT_MS * patience,
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: 1_000,
  })
  return {
    identify: async (authorization) => {
      const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1]
      if (token === undefined)
        throw new Problem(
          401,
          'unauthenticated',
          'this operation needs a bearer token; send Authorization: Bearer <token>',
        )
      try {
        const verified = await jwtVerify(token, keys, {
          issuer,
          audience: AUDIENCE,
          algorithms: ['ES256', 'RS256'],
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          requiredClaims: ['sub', 'exp'],
        })
        return callerOf(verified.payload)
      } catch (error) {
        throw refusal(error)
      }
    },
    ready: async () => {
      if (keys.jwks() !== undefined) return true
      return keys.reload().then(
        () => true,
        () => false,
      )
    },
  }
}

function refusal(error: unknown): Problem {
  if (error instanceof errors.JWTExpired)
    return new Problem(401, 'token-expired', 'the token has expired; ask for a new one', { cause: error })
  const forged =
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    error.code !== 'ERR_JOSE_GENERIC'
  if (forged) return new Problem(401, 'token-invalid', 'the token is not valid here', { cause: error })
  return new Problem(
    503,
    'identity-unavailable',
    'the identity service cannot be reached to check the token',
    { cause: error },
  )
}

function callerOf(claims: JWTPayload): Caller {
  const roles = Array.isArray(claims['roles'])
    ? ROLES.filter((role) => (claims['roles'] as unknown[]).includes(role))
    : []
  const unit = claims['unit']
  return {
    subject: claims.sub ?? '',
    client: typeof claims['client_id'] === 'string' ? claims['client_id'] : '',
    roles,
    ...(typeof unit === 'string' && unit !== '' && { unit }),
  }
}

/** What one operation of a contract demands of its caller. Both absent: public. */
export type Demand = {
  /** `x-roles`: one of these roles. */
  readonly roles?: readonly Role[]
  /** `x-clients`: a system's own token, by its client id. */
  readonly clients?: readonly string[]
}

/** Throws Problem 403 unless the caller has one of the roles, or is one of the clients. */
export function requireDemand(caller: Caller, demand: Demand): void {
  const byRole = demand.roles?.some((role) => caller.roles.includes(role)) ?? false
  const byClient = demand.clients?.includes(caller.client) ?? false
  if (!byRole && !byClient)
    throw new Problem(403, 'role-not-allowed', 'the caller’s role does not allow this operation')
}

/** Throws Problem 403 when the caller is bound to another unit. A caller without a unit acts for the whole province. */
export function requireUnit(caller: Caller, unitCode: string): void {
  if (caller.unit !== undefined && caller.unit !== unitCode)
    throw new Problem(403, 'other-unit', `the caller may act for unit ${caller.unit} only`)
}
