// readiness/policy-pack/stack-plan.ts: what `pulumi preview` hands a policy pack, as the plan the collectors read. Judges nothing.
import type { Json, JsonObject } from '../../types/json.ts'
import type { Plan, PlannedResource } from '../../types/plan.ts'

/** What `@pulumi/policy` says of one resource, as far as it is read here. */
export type PreviewedResource = {
  readonly type: string
  readonly name: string
  readonly urn: string
  readonly props: Readonly<Record<string, unknown>>
}

const PLATFORM = 'sansang:platform:Platform'
const SECRET = 'kubernetes:core/v1:Secret'

/**
 * The plan of a previewed stack. Values of Secrets are replaced by their names before anything reads them: a preview hands them over
 * in the clear, or as values nobody knows yet.
 */
export function planOf(resources: readonly PreviewedResource[]): Plan {
  const platform = resources.find(({ type }) => type === PLATFORM)
  const text = (key: string) => String(platform?.props[key] ?? '')
  return {
    schema: 'sansang.plan/1',
    province: { slug: text('slug'), code: text('code'), name: text('slug') },
    resources: resources.map(
      ({ type, name, urn, props }): PlannedResource => ({
        urn,
        type,
        name,
        inputs: inputsOf(type, name, props),
      }),
    ),
    outputs: {},
  }
}

/** The day the province goes live: what the criteria are judged on. */
export function goLiveOf(resources: readonly PreviewedResource[]): string {
  return String(resources.find(({ type }) => type === PLATFORM)?.props['goLive'] ?? '')
}

function inputsOf(type: string, name: string, props: PreviewedResource['props']): JsonObject {
  if (type === SECRET)
    return { metadata: plain(props['metadata']), stringData: { secret: `${name}/stringData` } }
  // Other providers' resources hold what they made, passwords and keys among it; no criterion reads them.
  if (!/^(kubernetes|sansang):/.test(type)) return {}
  return plain(props) as JsonObject
}

/** Copies what is JSON. Functions, which the SDK adds, are left out. */
function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? {})) as Json
}
