// cli/command.ts: what every command file exports.

/** Standard output is the result, standard error is progress and logs. */
export type Io = {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** True where colour and spinners are welcome (standard error is a terminal, NO_COLOR unset). */
  readonly terminal: boolean
  /** Aborted on Ctrl-C or SIGTERM: a command cleans up and ends with exit 130. */
  readonly signal: AbortSignal
}

export type Command = {
  /** Synopsis, options and an example; printed by `--help` and after a misuse. */
  readonly usage: string
  /** Returns the exit code. Throws SansangError for an expected failure. */
  run(args: readonly string[], io: Io): Promise<number>
}
