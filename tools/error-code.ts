// tools/error-code.ts: the operating system's name for what went wrong. Judges no error.

/** `ENOENT` and its kind; undefined for an error that carries none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
