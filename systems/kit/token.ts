// systems/kit/token.ts: a system's own access token, fetched by client_credentials and kept until shortly before it ends.
import { Problem } from './problem.ts'

export type TokenSource = { readonly token: () => Promise<string> }
export type TokenOptions = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Waits this many times as long as usual. */
  readonly patience?: number
}

/** The resource a token is asked for (RFC 8707); identity turns it into the audience `sansang`. */
export const RESOURCE = 'urn:sansang:systems'
const TIMEOUT_MS = 5_000
const RENEW_BEFORE_SECONDS = 30

/** One request at a time; throws Problem 503 `identity-unavailable` when no token could be had. */
export function createTokenSource(options: TokenOptions): TokenSource {
  let current: { token: string; renewAtMs: number } | undefined
  let pending: Promise<string> | undefined
  const renew = async (): Promise<string> => {
    const answer = await requestToken(options)
    current = {
      token: answer.token,
      renewAtMs: Date.now() + (answer.lifeSeconds - RENEW_BEFORE_SECONDS) * 1_000,
    }
    return answer.token
  }
  return {
    token: async () => {
      if (current !== undefined && Date.now() < current.renewAtMs) return current.token
      pending ??= renew().finally(() => {
        pending = undefined
      })
      return pending
    },
  }
}

async function requestToken(options: TokenOptions) {
  const unavailable = (cause: unknown) =>
    new Problem(503, 'identity-unavailable', 'the identity service gave no token', { cause })
  const basic = [options.clientId, options.clientSecret].map(encodeURIComponent).join(':')
  let response: Response
  try {
    response = await fetch(`${options.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(basic).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: RESOURCE }),
      signal: AbortSignal.timeout(TIMEOUT_MS * (options.patience ?? 1)),
    })
  } catch (error) {
    throw unavailable(error)
  }
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok || typeof body !== 'object' || body === null || !('access_token' in body))
    throw unavailable(new Error(`${options.issuer}/token answered ${response.status}`))
  const lifeSeconds = 'expires_in' in body && typeof body.expires_in === 'number' ? body.expires_in : 60
  return { token: String(body.access_token), lifeSeconds }
}
