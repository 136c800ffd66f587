// systems/national/refusal.ts: why a national peer does not take a message. Answers nobody.

/** Codes of the portal's JSON services; 0, 3 and -1 are seen in use, -2 is this process's own. */
export const CODES = { done: '0', exists: '3', empty: '-1', invalid: '-2' } as const
export type RefusalCode = (typeof CODES)['empty' | 'invalid']

/** Thrown inside a message's transaction: nothing of it takes effect. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly reasons: readonly string[]

  constructor(code: RefusalCode, reasons: readonly string[]) {
    super(reasons.join('; '))
    this.name = 'Refusal'
    this.code = code
    this.reasons = reasons
  }
}
