// readiness/canonical.ts: the one spelling of a JSON value (RFC 8785). Reads and writes no file.
import canonicalize from 'canonicalize'
import { SansangError } from '../types/error.ts'

/**
 * The canonical form of a value: keys sorted, no space, shortest numbers. A member that is `undefined` is left out.
 * Throws `not-canonical` for what JSON cannot hold: NaN, Infinity, lone surrogates, cycles, a bare `undefined`.
 */
export function canonical(value: unknown): string {
  try {
    const text = canonicalize(value)
    if (text !== undefined) return text
  } catch (cause) {
    throw refusal(cause)
  }
  throw refusal(undefined)
}

/** Canonical form as UTF-8, ended by a newline: what every JSON file of a run folder but OSCAL's holds. */
export function canonicalFile(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${canonical(value)}\n`)
}

function refusal(cause: unknown): SansangError {
  return new SansangError('not-canonical', {
    message: `a value cannot be stored as canonical JSON: ${cause instanceof Error ? cause.message : 'it is undefined'}`,
    hint: 'store finite numbers, well-formed strings, booleans, null, lists and objects of these',
    exit: 'internal',
    cause,
  })
}
