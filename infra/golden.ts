// infra/golden.ts: a plan cut into one text per component, for the goldens beside it. Used by tests only; reads no file.
import manifest from '../package.json' with { type: 'json' }
import type { Plan, PlannedResource } from '../types/plan.ts'

/** File name (`03-procedures`) → text: a component below the platform with everything in it, and the outputs. */
export function goldensOf(plan: Plan): Map<string, string> {
  const [root, platform] = plan.resources
  const parts = plan.resources.filter(({ parent }) => parent === platform?.urn)
  const goldens = parts.map((part): [string, string] => [partName(part), text(within(plan, part))])
  const frame = { resources: [root, platform], outputs: plan.outputs }
  return new Map([['platform', text(frame)], ...goldens])
}

function partName({ type, name }: PlannedResource): string {
  return type.endsWith(':ProvinceNamespace') ? 'namespace' : name
}

function within({ resources }: Plan, part: PlannedResource): PlannedResource[] {
  return resources.filter(
    (resource) => resource === part || chain(resources, resource).some(({ urn }) => urn === part.urn),
  )
}

function chain(resources: readonly PlannedResource[], resource: PlannedResource): PlannedResource[] {
  const parent = resources.find(({ urn }) => urn === resource.parent)
  return parent === undefined ? [] : [parent, ...chain(resources, parent)]
}

/** The version is a placeholder, or every release would rewrite every golden. */
function text(value: unknown): string {
  const json = JSON.stringify(value, null, 2)
  return `${json.replaceAll(new RegExp(`(sansang/[a-z]+):${manifest.version}`, 'g'), '$1:<version>')}\n`
}
