// types/process.ts: a child process of a session, as those who start one see it.

export type StartedProcess = {
  readonly pid: number
  /** Resolves when it has ended; `code` is null when a signal ended it. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>
  /** Ends it (TERM, then KILL) and resolves when it is gone. */
  stop(): Promise<void>
}

/** Starts a process that carries the session's marker; its output goes to `log`. */
export type StartProcess = (process: {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}) => Promise<StartedProcess & { readonly log: string }>
