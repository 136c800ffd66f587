// systems/kit/log.ts: structured logs on standard output. Tokens, secrets and personal data never reach them.
import { type DestinationStream, type Logger, pino } from 'pino'

const SECRET_KEYS = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'client_secret',
  'access_token',
  'token',
]
const PERSONAL_KEYS = ['applicant', 'applicantName', 'idNumber', 'phone', 'email', 'address', 'body']

/** JSON lines with level, ISO time, `system` and message. */
export function createLog(options: {
  system: string
  level: string
  destination?: DestinationStream
}): Logger {
  const settings = {
    level: options.level,
    base: { system: options.system, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: [...SECRET_KEYS, ...PERSONAL_KEYS].flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: '[redacted]',
    },
  }
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination)
}
