// infra/stack-shape.ts: the keys of a stack file, their forms and ranges. Data only; shape.ts judges by it.
import { isIPv4 } from 'node:net'
import { readProvinces } from './units.ts'

export const TARGETS = ['embedded', 'containers', 'cluster', 'external'] as const

const whole = (min: number, max: number, unit: string, example: number) =>
  ({
    kind: 'whole',
    min,
    max,
    form: `a whole number of ${unit} from ${min} to ${max}, such as ${example}`,
  }) as const

const text = (accepts: (text: string) => boolean, form: string) => ({ kind: 'text', accepts, form }) as const

const size = { cpuMillicores: whole(50, 16_000, 'millicores', 250), memoryMiB: whole(64, 65_536, 'MiB', 256) }

/** One replica is a single point of failure (criterion PL-32), so a stack cannot ask for it. */
const workload = { kind: 'object', keys: { replicas: whole(2, 50, 'replicas', 2), ...size } } as const

export const STACK_SHAPE = {
  kind: 'object',
  keys: {
    'sansang:province': {
      kind: 'object',
      keys: {
        code: text(isProvince, "a province's two-digit code in quotes, such as '79' (data/admin-units.json)"),
        goLive: text(isDate, "a date YYYY-MM-DD in quotes, such as '2025-07-01'"),
        target: text((value) => TARGETS.some((target) => target === value), `one of ${TARGETS.join(', ')}`),
        rehearsals: { kind: 'truth' },
      },
    },
    'sansang:sizing': {
      kind: 'object',
      keys: {
        dossiersPerWorkingDay: { kind: 'optional', shape: whole(1, 1_000_000, 'dossiers', 16_000) },
        onlinePercent: whole(0, 100, 'per cent', 75),
        staffPerCommune: whole(1, 1_000, 'people', 32),
        delegatesPerMeetingPoint: whole(1, 100, 'people', 4),
      },
    },
    'sansang:exchange': {
      kind: 'object',
      keys: {
        member: {
          kind: 'optional',
          shape: text((value) => /^[A-Y]\d{2}$/.test(value), 'a letter A–Y and two digits, such as H29'),
        },
        nationalAddress: text(isIPv4, 'an IPv4 address, such as 192.0.2.10'),
      },
    },
    'sansang:gateway': {
      kind: 'object',
      keys: {
        hostname: text(isHostname, 'a host name in lower case, such as dung-chung.ho-chi-minh.example'),
      },
    },
    'sansang:database': {
      kind: 'object',
      keys: { instances: whole(2, 9, 'instances', 3), storageGiB: whole(1, 65_536, 'GiB', 200), ...size },
    },
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
  },
} as const

function isProvince(text: string): boolean {
  return readProvinces().some((province) => province.code === text)
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

function isHostname(text: string): boolean {
  return text.length <= 253 && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(text)
}
