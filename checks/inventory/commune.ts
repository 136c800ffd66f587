// checks/inventory/commune.ts: what a commune's devices add up to, as one more record. Pure; judges nothing.
import { type Evidence, type EvidenceKind, ORIGINS } from '../../types/evidence.ts'
import type { Json, JsonObject } from '../../types/json.ts'
import type { Device } from './device.ts'

/** Version of what this reader derives; raise it when a derived fact changes its meaning. */
const COLLECTOR = 'inventory-csv/1'

/**
 * What every commune has after 1 July 2025: places to work and sign, a PC for the population database, the edge device of
 * the State network, cipher equipment (Plan 02-KH/BCĐTW), and a counter with scanner and printer. Wi-Fi, camera and kiosk
 * are not among them: a commune without says `installed` false.
 */
const EXPECTED = [
  'host:office',
  'host:populationDb',
  'edge',
  'cipher',
  'token',
  'scanner',
  'printer',
  'counter',
] as const

/** Kinds whose default credentials are asked about. */
const WITH_PASSWORD = ['edge', 'switch', 'wifi', 'printer']

/** Kinds that are people's forms and accounts, not things. */
const NO_DEVICE = ['commune', 'account']

export type CommuneFile = { readonly code: string; readonly devices: readonly Device[] }

/** Serials, upper case, that more than one of the files lists. */
export function sharedSerials(files: readonly CommuneFile[]): ReadonlySet<string> {
  const owner = new Map<string, string>()
  const shared = new Set<string>()
  for (const { code, devices } of files)
    for (const serial of devices.map(serialOf)) {
      if (serial === '') continue
      if ((owner.get(serial) ?? code) !== code) shared.add(serial)
      owner.set(serial, code)
    }
  return shared
}

/** A device's serial in the form serials are compared in; empty when none is given. */
function serialOf({ facts }: Device): string {
  const serial = facts['serial']
  return typeof serial === 'string' ? serial.toUpperCase() : ''
}

/** The commune's own record: its form (a row of kind `commune`, if there is one) and the facts derived from all rows. */
export function communeRecord(
  { code, devices }: CommuneFile,
  { kinds, shared }: { readonly kinds: readonly EvidenceKind[]; readonly shared: ReadonlySet<string> },
): Evidence {
  const form = devices.find(({ kind }) => kind === 'commune')?.facts ?? {}
  const things = devices.filter(
    ({ kind, facts }) => !NO_DEVICE.includes(kind) && facts['installed'] !== false,
  )
  const passwords = defaultPasswords(things)
  const inventory = {
    devices: things.length,
    counts: counts(things),
    missingKinds: EXPECTED.filter((wanted) => !things.some((thing) => isOf(thing, wanted))),
    unidentified: things
      .filter((thing) => !isIdentified(thing, kinds))
      .map(({ device }) => device)
      .sort(),
    serialsElsewhere: [...new Set(things.map(serialOf).filter((serial) => shared.has(serial)))].sort(),
    ...(passwords && { defaultPasswords: passwords }),
  }
  const planned = branch(form, 'cipher')
  const received = things.filter(
    (thing) => thing.kind === 'cipher' && serialOf(thing) !== '' && isGiven(thing.facts['minutesNo']),
  ).length
  return {
    schema: 'sansang.evidence/1',
    id: `commune/${code}`,
    kind: 'commune',
    subject: code,
    collectedAt: latest(devices),
    collector: COLLECTOR,
    origin: ORIGINS[Math.max(...devices.map(({ origin }) => ORIGINS.indexOf(origin)))] ?? 'synthetic',
    facts: { ...form, cipher: { ...planned, received }, inventory },
  }
}

function counts(things: readonly Device[]): JsonObject {
  const sums = new Map<string, number>()
  for (const { kind } of things) sums.set(kind, (sums.get(kind) ?? 0) + 1)
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function isOf({ kind, facts }: Device, wanted: string): boolean {
  const [name, role] = wanted.split(':')
  return kind === name && (role === undefined || facts['role'] === role)
}

function isIdentified({ kind, facts }: Device, kinds: readonly EvidenceKind[]): boolean {
  const fields = kinds.find(({ name }) => name === kind)?.fields ?? {}
  return ['serial', 'place', 'keeper'].every((name) => !(name in fields) || isGiven(facts[name]))
}

function isGiven(fact: Json | undefined): boolean {
  return typeof fact === 'string' && fact !== ''
}

/** Undefined while any device has no answer: then a person must still say, and nothing is concluded. */
function defaultPasswords(things: readonly Device[]): string[] | undefined {
  const asked = things.filter(({ kind }) => WITH_PASSWORD.includes(kind))
  if (asked.some(({ facts }) => facts['defaultChanged'] === undefined)) return undefined
  return asked
    .filter(({ facts }) => facts['defaultChanged'] === false)
    .map(({ device }) => device)
    .sort()
}

function branch(facts: JsonObject, name: string): JsonObject {
  const inner = facts[name]
  return typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as JsonObject) : {}
}

function latest(devices: readonly Device[]): string {
  const times = devices.map(({ collectedAt }) => collectedAt)
  return times.reduce((last, time) => (Date.parse(time) > Date.parse(last) ? time : last))
}
