// readiness/sealed-statement.ts: reads the statement back out of an envelope. Believes none of it.
import { shapeFaults } from './shape.ts'
import type { Statement } from './statement.ts'

/** A statement of the right shape, with the very bytes that were signed. */
export type SealedStatement = Statement & { readonly bytes: Buffer }

/** The statement of a base64 payload; undefined when it is none a seal makes. */
export function readStatement(payload: string): SealedStatement | undefined {
  const bytes = Buffer.from(payload, 'base64')
  try {
    const value: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    )
    return shapeFaults('statement', value).length === 0 ? { ...(value as Statement), bytes } : undefined
  } catch {
    return undefined
  }
}
