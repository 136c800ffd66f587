// infra/change.ts: what a newer plan would do to the resources of an older one. Pure; prints nothing, decides nothing.
import type { Json, JsonObject } from '../types/json.ts'
import type { Plan, PlannedResource } from '../types/plan.ts'
import { isSecret } from './render.ts'

export type FieldChange = {
  /** `spec.template.spec.containers[procedures].env[PORT].value` */
  readonly path: string
  /** Absent: the field was not, or will not be there. A secret value is `(secret …)`. */
  readonly from?: Json
  readonly to?: Json
  /** The provider can only make the object anew. */
  readonly replaces: boolean
}

export type Change = {
  readonly action: 'create' | 'change' | 'replace' | 'delete'
  readonly type: string
  readonly name: string
  readonly namespace?: string
  /** Empty for create and delete. */
  readonly fields: readonly FieldChange[]
}

export type Changes = {
  readonly changes: readonly Change[]
  readonly counts: Readonly<Record<Change['action'] | 'same', number>>
}

/** Resources by URN, in the newer plan's order, what is gone last. Components own nothing and are left out unless `all`. */
export function changesOf(before: Plan | undefined, after: Plan, all = false): Changes {
  const wanted = all ? () => true : isOwned
  const olds = new Map((before?.resources ?? []).filter(wanted).map((resource) => [resource.urn, resource]))
  const news = after.resources.filter(wanted)
  const urns = new Set(news.map(({ urn }) => urn))
  const gone = new Map(
    [...olds.values()].filter(({ urn }) => !urns.has(urn)).map((old) => [objectOf(old), old]),
  )
  const changes: Change[] = []
  for (const resource of news) {
    const object = objectOf(resource)
    const old = olds.get(resource.urn) ?? gone.get(object)
    if (old === undefined) changes.push(whole('create', resource))
    else changes.push(...compared(old, resource))
    if (old?.urn !== resource.urn) gone.delete(object)
  }
  for (const old of gone.values()) changes.push(whole('delete', old))
  const count = (action: Change['action']) => changes.filter((change) => change.action === action).length
  const touched = { create: count('create'), change: count('change'), replace: count('replace') }
  const same = news.length - touched.create - touched.change - touched.replace
  return { changes, counts: { ...touched, delete: count('delete'), same } }
}

/** What it is to the cluster, whichever component of the program declares it. */
function objectOf({ type, name, inputs }: PlannedResource): string {
  const { namespace, name: own } = (inputs['metadata'] ?? {}) as { namespace?: string; name?: string }
  return `${type} ${namespace ?? ''}/${own ?? name}`
}

function isOwned({ type }: PlannedResource): boolean {
  return !/^(sansang|pulumi):/.test(type)
}

function whole(action: 'create' | 'delete', resource: PlannedResource): Change {
  return { action, ...identity(resource), fields: [] }
}

function identity({ type, name, inputs }: PlannedResource): Pick<Change, 'type' | 'name' | 'namespace'> {
  const { namespace, name: own } = (inputs['metadata'] ?? {}) as { namespace?: string; name?: string }
  return { type, name: own ?? name, ...(namespace === undefined ? {} : { namespace }) }
}

function compared(old: PlannedResource, resource: PlannedResource): Change[] {
  const secret = kindOf(resource.type) === 'Secret'
  const [before, after] = [masked(old.inputs, secret), masked(resource.inputs, secret)]
  const inside = differences(before, after, '').map((field) => ({
    ...field,
    replaces: isReplacing(resource.type, field.path),
  }))
  // Another component declares it now: to Pulumi that is another resource, unless the program gives it an alias.
  const moved =
    old.urn === resource.urn ? [] : [{ path: 'urn', from: old.urn, to: resource.urn, replaces: true }]
  const fields = [...moved, ...inside]
  if (fields.length === 0) return []
  const action = fields.some(({ replaces }) => replaces) ? 'replace' : 'change'
  return [{ action, ...identity(resource), fields }]
}

/** Every value a Secret holds is hidden, also one that an older plan, made by whatever, holds in plain. */
function masked(inputs: JsonObject, secret: boolean): JsonObject {
  if (!secret) return inputs
  const hide = (map: Json | undefined) =>
    Object.fromEntries(Object.keys((map ?? {}) as JsonObject).map((key) => [key, { secret: key }]))
  const { data, stringData, ...rest } = inputs
  return {
    ...rest,
    ...(data === undefined ? {} : { data: hide(data) }),
    ...(stringData === undefined ? {} : { stringData: hide(stringData) }),
  }
}

/** Fields the Kubernetes provider cannot change in place; ConfigMaps and Secrets are immutable to it unless told otherwise. */
const REPLACING: Readonly<Record<string, RegExp>> = {
  ConfigMap: /^(data|binaryData)\b/,
  Secret: /^(type|data|stringData)\b/,
  Deployment: /^spec\.selector\b/,
  DaemonSet: /^spec\.selector\b/,
  StatefulSet:
    /^spec\.(selector|serviceName|podManagementPolicy|revisionHistoryLimit|volumeClaimTemplates)\b/,
  Job: /^spec\.(selector|template|completions|parallelism)\b/,
  PersistentVolumeClaim: /^spec\b/,
  RoleBinding: /^roleRef\b/,
  ClusterRoleBinding: /^roleRef\b/,
  Service: /^spec\.clusterIP\b/,
  StorageClass: /^(parameters|provisioner)\b/,
}

function isReplacing(type: string, path: string): boolean {
  // A random password or key with another form is another one.
  if (!type.startsWith('kubernetes:')) return true
  if (/^(apiVersion|kind|metadata\.(name|namespace))$/.test(path)) return true
  return REPLACING[kindOf(type)]?.test(path) ?? false
}

function kindOf(type: string): string {
  return type.split(':').at(-1) ?? type
}

type Difference = Omit<FieldChange, 'replaces'>

function differences(from: Json | undefined, to: Json | undefined, path: string): Difference[] {
  const [olds, news] = [members(from), members(to)]
  if (olds === undefined || news === undefined) return isSame(from, to) ? [] : [difference(path, from, to)]
  const keys = new Set([...olds.keys(), ...news.keys()])
  return [...keys].flatMap((key) =>
    differences(olds.get(key), news.get(key), `${path}${key}`.replace(/^\./, '')),
  )
}

/** Keys of an object as `.key`, items of a list as `[name]` where each has one, so that an insertion is one difference. */
function members(value: Json | undefined): ReadonlyMap<string, Json> | undefined {
  if (typeof value !== 'object' || value === null || isSecret(value)) return undefined
  if (!Array.isArray(value)) {
    // A key with dots in it is one step all the same.
    const step = (key: string) => (/^[\w-]+$/.test(key) ? `.${key}` : `["${key}"]`)
    return new Map(Object.entries(value as JsonObject).map(([key, member]) => [step(key), member]))
  }
  const items = value as readonly Json[]
  const names = items.map((item) => (item as { name?: unknown } | null)?.name)
  const named = names.every((name) => typeof name === 'string') && new Set(names).size === items.length
  return new Map(items.map((item, index) => [`[${named ? names[index] : index}]`, item]))
}

function isSame(from: Json | undefined, to: Json | undefined): boolean {
  return JSON.stringify(from) === JSON.stringify(to)
}

function difference(path: string, from: Json | undefined, to: Json | undefined): Difference {
  return {
    path,
    ...(from === undefined ? {} : { from: shown(from) }),
    ...(to === undefined ? {} : { to: shown(to) }),
  }
}

function shown(value: Json): Json {
  if (isSecret(value)) return `(secret ${value.secret})`
  if (Array.isArray(value)) return value.map(shown)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shown(member)]))
}
