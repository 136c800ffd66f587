// checks/collectors/plan-database.ts: whose databases a plan declares, and who is set up for one that is not its own.
import type { Json } from '../../types/json.ts'
import type { Plan } from '../../types/plan.ts'
import { listAt, textAt, valueAt } from './plan-json.ts'
import { nameOf, objectsOf, workloadsOf } from './plan-objects.ts'
import { type Network, strangersAtDatabase } from './plan-reach.ts'

type Owned = { readonly database: string; readonly owner: string; readonly secret: string }

/** Every way into a database that is not its owner's: by network, by address, by password. Empty is right. */
export function intoDatabases(network: Network): string[] {
  const owned = ownedDatabases(network.plan)
  const owners = owned.map(({ owner }) => owner)
  return [
    ...strangersAtDatabase(network, owners),
    ...shared(owned).map((name) => `${name} is not one owner's alone`),
    ...strangers(network.plan, owned),
  ]
}

function ownedDatabases(plan: Plan): Owned[] {
  const texts = objectsOf(plan, 'ConfigMap')
    .filter((resource) => nameOf(resource) === 'postgres-databases')
    .map((resource) => textAt(resource.inputs, 'data', 'databases.json') ?? '[]')
  return texts
    .flatMap((text) => listAt({ list: JSON.parse(text) as Json }, 'list'))
    .map((entry) => ({
      database: textAt(entry, 'database') ?? '',
      owner: textAt(entry, 'owner') ?? '',
      secret: `${textAt(entry, 'secret', 'name')}/${textAt(entry, 'secret', 'key')}`,
    }))
}

/** Databases, roles or passwords that stand in the list twice. */
function shared(owned: readonly Owned[]): string[] {
  return (['database', 'owner', 'secret'] as const).flatMap((field) => {
    const values = owned.map((entry) => entry[field])
    return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))].map(
      (value) => `${field} ${value}`,
    )
  })
}

function strangers(plan: Plan, owned: readonly Owned[]): string[] {
  return workloadsOf(plan).flatMap(({ name, containers }) =>
    containers
      .flatMap((container) => listAt(container, 'env'))
      .flatMap((variable) => {
        const database = /^postgres(?:ql)?:\/\/[^/]*\/([^?]+)/.exec(textAt(variable, 'value') ?? '')?.[1]
        const reference = valueAt(variable, 'valueFrom', 'secretKeyRef')
        const secret = `${textAt(reference, 'name')}/${textAt(reference, 'key')}`
        const foreign = owned.filter(
          (entry) => entry.owner !== name && (entry.database === database || entry.secret === secret),
        )
        const unlisted = database !== undefined && !owned.some((entry) => entry.database === database)
        return [
          ...foreign.map((entry) => `${name} -> database ${entry.database} of ${entry.owner}`),
          ...(unlisted ? [`${name} -> database ${database}, which has no owner`] : []),
        ]
      }),
  )
}
