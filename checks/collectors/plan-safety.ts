// checks/collectors/plan-safety.ts: whether the planned database keeps every commit when a zone is lost, and is backed up. Judges nothing.
import { parse } from 'yaml'
import type { Json, JsonObject } from '../../types/json.ts'
import type { Plan } from '../../types/plan.ts'
import { listAt, numberAt, textAt, truthAt, valueAt } from './plan-json.ts'
import { nameOf, objectsOf, type PlannedWorkload, workloadsOf } from './plan-objects.ts'
import { selects } from './plan-selector.ts'

const ROLE_LABEL = 'sansang.vn/database-role'

/** Facts `db` and `backup`; absent where the plan has no database of its own, so that nobody takes silence for safety. */
export function safetyFacts(plan: Plan): JsonObject {
  const instances = workloadsOf(plan).find(
    ({ kind, labels }) => kind === 'StatefulSet' && labels['sansang.vn/part'] === 'database',
  )
  if (instances === undefined) return {}
  const patroni = settingsOf(plan, instances)
  const config = pgbackrestOf(plan)
  return {
    db: {
      ...survival(instances, patroni),
      unencrypted: unencrypted(plan, instances, config),
      serviceAstray: serviceAstray(plan),
    },
    backup: backupFacts(plan, patroni, config),
  }
}

/** True for a container that leaves failover to Patroni. */
export function runsPatroni({ containers }: PlannedWorkload): boolean {
  return containers.some((container) => listAt(container, 'command')[0] === 'patroni')
}

function settingsOf(plan: Plan, instances: PlannedWorkload): Json | undefined {
  if (!runsPatroni(instances)) return undefined
  const text = objectsOf(plan, 'ConfigMap').map((map) => textAt(map.inputs, 'data', 'patroni.yml'))
  return parse(text.find((one) => one !== undefined) ?? '{}') as Json
}

function survival({ replicas, podSpec, labels }: PlannedWorkload, patroni: Json | undefined): JsonObject {
  const dcs = valueAt(patroni, 'bootstrap', 'dcs')
  const strict = truthAt(dcs, 'synchronous_mode') === true && truthAt(dcs, 'synchronous_mode_strict') === true
  const syncReplicas = strict ? Math.min(numberAt(dcs, 'synchronous_node_count') ?? 1, replicas - 1) : 0
  const apart = listAt(podSpec, 'topologySpreadConstraints').some(
    (constraint) =>
      textAt(constraint, 'topologyKey') === 'topology.kubernetes.io/zone' &&
      textAt(constraint, 'whenUnsatisfiable') === 'DoNotSchedule' &&
      numberAt(constraint, 'maxSkew') === 1 &&
      selects(valueAt(constraint, 'labelSelector'), labels),
  )
  // After a zone is gone one instance must still take writes and another acknowledge them.
  return {
    instances: replicas,
    syncReplicas,
    survivesZone: patroni !== undefined && apart && syncReplicas >= 1 && replicas >= 3,
  }
}

/** The client's settings, `key=value` of every section together. */
function pgbackrestOf(plan: Plan): Readonly<Record<string, string>> {
  const map = objectsOf(plan, 'ConfigMap').find((candidate) => nameOf(candidate) === 'pgbackrest-client')
  const lines = (textAt(map?.inputs, 'data', 'pgbackrest.conf') ?? '').split('\n')
  const pairs = lines.map((line) => /^([a-z0-9-]+)=(.*)$/.exec(line)).filter((match) => match !== null)
  return Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, value]))
}

function backupFacts(
  plan: Plan,
  patroni: Json | undefined,
  config: Readonly<Record<string, string>>,
): JsonObject {
  const jobs = objectsOf(plan, 'CronJob')
    .filter(({ inputs }) => truthAt(inputs, 'spec', 'suspend') !== true)
    .map(({ inputs }) => ({
      schedule: textAt(inputs, 'spec', 'schedule') ?? '',
      command: JSON.stringify(
        valueAt(inputs, 'spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers') ?? [],
      ),
    }))
    .filter(({ command }) => command.includes('pgbackrest') && command.includes(' backup'))
  const days = new Set(jobs.flatMap(({ schedule }) => daysOf(schedule)))
  const parameters = valueAt(patroni, 'bootstrap', 'dcs', 'postgresql', 'parameters')
  const services = objectsOf(plan, 'Service').map(nameOf)
  const host = config['repo1-s3-endpoint'] ?? ''
  return {
    full: jobs.some(
      ({ command, schedule }) => command.includes('--type=full') && daysOf(schedule).length > 0,
    ),
    daily: days.size === 7,
    archive:
      textAt(parameters, 'archive_mode') === 'on' &&
      (textAt(parameters, 'archive_command') ?? '').includes('archive-push'),
    offsite:
      config['repo1-type'] === 's3' && host.includes('.') && !services.includes(host.split('.')[0] ?? ''),
    keptFulls: Number(config['repo1-retention-full'] ?? 0),
  }
}

/** Days of the week (0 Sunday) a five-field schedule runs on; none for one bound to days of a month or to months. */
function daysOf(schedule: string): number[] {
  const [, , day, month, week] = schedule.split(/\s+/)
  if (day !== '*' || month !== '*' || week === undefined) return []
  return week.split(',').flatMap((part) => {
    const range = /^(\d)(?:-(\d))?$/.exec(part === '*' ? '0-6' : part)
    if (range === null) return []
    const [first, last] = [Number(range[1]), Number(range[2] ?? range[1])]
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) % 7)
  })
}

function unencrypted(
  plan: Plan,
  instances: PlannedWorkload,
  config: Readonly<Record<string, string>>,
): string[] {
  const set = objectsOf(plan, 'StatefulSet').find((candidate) => nameOf(candidate) === instances.name)
  const volumes = listAt(set?.inputs, 'spec', 'volumeClaimTemplates')
    .filter((claim) => textAt(claim, 'spec', 'storageClassName') === undefined)
    .map((claim) => `volume ${textAt(claim, 'metadata', 'name')}: no storage class named`)
  const cipher = config['repo1-cipher-type'] === 'aes-256-cbc' ? [] : ['backup: no cipher']
  return [...volumes, ...cipher, ...keysTogether(instances)]
}

/** The passphrase beside the keys of the store: who holds one holds both. */
function keysTogether({ containers }: PlannedWorkload): string[] {
  const secretOf = (name: string) =>
    containers
      .flatMap((container) => listAt(container, 'env'))
      .filter((variable) => textAt(variable, 'name') === name)
      .map((variable) => textAt(variable, 'valueFrom', 'secretKeyRef', 'name'))
  const passphrases = secretOf('PGBACKREST_REPO1_CIPHER_PASS')
  if (passphrases.length === 0) return ['backup: no passphrase']
  return secretOf('PGBACKREST_REPO1_S3_KEY').some((secret) => passphrases.includes(secret))
    ? ['backup: keys together']
    : []
}

/** Services systems write to that may lead to a standby. */
function serviceAstray(plan: Plan): string[] {
  return objectsOf(plan, 'Service')
    .filter((service) => nameOf(service) === 'postgres')
    .filter((service) => textAt(service.inputs, 'spec', 'selector', ROLE_LABEL) !== 'primary')
    .map(nameOf)
}
