// cli/arguments.ts: a command's words as options and positionals, and the one form of saying that they are wrong. Knows no command.
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { SansangError } from '../types/error.ts'

/** As `parseArgs`. Throws `misuse` with the parser's own first sentence; the way out is the command's help. */
export function readArguments<T extends ParseArgsConfig>(
  command: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config)
  } catch (cause) {
    const said = cause instanceof Error ? (cause.message.split(/\. |\.?\n/)[0] ?? '') : String(cause)
    throw misuse(said, `./sansang ${command} --help`, cause)
  }
}

/** `misuse`, exit 64: what is wrong with the words, and the words to type instead. */
export function misuse(message: string, hint: string, cause?: unknown): SansangError {
  return new SansangError('misuse', { message, hint, cause })
}
