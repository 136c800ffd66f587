// readiness/visible.ts: text of unknown origin made fit for a terminal. Not for files: those keep every character.

/**
 * Control and format characters (escape sequences, line ends, bidirectional overrides, invisible spaces) spelt out as
 * `\u{1b}`: nothing that a file name or a record holds can move the cursor, wipe a line or turn its order round.
 */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  )
}
