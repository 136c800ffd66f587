// infra/joint.ts: the plans of a joint operation's platforms as one, with what they share. Pure.
import { type Fault, SansangError } from '../types/error.ts'
import type { JsonObject } from '../types/json.ts'
import type { Plan, PlannedResource } from '../types/plan.ts'

/**
 * One plan of all platforms. Throws `platforms-collide` when two of them declare the same object of the one cluster they share:
 * the second would overwrite the first.
 */
export function jointPlan(slug: string, platforms: readonly Plan[]): Plan {
  const owners = new Map<string, string>()
  const faults: Fault[] = []
  for (const { province, resources } of platforms)
    for (const resource of resources.filter(({ type }) => type.startsWith('kubernetes:'))) {
      const object = objectOf(resource)
      const owner = owners.get(object)
      if (owner !== undefined)
        faults.push({ where: object, message: `is declared by ${owner} and ${province.slug}` })
      owners.set(object, province.slug)
    }
  if (faults.length > 0)
    throw new SansangError('platforms-collide', {
      message: `${faults.length} objects of ${slug} would be declared twice on the common cluster`,
      hint: 'let infra/ name what is not in a namespace after the stack',
      exit: 'internal',
      faults,
    })
  const [first] = platforms
  if (first === undefined) throw new TypeError('a joint operation has platforms')
  const name = first.province.name.split(':')[0] ?? slug
  return {
    schema: 'sansang.plan/1',
    province: { slug, code: first.province.code, name },
    resources: platforms.flatMap(({ resources }) => resources),
    outputs: {
      joint: {
        platforms: platforms.map(
          ({ province, outputs }): JsonObject => ({ slug: province.slug, name: province.name, ...outputs }),
        ),
      },
    },
  }
}

function objectOf({ type, name, inputs }: PlannedResource): string {
  const { name: own = name, namespace = '' } = (inputs['metadata'] ?? {}) as {
    name?: string
    namespace?: string
  }
  return `${type.split(':').at(-1)} ${namespace === '' ? '' : `${namespace}/`}${own}`
}
