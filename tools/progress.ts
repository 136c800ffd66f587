// tools/progress.ts: tells a person that long work is under way. Does not run the work.

/** Where progress goes; `cli/command.ts`'s `Io` fits. */
export type Progress = {
  readonly err: (text: string) => void
  /** True where standard error is a terminal. */
  readonly terminal: boolean
  readonly signal: AbortSignal
}

/** `90` → `1 min 30 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/**
 * Says `what (usual)` now, the elapsed time while it lasts (every second on a terminal, every 10 s else),
 * and on `done(how)` how it ended. Disposing it stops the clock.
 */
export function announce(progress: Progress, what: string, usual: string) {
  const startedAt = performance.now()
  const elapsed = () => duration((performance.now() - startedAt) / 1000)
  progress.err(`sansang: ${what} (${usual})\n`)
  const beat = progress.terminal
    ? () => progress.err(`\r  ${what}: ${elapsed()} `)
    : () => progress.err(`sansang: still ${what}, ${elapsed()} so far\n`)
  const clock = setInterval(beat, progress.terminal ? 1000 : 10_000)
  return {
    done(how: string) {
      progress.err(`${progress.terminal ? '\r\x1b[K' : ''}sansang: ${what}: ${how} after ${elapsed()}\n`)
    },
    [Symbol.dispose]() {
      clearInterval(clock)
    },
  }
}
