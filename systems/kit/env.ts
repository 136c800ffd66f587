// systems/kit/env.ts: a system's settings from its environment (docs/architecture.md, "Processes"). Reads nothing else.
import { type Fault, SansangError } from '../../types/error.ts'

export type SystemEnv = {
  readonly system: string
  /** Two-digit province code. */
  readonly province: string
  /** The province's member code at the exchange: `H29`. */
  readonly member: string
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  /** Absent: the URL's own password, or none. */
  readonly databasePassword?: string
  /** Without trailing slash. */
  readonly oidcIssuer: string
  /** Absent for identity and for a system that sends nothing. */
  readonly exchangeUrl?: string
  /** Absent: the system never calls another. */
  readonly clientSecret?: string
  readonly logLevel: string
  /** How many times its own limits of waiting this process waits: 1, more on a machine that stalls. */
  readonly patience: number
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
const DEFAULT_PORT = 8080
const PATIENCE_MAX = 100

/** All settings, checked. Throws `bad-environment` naming every faulty variable at once. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): SystemEnv {
  const faults: Fault[] = []
  const text = (name: string, form: RegExp, expected: string): string => {
    const value = source[name] ?? ''
    if (!form.test(value))
      faults.push({
        where: name,
        message: value === '' ? `missing; expected ${expected}` : `expected ${expected}`,
      })
    return value
  }
  const optional = (name: string): string | undefined => {
    const value = source[name]
    return value === undefined || value === '' ? undefined : value
  }
  const url = /^https?:\/\/[^\s/]+/
  const env = {
    system: text('SANSANG_SYSTEM', /^[a-z][a-z-]*$/, 'a system’s name, like procedures'),
    province: text('SANSANG_PROVINCE', /^\d{2}$/, 'a two-digit province code, like 79'),
    member: text('SANSANG_MEMBER', /^[A-Y]\d{2}$/, 'a member code, like H29'),
    host: source['HOST'] ?? '127.0.0.1',
    port: Number(source['PORT'] ?? DEFAULT_PORT),
    databaseUrl: text('DATABASE_URL', /^postgres(ql)?:\/\/\S+$/, 'postgres://user@host:port/database'),
    oidcIssuer: text('OIDC_ISSUER', url, 'http://host:port').replace(/\/+$/, ''),
    logLevel: source['LOG_LEVEL'] ?? 'info',
    patience: Number(source['PATIENCE'] ?? 1),
  }
  if (!Number.isInteger(env.port) || env.port < 0 || env.port > 65_535)
    faults.push({ where: 'PORT', message: 'expected 0 to 65535' })
  if (!LOG_LEVELS.includes(env.logLevel))
    faults.push({ where: 'LOG_LEVEL', message: `expected one of ${LOG_LEVELS.join(', ')}` })
  if (!Number.isInteger(env.patience) || env.patience < 1 || env.patience > PATIENCE_MAX)
    faults.push({ where: 'PATIENCE', message: `expected a whole number from 1 to ${PATIENCE_MAX}` })
  const exchangeUrl = optional('EXCHANGE_URL')?.replace(/\/+$/, '')
  if (exchangeUrl !== undefined && !url.test(exchangeUrl))
    faults.push({ where: 'EXCHANGE_URL', message: 'expected http://host:port' })
  if (faults.length > 0)
    throw new SansangError('bad-environment', {
      message: `${faults.length} setting(s) of this process are missing or malformed`,
      hint: 'set the variables named above; docs/architecture.md lists them',
      faults,
    })
  const databasePassword = optional('DATABASE_PASSWORD')
  const clientSecret = optional('CLIENT_SECRET')
  return {
    ...env,
    ...(databasePassword !== undefined && { databasePassword }),
    ...(exchangeUrl !== undefined && { exchangeUrl }),
    ...(clientSecret !== undefined && { clientSecret }),
  }
}
