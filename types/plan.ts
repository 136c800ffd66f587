// types/plan.ts: the resource graph a province's Pulumi program declares, as data.
import type { JsonObject } from './json.ts'

export type PlannedResource = {
  readonly urn: string
  /** Pulumi type token: `kubernetes:apps/v1:Deployment`, `sansang:platform:SharedSystem`. */
  readonly type: string
  readonly name: string
  /** URN of the parent component; absent for the stack. */
  readonly parent?: string
  /** Inputs. A secret value is `{ "secret": "<name>" }`, never the value. */
  readonly inputs: JsonObject
  /** Pulumi deletes it only after a person has lifted this: what holds the province's data. */
  readonly protect?: true
}

export type Plan = {
  readonly schema: 'sansang.plan/1'
  readonly province: { readonly slug: string; readonly code: string; readonly name: string }
  /** In registration order, components included. */
  readonly resources: readonly PlannedResource[]
  readonly outputs: JsonObject
}
