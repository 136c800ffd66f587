// systems/gateway/routes.ts: which system a path belongs to, and what no outsider may ask of one. Pure.

/** Path prefix (`/procedures`) and the base URL behind it, without trailing slash. */
export type Route = { readonly prefix: string; readonly base: URL }

export type Found =
  | {
      readonly kind: 'route'
      readonly route: Route
      /** Path and query for the system. */
      readonly path: string
    }
  | { readonly kind: 'none' | 'malformed' | 'internal' }

/** Served to the platform only: metrics, and what the exchange delivers. */
const INTERNAL = ['metrics', 'services']

/** The route of a request target. `internal` paths exist, but not for whoever comes in from outside. */
export function findRoute(routes: readonly Route[], target: string): Found {
  if (!target.startsWith('/') || !URL.canParse(target, 'http://gateway')) return { kind: 'malformed' }
  // Resolves dot segments, so that /procedures/x/../metrics is seen for what it is.
  const { pathname, search } = new URL(`http://gateway${target}`)
  const [, head = '', ...rest] = pathname.split('/')
  const route = routes.find(({ prefix }) => prefix === `/${head}`)
  if (route === undefined) return { kind: 'none' }
  const first = decoded(rest.find((segment) => segment !== ''))
  if (first === undefined) return { kind: 'malformed' }
  if (INTERNAL.includes(first.toLowerCase())) return { kind: 'internal' }
  return { kind: 'route', route, path: `/${rest.join('/')}${search}` }
}

/** A hidden slash or a broken escape makes a segment unreadable. */
function decoded(segment = ''): string | undefined {
  try {
    const text = decodeURIComponent(segment)
    return /[/\\]/.test(text) ? undefined : text
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
