// loadtests/shared/tokens.ts: one token per role for a whole script, fetched once in setup().
import http from 'k6/http'
import { profile } from './profile.ts'

const ROLES = ['citizen', 'officer', 'leader', 'clerk', 'administrator'] as const
export type Tokens = Readonly<Record<(typeof ROLES)[number], string>>

/** Fetches the rehearsal clients' tokens. Throws, and so ends the script, when identity refuses one. */
export function fetchTokens(): Tokens {
  const tokens: Record<string, string> = {}
  for (const role of ROLES) {
    const response = http.post(
      `${profile.endpoints.identity}/token`,
      {
        grant_type: 'client_credentials',
        client_id: `rehearsal-${role}`,
        client_secret: profile.rehearsalSecret,
        resource: 'urn:sansang:systems',
      },
      { tags: { name: 'token' } },
    )
    if (response.status !== 200)
      throw new Error(
        `identity answered ${response.status} to rehearsal-${role}: is the province up, and is it allowed to rehearse?`,
      )
    tokens[role] = (response.json() as { access_token: string }).access_token
  }
  return tokens as Tokens
}
