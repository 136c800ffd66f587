// checks/collectors/plan-pod.ts: what one planned pod leaves open besides privilege: scratch space, groups, pulls, drains. Judges nothing.
import type { Json, JsonObject } from '../../types/json.ts'
import type { Plan } from '../../types/plan.ts'
import { listAt, numberAt, objectAt, textAt, truthAt, valueAt } from './plan-json.ts'
import { nameOf, namespaceOf, objectsOf, type PlannedWorkload } from './plan-objects.ts'
import { mebibytes } from './plan-quantity.ts'

/** Facts of kind `workload` about the pod; each list is empty when nothing is wrong. */
export function podFacts(plan: Plan, workload: PlannedWorkload): JsonObject {
  const { podSpec, containers } = workload
  const named = (test: (container: Json) => boolean) =>
    containers.filter(test).map((container) => textAt(container, 'name') ?? '')
  return {
    scratchUnlimited: listAt(podSpec, 'volumes')
      .filter((volume) => {
        const scratch = objectAt(volume, 'emptyDir')
        return scratch !== undefined && textAt(scratch, 'sizeLimit') === undefined
      })
      .map((volume) => textAt(volume, 'name') ?? ''),
    withoutEphemeral: named(
      (container) => valueAt(container, 'resources', 'limits', 'ephemeral-storage') === undefined,
    ),
    memoryOvercommitted: named((container) => {
      const amount = (kind: string) => mebibytes(textAt(container, 'resources', kind, 'memory') ?? '')
      return amount('limits') !== amount('requests')
    }),
    pullDefects: containers.flatMap(pullDefect),
    looseSettings: looseSettings(podSpec, containers),
    rootGroups: rootGroups(podSpec),
    aliasShadows: aliasShadows(plan, workload),
    probesAlike: named((container) => {
      const get = (probe: string) => textAt(container, probe, 'httpGet', 'path')
      return get('livenessProbe') !== undefined && get('livenessProbe') === get('readinessProbe')
    }),
    bridgeSpread: listAt(podSpec, 'topologySpreadConstraints').some(
      (constraint) => textAt(constraint, 'topologyKey') === 'sansang.vn/bridge-point',
    ),
    graceSeconds: numberAt(podSpec, 'terminationGracePeriodSeconds') ?? 30,
    drainSeconds: Math.max(
      0,
      ...containers.map((container) => numberAt(container, 'lifecycle', 'preStop', 'sleep', 'seconds') ?? 0),
    ),
  }
}

/** An image that is never pulled, or one whose tag means something else tomorrow. */
function pullDefect(container: Json): string[] {
  const image = textAt(container, 'image') ?? ''
  const name = textAt(container, 'name') ?? ''
  const policy = textAt(container, 'imagePullPolicy')
  const moving = !image.includes('@') && !/:(?!latest$)[\w.-]+$/.test(image)
  return [
    ...(policy === 'Never' || policy === undefined ? [`${name}: ${policy ?? 'unsaid'}`] : []),
    ...(moving ? [`${name}: ${image}`] : []),
  ]
}

function looseSettings(podSpec: JsonObject, containers: readonly Json[]): string[] {
  const pod = [
    ...(truthAt(podSpec, 'shareProcessNamespace') === true ? ['shareProcessNamespace'] : []),
    ...(truthAt(podSpec, 'enableServiceLinks') === false ? [] : ['enableServiceLinks']),
    ...listAt(podSpec, 'securityContext', 'sysctls').map((sysctl) => `sysctl ${textAt(sysctl, 'name')}`),
  ]
  const each = containers.flatMap((container) => [
    ...(textAt(container, 'securityContext', 'procMount') === 'Unmasked' ? ['procMount'] : []),
    ...['stdin', 'tty'].filter((key) => truthAt(container, key) === true),
  ])
  return [...pod, ...each]
}

/** Group 0 owns what images leave writable for arbitrary users. */
function rootGroups(podSpec: JsonObject): string[] {
  const fields = ['runAsGroup', 'fsGroup'].filter(
    (field) => (numberAt(podSpec, 'securityContext', field) ?? 0) === 0,
  )
  const more = listAt(podSpec, 'securityContext', 'supplementalGroups').includes(0)
  return [...fields, ...(more ? ['supplementalGroups'] : [])]
}

/** A host alias wins over DNS: one with a planned service's name sends its traffic elsewhere. */
function aliasShadows(plan: Plan, { namespace, podSpec }: PlannedWorkload): string[] {
  const services = objectsOf(plan, 'Service')
    .filter((service) => namespaceOf(service) === namespace)
    .map(nameOf)
  return listAt(podSpec, 'hostAliases')
    .flatMap((alias) => listAt(alias, 'hostnames').map(String))
    .filter((host) => services.includes(host.split('.')[0] ?? ''))
}
