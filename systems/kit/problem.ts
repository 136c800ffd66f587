// systems/kit/problem.ts: an expected refusal, as RFC 9457 tells it to the caller. Never carries a stack or personal data.
import type { Fault } from '../../types/error.ts'

/**
 * Thrown by handlers; the server answers it as `application/problem+json`.
 * `status` is the HTTP status, `type` a stable kebab-case name, `detail` one sentence for the caller.
 */
export class Problem extends Error {
  readonly status: number
  readonly type: string
  readonly detail: string
  readonly faults: readonly Fault[]

  constructor(
    status: number,
    type: string,
    detail: string,
    more: { cause?: unknown; faults?: readonly Fault[] } = {},
  ) {
    super(`${type}: ${detail}`, { cause: more.cause })
    this.name = 'Problem'
    this.status = status
    this.type = type
    this.detail = detail
    this.faults = more.faults ?? []
  }
}

/** The body of the answer (RFC 9457, section 3.1; `faults` is an extension member). */
export type ProblemBody = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly faults?: readonly Fault[]
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  423: 'Locked',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** `detail` and `faults` are left as they are; `title` is the status in words. */
export function problemBody(problem: Problem): ProblemBody {
  const { status, type, detail, faults } = problem
  const title = TITLES[status] ?? 'Error'
  return faults.length === 0 ? { type, title, status, detail } : { type, title, status, detail, faults }
}
