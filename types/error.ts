// types/error.ts: the one error class, and the exit code each kind of failure ends with.

/** Process exit codes; other people's scripts rely on them (docs/architecture.md, "Exit codes"). */
export const EXIT = {
  ok: 0,
  noGo: 10,
  misuse: 64,
  prerequisite: 69,
  internal: 70,
  interrupted: 130,
} as const

export type ExitName = keyof typeof EXIT

/** One thing wrong with an input: where it stands and the form that was expected. */
export type Fault = {
  /** `file:line`, `file:line:column`, a sheet cell or a resource name. */
  where: string
  message: string
  /** The message in Vietnamese, where a commune's clerk is the one to mend it. */
  vi?: string
}

type Details = {
  /** What happened, in one sentence. */
  message: string
  /** The next command to type, or the change to make. */
  hint: string
  /** Which exit the command ends with; bad input unless said otherwise. */
  exit?: Exclude<ExitName, 'ok' | 'noGo'>
  /** `file:line` or resource. */
  where?: string
  /** All faults of one input, reported together. */
  faults?: readonly Fault[]
  cause?: unknown
}

/**
 * An expected failure: what happened, where, what to do next. `code` is a stable kebab-case
 * name for scripts (`unknown-province`); `exit` is the process exit code it leads to.
 */
export class SansangError extends Error {
  readonly code: string
  readonly exit: number
  readonly hint: string
  readonly where: string | undefined
  readonly faults: readonly Fault[]

  constructor(code: string, details: Details) {
    super(details.message, { cause: details.cause })
    this.name = 'SansangError'
    this.code = code
    this.exit = EXIT[details.exit ?? 'misuse']
    this.hint = details.hint
    this.where = details.where
    this.faults = details.faults ?? []
  }
}
