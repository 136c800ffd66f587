// systems/kit/soundness.ts: whether what a caller sent can be stored and handed on unchanged. Knows no contract.
import type { Fault } from '../../types/error.ts'

/** Own figure: the deepest body of any contract has seven levels; serialisers below us are recursive and give up by the thousand. */
export const DEPTH_MAX = 64
const FAULTS_MAX = 20

type Place = { readonly where: string; readonly value: unknown; readonly depth: number }

/**
 * What would be lost on the way to the database or the next system: U+0000 (PostgreSQL has no such text), half of a surrogate
 * pair (UTF-8 has no such character), a number JSON can write and a double cannot hold (RFC 7493, 2.2), nesting beyond
 * `DEPTH_MAX`. The first 20 faults, each with its place as a JSON pointer below `part`.
 */
export function unsoundness(part: string, sent: unknown): Fault[] {
  const faults: Fault[] = []
  const open: Place[] = [{ where: part, value: sent, depth: 0 }]
  for (let next = open.pop(); next !== undefined && faults.length < FAULTS_MAX; next = open.pop()) {
    const { where, value, depth } = next
    const message = depth > DEPTH_MAX ? `is nested deeper than ${DEPTH_MAX} levels` : faultOf(value)
    if (message !== undefined) {
      faults.push({ where, message })
      continue
    }
    if (typeof value !== 'object' || value === null) continue
    for (const [name, below] of Object.entries(value).reverse()) {
      const fault = textFault(name)
      if (fault !== undefined) faults.push({ where, message: `a field's name ${fault}` })
      open.push({ where: `${where}/${name}`, value: below, depth: depth + 1 })
    }
  }
  return faults
}

function faultOf(value: unknown): string | undefined {
  if (typeof value === 'string') return textFault(value)
  if (typeof value !== 'number') return undefined
  if (!Number.isFinite(value)) return 'is beyond what a number can hold'
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? 'is an integer beyond 2^53 - 1 and would be rounded; send it as text'
    : undefined
}

function textFault(text: string): string | undefined {
  if (text.includes('\u0000')) return 'holds the character U+0000'
  return text.isWellFormed() ? undefined : 'holds half of a surrogate pair'
}
