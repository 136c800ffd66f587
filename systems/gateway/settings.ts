// systems/gateway/settings.ts: the gateway's settings from its environment (systems/gateway/README.md). Reads nothing else.
import { type Fault, SansangError } from '../../types/error.ts'
import type { Route } from './routes.ts'

export type Settings = {
  readonly host: string
  readonly port: number
  readonly logLevel: string
  readonly routes: readonly Route[]
  readonly bodyLimitBytes: number
  readonly rate: { readonly perSecond: number; readonly burst: number }
  /** Longest wait for a system's answer to begin. */
  readonly answerTimeoutMs: number
  /** Longest wait for a system's health when asked for its own readiness. */
  readonly healthTimeoutMs: number
}

const MIB = 1024 * 1024

/** All settings, checked. Throws `bad-environment` naming every faulty variable at once. */
export function readSettings(source: Readonly<Record<string, string | undefined>>): Settings {
  const faults: Fault[] = []
  const whole = (name: string, otherwise: number, min: number, max: number): number => {
    const text = source[name] ?? String(otherwise)
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < min || value > max)
      faults.push({ where: name, message: `expected a whole number from ${min} to ${max}` })
    return value
  }
  const settings = {
    host: source['HOST'] ?? '127.0.0.1',
    port: whole('PORT', 8080, 0, 65_535),
    logLevel: source['LOG_LEVEL'] ?? 'info',
    routes: routesOf(source['GATEWAY_ROUTES'] ?? '', faults),
    // A scanned dossier with its attachments.
    bodyLimitBytes: whole('BODY_LIMIT_BYTES', 25 * MIB, 1, 1024 * MIB),
    // A commune is one address: some 32 staff and 150 citizens at the counters.
    rate: {
      perSecond: whole('RATE_LIMIT_PER_SECOND', 100, 1, 1_000_000),
      burst: whole('RATE_LIMIT_BURST', 200, 1, 1_000_000),
    },
    answerTimeoutMs: whole('ANSWER_TIMEOUT_MS', 60_000, 1, 600_000),
    healthTimeoutMs: whole('HEALTH_TIMEOUT_MS', 1_000, 1, 600_000),
  }
  if (faults.length === 0) return settings
  throw new SansangError('bad-environment', {
    message: `the gateway cannot start; faulty settings: ${faults.length}`,
    hint: 'systems/gateway/README.md lists its variables',
    faults,
  })
}

function routesOf(text: string, faults: Fault[]): Route[] {
  const where = 'GATEWAY_ROUTES'
  const expected = 'expected JSON like {"/procedures":"http://procedures:8080"}'
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []
  if (entries.length === 0) faults.push({ where, message: text === '' ? `missing; ${expected}` : expected })
  return entries.flatMap(([prefix, base]: [string, unknown]): Route[] => {
    const fits = /^\/[a-z][a-z-]*$/.test(prefix) && typeof base === 'string' && isBase(base)
    if (fits) return [{ prefix, base: new URL(base) }]
    faults.push({ where: `${where}: ${prefix}`, message: expected })
    return []
  })
}

function isBase(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, pathname, search } = new URL(text)
  return protocol === 'http:' && pathname === '/' && search === ''
}
