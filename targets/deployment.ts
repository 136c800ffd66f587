// targets/deployment.ts: what a plan asks to run, read out of its Kubernetes objects. Starts nothing.
import { type Fault, SansangError } from '../types/error.ts'
import type { Json, JsonObject } from '../types/json.ts'
import type { Plan, PlannedResource } from '../types/plan.ts'

export type SecretRef = { readonly name: string; readonly key: string }
export type EnvEntry = { readonly name: string; readonly value: string | SecretRef }

export type Probe = {
  readonly path: string
  readonly periodMs: number
  readonly timeoutMs: number
  readonly failureThreshold: number
}

export type PlannedWorkload = {
  readonly name: string
  /** Label `sansang.vn/part`: `system`, `identity`, `gateway`; the database is not among the processes. */
  readonly part: string
  readonly command: readonly [string, ...string[]]
  readonly env: readonly EnvEntry[]
  readonly startup: Probe
  readonly readiness: Probe
  readonly graceMs: number
  /** MiB; undefined where the plan sets none. */
  readonly memoryLimitMiB?: number
}

export type PlannedDatabase = {
  readonly database: string
  readonly owner: string
  readonly secret: SecretRef
}

export type Deployment = {
  readonly processes: readonly PlannedWorkload[]
  /** `name:port` of every Service, as it stands in URLs: `procedures:8080`. */
  readonly services: readonly { readonly name: string; readonly port: number }[]
  readonly databases: readonly PlannedDatabase[]
}

/** Reads a plan. Throws `plan-not-runnable` with every object that cannot be run as a process. */
export function readDeployment(plan: Plan): Deployment {
  const faults: Fault[] = []
  const attempt = <T>(resource: PlannedResource, read: (inputs: JsonObject) => T): T[] => {
    try {
      return [read(resource.inputs)]
    } catch (error) {
      faults.push({ where: resource.urn, message: error instanceof Error ? error.message : String(error) })
      return []
    }
  }
  const ofType = (suffix: string) => plan.resources.filter(({ type }) => type.endsWith(suffix))
  const workloads = [...ofType(':Deployment'), ...ofType(':StatefulSet')]
  const processes = workloads.filter((resource) => partOf(resource.inputs) !== 'database')
  const deployment = {
    processes: processes.flatMap((resource) => attempt(resource, workload)),
    services: ofType(':core/v1:Service')
      .flatMap((resource) => attempt(resource, services))
      .flat(),
    databases: ofType(':core/v1:ConfigMap')
      .filter(({ name }) => name === 'postgres-databases')
      .flatMap((resource) => attempt(resource, databases))
      .flat(),
  }
  if (deployment.processes.length === 0)
    faults.push({ where: plan.province.slug, message: 'no workload is planned' })
  if (deployment.databases.length === 0)
    faults.push({
      where: plan.province.slug,
      message: 'the ConfigMap postgres-databases is missing or empty',
    })
  if (faults.length === 0) return deployment
  throw new SansangError('plan-not-runnable', {
    message: `the plan of ${plan.province.slug} cannot be run on this machine`,
    hint: `./sansang plan ${plan.province.slug} --json shows the objects named above`,
    faults,
  })
}

function partOf(inputs: JsonObject): string {
  return text(inputs, 'spec', 'template', 'metadata', 'labels', 'sansang.vn/part')
}

function workload(inputs: JsonObject): PlannedWorkload {
  const pod = object(inputs, 'spec', 'template', 'spec')
  const [container, ...more] = list(pod, 'containers')
  if (container === undefined || more.length > 0) throw new Error('expected exactly one container')
  const [command, ...args] = list(container, 'command').map(String)
  if (command !== 'node') throw new Error(`only node can be started as a process, not "${command ?? ''}"`)
  const grace = at(pod, ['terminationGracePeriodSeconds'])
  return {
    name: text(inputs, 'metadata', 'name'),
    part: partOf(inputs),
    command: [command, ...args],
    env: list(container, 'env').map(entry),
    startup: probe(object(container, 'startupProbe')),
    readiness: probe(object(container, 'readinessProbe')),
    ...memoryLimit(container),
    graceMs: (typeof grace === 'number' ? grace : 30) * 1000,
  }
}

function memoryLimit(container: Json): { memoryLimitMiB?: number } {
  const limit = at(container, ['resources', 'limits', 'memory'])
  const [, amount, unit] = /^(\d+)(Mi|Gi)$/.exec(typeof limit === 'string' ? limit : '') ?? []
  if (amount === undefined) return {}
  return { memoryLimitMiB: Number(amount) * (unit === 'Gi' ? 1024 : 1) }
}

function entry(value: Json): EnvEntry {
  const name = text(value, 'name')
  const plain = at(value, ['value'])
  if (typeof plain === 'string') return { name, value: plain }
  const reference = ['valueFrom', 'secretKeyRef']
  return { name, value: { name: text(value, ...reference, 'name'), key: text(value, ...reference, 'key') } }
}

function probe(value: JsonObject): Probe {
  const number = (name: string, otherwise: number) => {
    const found = value[name]
    return typeof found === 'number' ? found : otherwise
  }
  // What is left out has Kubernetes' own defaults.
  return {
    path: text(value, 'httpGet', 'path'),
    periodMs: number('periodSeconds', 10) * 1000,
    timeoutMs: number('timeoutSeconds', 1) * 1000,
    failureThreshold: number('failureThreshold', 3),
  }
}

function services(inputs: JsonObject): { name: string; port: number }[] {
  const name = text(inputs, 'metadata', 'name')
  return list(inputs, 'spec', 'ports').map((port) => {
    const number = at(port, ['port'])
    if (typeof number !== 'number') throw new Error('expected a number at spec.ports[].port')
    return { name, port: number }
  })
}

function databases(inputs: JsonObject): PlannedDatabase[] {
  const parsed = JSON.parse(text(inputs, 'data', 'databases.json')) as Json
  return list(parsed).map((row) => ({
    database: text(row, 'database'),
    owner: text(row, 'owner'),
    secret: { name: text(row, 'secret', 'name'), key: text(row, 'secret', 'key') },
  }))
}

function at(value: Json, path: readonly string[]): Json | undefined {
  let here: Json | undefined = value
  for (const step of path) here = isObject(here) ? here[step] : undefined
  return here
}

function text(value: Json, ...path: string[]): string {
  const found = at(value, path)
  if (typeof found !== 'string') throw new Error(`expected text at ${path.join('.')}`)
  return found
}

function object(value: Json, ...path: string[]): JsonObject {
  const found = at(value, path)
  if (!isObject(found)) throw new Error(`expected an object at ${path.join('.')}`)
  return found
}

function list(value: Json, ...path: string[]): readonly Json[] {
  const found = at(value, path)
  if (!Array.isArray(found)) throw new Error(`expected a list at ${path.join('.') || 'the top'}`)
  return found
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
