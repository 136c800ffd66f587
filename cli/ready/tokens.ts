// cli/ready/tokens.ts: bearer tokens of the rehearsal clients, fetched once each and renewed before they end.
import { SansangError } from '../../types/error.ts'
import type { Role } from '../../types/system.ts'

type Held = { readonly token: Promise<string>; renewAtMs: number }

/** A token per role, by client credentials at identity. Throws `identity-refused`. */
export function rehearsalTokens(issuer: string, secret: string): (role: Role) => Promise<string> {
  const held = new Map<Role, Held>()
  return (role) => {
    const known = held.get(role)
    if (known !== undefined && Date.now() < known.renewAtMs) return known.token
    const fresh: Held = { token: Promise.resolve(''), renewAtMs: Date.now() + 60_000 }
    const token = fetchToken(issuer, role, secret)
    token.catch(() => held.delete(role))
    held.set(role, { ...fresh, token })
    return token
  }
}

async function fetchToken(issuer: string, role: Role, secret: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    signal: AbortSignal.timeout(30_000),
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: `rehearsal-${role}`,
      client_secret: secret,
      resource: 'urn:sansang:systems',
    }),
  })
  const body = (await response.json().catch(() => ({}))) as { access_token?: string; error?: string }
  if (response.ok && body.access_token !== undefined) return body.access_token
  throw new SansangError('identity-refused', {
    message: `identity answered ${response.status} ${body.error ?? ''} to the client rehearsal-${role}`,
    hint: 'the stack must allow rehearsals (sansang:province.rehearsals), and identity must be ready',
    exit: 'internal',
    where: `${issuer}/token`,
  })
}
