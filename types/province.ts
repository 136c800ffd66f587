// types/province.ts: the facts a province is sized by; from the stack file and the unit list, never from a script.

export type ProvinceFacts = {
  readonly slug: string
  readonly code: string
  readonly name: string
  /** Five-digit codes of the communes in force from 2025-07-01. */
  readonly communes: readonly string[]
  /** One per former province: the former province's two-digit code. */
  readonly bridgePoints: readonly string[]
  readonly dossiersPerWorkingDay: number
  /** Member code at the exchange. */
  readonly member: string
}
