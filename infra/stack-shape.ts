// infra/stack-shape.ts: the keys of a stack file, their forms and ranges. Data only; shape.ts judges by it.
import type { Shape, TextSchema } from './shape.ts'
import { readProvinces } from './units.ts'

export const TARGETS = ['embedded', 'containers', 'cluster', 'external'] as const

/** patroni: the platform runs it and it fails over by itself; external: the province's own, reached at an address. */
export const DATABASE_MODES = ['patroni', 'external'] as const

const whole = (min: number, max: number, unit: string, example: number) =>
  ({
    kind: 'whole',
    min,
    max,
    form: `a whole number of ${unit} from ${min} to ${max}, such as ${example}`,
  }) as const

const text = (schema: TextSchema, form: string) =>
  ({ kind: 'text', accepts: accepterOf(schema), form, schema }) as const

const pattern = (source: string, form: string, maxLength?: number) =>
  text({ pattern: `^(?:${source})$`, ...(maxLength === undefined ? {} : { maxLength }) }, form)

const oneOf = (values: readonly string[], form = `one of ${values.join(', ')}`) =>
  text({ enum: values }, form)

const optional = <S>(shape: S) => ({ kind: 'optional', shape }) as const

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const HOST = '(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}'
const LABEL = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?'

const address = pattern(`${OCTET}(?:\\.${OCTET}){3}`, 'an IPv4 address, such as 192.0.2.10')
const host = (example: string) => pattern(HOST, `a host name in lower case, such as ${example}`, 253)
const label = (what: string, example: string) => pattern(LABEL, `${what}, such as ${example}`)
const port = (example: number) => whole(1, 65_535, 'a port', example)

const size = { cpuMillicores: whole(50, 16_000, 'millicores', 250), memoryMiB: whole(64, 65_536, 'MiB', 256) }

/** One replica is a single point of failure (criterion PL-32), so a stack cannot ask for it. */
const workload = { kind: 'object', keys: { replicas: whole(2, 50, 'replicas', 2), ...size } } as const

const sizing = {
  dossiersPerWorkingDay: optional(whole(1, 1_000_000, 'dossiers', 16_000)),
  onlinePercent: whole(0, 100, 'per cent', 75),
  staffPerCommune: whole(1, 1_000, 'people', 32),
  delegatesPerMeetingPoint: whole(1, 100, 'people', 4),
} as const

const database = {
  mode: optional(oneOf(DATABASE_MODES)),
  external: optional({ kind: 'object', keys: { address, port: optional(port(5432)) } } as const),
  // Two cannot agree on a primary once one is gone: three is the smallest quorum.
  instances: whole(3, 9, 'instances', 3),
  storageGiB: whole(1, 65_536, 'GiB', 200),
  storageClass: optional(label('a storage class of the cluster', 'encrypted-ssd')),
  ...size,
} as const

/** An S3-compatible store of the province, outside the cluster: a backup beside its database is none. */
const backup = {
  host: host('s3.ho-chi-minh.example'),
  address,
  port: optional(port(443)),
  bucket: pattern('[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]', 'the name of a bucket, such as sansang-ho-chi-minh'),
  region: optional(label('a region of the store', 'vn')),
  fullsKept: optional(whole(1, 52, 'full backups', 4)),
} as const

export const STACK_SHAPE = {
  kind: 'object',
  keys: {
    'sansang:province': {
      kind: 'object',
      keys: {
        code: oneOf(
          readProvinces().map(({ code }) => code),
          "a province's two-digit code in quotes, such as '79' (data/admin-units.json)",
        ),
        goLive: text({ format: 'date' }, "a date YYYY-MM-DD in quotes, such as '2025-07-01'"),
        target: oneOf(TARGETS),
        rehearsals: { kind: 'truth' },
      },
    },
    // Only in the stack of one platform of a joint operation (stack-joint.ts).
    'sansang:joint': optional({
      kind: 'object',
      keys: {
        former: oneOf(
          readProvinces().flatMap(({ formerProvinces }) => formerProvinces),
          "a former province's two-digit code in quotes, such as '77'",
        ),
      },
    } as const),
    'sansang:sizing': { kind: 'object', keys: sizing },
    'sansang:exchange': {
      kind: 'object',
      keys: {
        member: optional(pattern('[A-Y]\\d{2}', 'a letter A–Y and two digits, such as H29')),
        nationalAddress: address,
      },
    },
    'sansang:gateway': {
      kind: 'object',
      keys: {
        hostname: host('dung-chung.ho-chi-minh.example'),
        gatewayClass: optional(label('a GatewayClass of the cluster', 'nginx')),
        issuer: optional(label('a ClusterIssuer of cert-manager', 'sansang')),
      },
    },
    'sansang:database': { kind: 'object', keys: database },
    'sansang:backup': optional({ kind: 'object', keys: backup } as const),
    'sansang:images': optional({
      kind: 'object',
      keys: {
        mirror: pattern(
          `${HOST}(?::\\d{1,5})?(?:/[a-z0-9._-]+)*`,
          'a registry with an optional path, such as registry.ho-chi-minh.example/sansang',
          200,
        ),
      },
    } as const),
    'sansang:monitoring': optional({
      kind: 'object',
      keys: { namespace: label('the namespace Prometheus scrapes from', 'monitoring') },
    } as const),
    'sansang:cluster': optional({
      kind: 'object',
      keys: {
        apiServers: pattern(
          `${OCTET}(?:\\.${OCTET}){3}/(?:[89]|[12]\\d|3[0-2])`,
          "the address block of the cluster's API servers, such as 192.0.2.32/28",
        ),
      },
    } as const),
    'sansang:workloads': {
      kind: 'object',
      keys: {
        procedures: workload,
        documents: workload,
        meetings: workload,
        reporting: workload,
        exchange: workload,
        identity: workload,
        gateway: workload,
      },
    },
    'sansang:backupAccessKey': optional(secret('backupAccessKey')),
    'sansang:backupSecretKey': optional(secret('backupSecretKey')),
  },
} as const

/** Keys that hold plain values, and those only Pulumi may fill. */
export const SETTINGS = keysOf((kind) => kind !== 'secret')
export const SECRETS = keysOf((kind) => kind === 'secret')

function keysOf(wanted: (kind: Shape['kind']) => boolean): string[] {
  const inner = (shape: Shape) => (shape.kind === 'optional' ? shape.shape.kind : shape.kind)
  return Object.entries<Shape>(STACK_SHAPE.keys)
    .filter(([, shape]) => wanted(inner(shape)))
    .map(([key]) => key)
}

function secret(key: string) {
  const form = `an encrypted value, set by: pulumi config set --secret sansang:${key}`
  return { kind: 'secret', form } as const
}

function accepterOf(schema: TextSchema): (text: string) => boolean {
  if ('enum' in schema) return (text) => schema.enum.includes(text)
  if ('format' in schema) return isDate
  const form = new RegExp(schema.pattern, 'u')
  return (text) => text.length <= (schema.maxLength ?? Number.POSITIVE_INFINITY) && form.test(text)
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
