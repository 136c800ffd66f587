// checks/sample/host.ts: made-up computers of one commune. Some are as old as those found in August 2025; none breaks a blocking rule.
import type { JsonObject } from '../../types/json.ts'
import type { Random } from './random.ts'

/** Windows releases found in offices, with the end of the maker's support (Microsoft lifecycle pages, edition Pro). */
const OLD = { version: '7 SP1', supportEnds: '2020-01-14' }
const COMMON = { version: '10 22H2', supportEnds: '2025-10-14' }
const NEW = { version: '11 24H2', supportEnds: '2026-10-13' }
/** Sold from 30 September 2025: not found on a day before. */
const NEWEST = { version: '11 25H2', supportEnds: '2027-10-12' }

export type HostRole = 'office' | 'populationDb' | 'secret'

/** Facts of one PC. `address` is the IPv4 address the province assigned to it. */
export function hostFacts(
  random: Random,
  { role, asOf, address }: { readonly role: HostRole; readonly asOf: string; readonly address: string },
): JsonObject {
  const old = role !== 'populationDb' && random.chance(0.12)
  const release = old ? OLD : random.chance(0.6) ? COMMON : asOf < '2025-10-01' ? NEW : NEWEST
  const onNetwork = role !== 'secret'
  return {
    role,
    'os.name': 'Windows',
    'os.version': release.version,
    'os.supportEnds': release.supportEnds,
    'os.licensed': random.chance(0.88),
    'av.licensed': random.chance(0.92),
    ramGiB: old || random.chance(0.22) ? 4 : random.pick([8, 8, 16]),
    diskFreeGiB: random.chance(0.08) ? random.between(4, 19) : random.between(25, 320),
    'patch.oldestPendingDays': random.chance(0.07) ? random.between(31, 120) : random.between(0, 28),
    'patch.auto': onNetwork && random.chance(0.92),
    'av.realtime': true,
    'av.signatureAgeDays': onNetwork && random.chance(0.94) ? random.between(0, 3) : random.between(4, 30),
    ...protection(random),
    ...accounts(random),
    ...network(random, role, address),
    'time.source': onNetwork ? 'ntp.sample.example' : '',
    'time.offsetMs': onNetwork ? random.between(-240, 240) : random.between(-90_000, 90_000),
    'log.target': onNetwork && random.chance(0.93) ? 'log.sample.example' : '',
    'log.retentionDays': onNetwork ? random.pick([90, 180, 365]) : 0,
    'net.ip': onNetwork ? address : '',
    'net.assigned': onNetwork ? address : '',
  }
}

function protection(random: Random): JsonObject {
  return {
    'firewall.on': random.chance(0.97),
    'firewall.inbound': 'deny',
    'services.unsafe': random.chance(0.05) ? ['smb1'] : [],
    'ssh.protocol': random.chance(0.05) ? 2 : 0,
    'audit.logon': random.pick(['both', 'both', 'both', 'success']),
    'disk.encrypted': random.chance(0.28),
    idleLockSeconds: random.chance(0.1) ? 1800 : random.pick([300, 600, 900]),
  }
}

function accounts(random: Random): JsonObject {
  return {
    'accounts.default': random.chance(0.03) ? ['Guest'] : [],
    'accounts.empty': [],
    'accounts.idleDays': random.chance(0.05) ? random.between(46, 200) : random.between(0, 40),
    'accounts.dailyAdmin': random.chance(0.2),
    'password.minLength': random.chance(0.06) ? 6 : random.pick([8, 10, 14]),
    'password.complex': random.chance(0.96),
    'lockout.tries': random.chance(0.06) ? 0 : 5,
    'lockout.minutes': 15,
  }
}

function network(random: Random, role: HostRole, address: string): JsonObject {
  const strict = role === 'populationDb' || role === 'secret' || address === ''
  return {
    'net.wireless': !strict && random.chance(0.3) ? ['wlan0'] : [],
    'net.modem': [],
    'usb.foreign': !strict && random.chance(0.1) ? ['0951:1666'] : [],
    everNetworked: role !== 'secret',
  }
}
