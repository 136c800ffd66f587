// systems/exchange/rights.ts: may this client call this service with this method and path. What no rule allows is denied.

export type Right = {
  /** Subsystem code of the client; `rehearsal-*` covers the rehearsal clients. */
  readonly client: string
  readonly provider: string
  readonly service: string
  /** One method, or `*`. */
  readonly method: string
  /** The provider's own path: exact, or ending in `/**` for everything below; `**` covers every path. */
  readonly path: string
}

export type Call = {
  readonly client: string
  readonly provider: string
  readonly service: string
  readonly method: string
  readonly path: string
}

/** True when at least one right covers client, provider, service, method and path together. */
export function allowed(rights: readonly Right[], call: Call): boolean {
  return rights.some(
    (right) =>
      covers(right.client, call.client) &&
      right.provider === call.provider &&
      right.service === call.service &&
      (right.method === '*' || right.method === call.method.toUpperCase()) &&
      coversPath(right.path, call.path),
  )
}

/** The rights of one client at one provider, as allowedMethods lists them. */
export function rightsOf(rights: readonly Right[], client: string, provider: string): readonly Right[] {
  return rights.filter((right) => right.provider === provider && covers(right.client, client))
}

function covers(pattern: string, client: string): boolean {
  return pattern.endsWith('*') ? client.startsWith(pattern.slice(0, -1)) : pattern === client
}

function coversPath(pattern: string, path: string): boolean {
  if (pattern === '**') return true
  // Compared decoded: /a%62c and /abc are one path to the provider.
  const wanted = decodeURIComponent(path).replace(/\/$/, '')
  if (pattern.endsWith('/**')) return wanted.startsWith(pattern.slice(0, -2))
  return wanted === pattern
}
