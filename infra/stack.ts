// infra/stack.ts: one province's configuration, completed by the unit list. Knows neither files nor Pulumi.
import type { ProvinceFacts } from '../types/province.ts'
import type { SystemName } from '../types/system.ts'
import { faultsOf, type Shaped, type ShapeFault } from './shape.ts'
import { type DATABASE_MODES, STACK_SHAPE, type TARGETS } from './stack-shape.ts'
import { readProvinces } from './units.ts'
import { formerProvinces } from './units-former.ts'

/** Processor and memory one replica asks for. */
export type Size = { readonly cpuMillicores: number; readonly memoryMiB: number }
export type WorkloadSize = Size & { readonly replicas: number }

export type DatabaseSettings = Size & {
  readonly mode: (typeof DATABASE_MODES)[number]
  /** Where the province's own database answers; only in mode external, where the sizes say what it must have. */
  readonly external: { readonly address: string; readonly port: number } | undefined
  readonly instances: number
  readonly storageGiB: number
  /** Absent: the cluster's default class. */
  readonly storageClass: string | undefined
}

/** Where pgBackRest keeps backups and write-ahead log: an S3-compatible store outside the cluster. */
export type BackupSettings = {
  readonly host: string
  /** IPv4 address `host` resolves to, for the network policy. */
  readonly address: string
  readonly port: number
  readonly bucket: string
  readonly region: string
  /** Full backups kept, one a week; the log between them goes with the oldest. */
  readonly fullsKept: number
  /** placeholder: a reserved name and address (RFC 2606, RFC 5737) until the province states its own. */
  readonly origin: 'stated' | 'placeholder'
}

export type Stack = {
  readonly slug: string
  /** Two-digit province code. */
  readonly code: string
  readonly name: string
  /** YYYY-MM-DD. */
  readonly goLive: string
  readonly target: (typeof TARGETS)[number]
  /** Whether identity knows the rehearsal clients. */
  readonly rehearsals: boolean
  /** Member code at the exchange. */
  readonly member: string
  /** provisional: no source attests the province's code; see `provisionalMember`. */
  readonly memberOrigin: 'attested' | 'provisional'
  /** Five-digit codes in force from 2025-07-01. */
  readonly communes: readonly string[]
  /** Two-digit codes of the former provinces: one bridge point each. */
  readonly bridgePoints: readonly string[]
  readonly sizing: {
    readonly dossiersPerWorkingDay: number
    /** derived: 37 a commune, the national average. */
    readonly dossiersOrigin: 'stated' | 'derived'
    readonly onlinePercent: number
    readonly staffPerCommune: number
    readonly delegatesPerMeetingPoint: number
  }
  readonly nationalAddress: string
  readonly hostname: string
  /** GatewayClass the route hangs on, and ClusterIssuer its certificate comes from. */
  readonly gatewayClass: string
  readonly issuer: string
  readonly database: DatabaseSettings
  readonly backup: BackupSettings
  readonly images: {
    /** Registry with path that stands in for the public one; absent: images are pulled from where they are published. */
    readonly mirror: string | undefined
  }
  readonly monitoring: {
    /** The namespace Prometheus scrapes from. */
    readonly namespace: string
  }
  readonly cluster: {
    /** Block that holds the addresses of the cluster's API servers: Patroni agrees there on who is primary. */
    readonly apiServers: string
  }
  readonly workloads: Readonly<Record<SystemName | 'identity' | 'gateway', WorkloadSize>>
}

/** About 122,000 dossiers a working day over 3,321 communes, national average to 19 August 2025. */
export const DOSSIERS_PER_COMMUNE = 37

/** Every fault of the `config` values of the stack named `slug`; empty when `completeStack` may be called. */
export function stackFaults(slug: string, values: unknown): ShapeFault[] {
  const faults = [...faultsOf(STACK_SHAPE, values), ...externalFaults(values)]
  if (faults.some(({ path }) => path.join('.') === 'sansang:province.code')) return faults
  const { 'sansang:province': stated, 'sansang:joint': joint } = values as Partial<Values>
  const province = readProvinces().find((candidate) => candidate.code === stated?.code)
  if (province === undefined) return faults
  const due = joint === undefined ? province.slug : `${province.slug}-${joint.former}`
  if (due === slug) return faults
  const message = `sansang:province.code is '${province.code}', ${province.name}, whose stack is ${due}; this one is ${slug}`
  return [...faults, { path: ['sansang:province', 'code'], at: 'value', message }]
}

/** An external database needs an address, and only that one does. */
function externalFaults(values: unknown): ShapeFault[] {
  const database = (values as Partial<Values>)['sansang:database']
  const path = ['sansang:database', 'external']
  if (typeof database !== 'object' || database === null) return []
  if (database.mode === 'external' && database.external === undefined)
    return [{ path, at: 'key', message: `${path.join('.')} is missing; mode external needs its address` }]
  if (database.mode !== 'external' && database.external !== undefined)
    return [{ path, at: 'key', message: `${path.join('.')} is read only with mode: external` }]
  return []
}

/** The stack of faultless `config` values: communes and bridge points counted, what is absent derived. */
export function completeStack(slug: string, values: unknown): Stack {
  const config = values as Values
  const { code, goLive, target, rehearsals } = config['sansang:province']
  const { dossiersPerWorkingDay, ...sizing } = config['sansang:sizing']
  const { member, nationalAddress } = config['sansang:exchange']
  const province = readProvinces().find((candidate) => candidate.code === code)
  if (province === undefined)
    throw new TypeError(`completeStack needs faultless values: province code ${code}`)
  const joint = config['sansang:joint']?.former
  const former = joint === undefined ? undefined : formerProvinces().get(joint)
  const communes = former?.communes ?? province.communes
  return {
    slug,
    code,
    name: former === undefined ? province.name : `${province.name}: ${former.name}`,
    goLive,
    target: target as Stack['target'],
    rehearsals,
    member: member ?? provisionalMember(code),
    memberOrigin:
      member === undefined || member === provisionalMember(joint ?? code) ? 'provisional' : 'attested',
    communes,
    bridgePoints: joint === undefined ? province.formerProvinces : [joint],
    sizing: {
      dossiersPerWorkingDay: dossiersPerWorkingDay ?? DOSSIERS_PER_COMMUNE * communes.length,
      dossiersOrigin: dossiersPerWorkingDay === undefined ? 'derived' : 'stated',
      ...sizing,
    },
    nationalAddress,
    ...gatewayOf(config),
    database: databaseOf(config),
    backup: backupOf(slug, config),
    images: { mirror: config['sansang:images']?.mirror },
    monitoring: { namespace: config['sansang:monitoring']?.namespace ?? 'monitoring' },
    // A reserved block (RFC 5737) until the operator states the cluster's own.
    cluster: { apiServers: config['sansang:cluster']?.apiServers ?? '192.0.2.32/28' },
    workloads: config['sansang:workloads'],
  }
}

type Values = Shaped<typeof STACK_SHAPE>

function gatewayOf({ 'sansang:gateway': { hostname, gatewayClass, issuer } }: Values) {
  return { hostname, gatewayClass: gatewayClass ?? 'nginx', issuer: issuer ?? 'sansang' }
}

function databaseOf({ 'sansang:database': { mode, external, storageClass, ...rest } }: Values) {
  return {
    ...rest,
    mode: (mode ?? 'patroni') as DatabaseSettings['mode'],
    external: external === undefined ? undefined : { address: external.address, port: external.port ?? 5432 },
    storageClass,
  }
}

function backupOf(slug: string, { 'sansang:backup': stated }: Values): BackupSettings {
  const placeholder = { host: `s3.${slug}.example`, address: '192.0.2.20', bucket: `sansang-${slug}` }
  const { port, region, fullsKept, ...where } = stated ?? {
    ...placeholder,
    port: 443,
    region: 'vn',
    fullsKept: 4,
  }
  return {
    ...where,
    port: port ?? 443,
    region: region ?? 'vn',
    fullsKept: fullsKept ?? 4,
    origin: stated === undefined ? 'placeholder' : 'stated',
  }
}

/**
 * A member code in the form the law gives (Decision 20/2020/QĐ-TTg art. 3: a letter A–Y and two digits) under the last letter,
 * which no public list shows in use: `Y` and the province code stand in until the province states its own.
 */
export function provisionalMember(code: string): string {
  return `Y${code}`
}

/** The facts load, drills and sample inventory are sized by. */
export function provinceFacts(stack: Stack): ProvinceFacts {
  const { slug, code, name, communes, bridgePoints, member } = stack
  const { dossiersPerWorkingDay } = stack.sizing
  return { slug, code, name, communes, bridgePoints, dossiersPerWorkingDay, member }
}
