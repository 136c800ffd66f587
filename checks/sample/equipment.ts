// checks/sample/equipment.ts: made-up devices of one commune that are no computers. None breaks a blocking rule.
import type { JsonObject } from '../../types/json.ts'
import { dayAfter } from './day.ts'
import type { Random } from './random.ts'

export type SampleDevice = { readonly device: string; readonly kind: string; readonly facts: JsonObject }

/** What the commune's other rows are made from; `name` is the commune's, `asOf` the day judged. */
export type Place = {
  readonly code: string
  readonly name: string
  readonly provinceCode: string
  readonly asOf: string
}

/** Edge, switch, Wi-Fi, UPS and the room they stand in. */
export function networkDevices(random: Random, { code, provinceCode }: Place): SampleDevice[] {
  const edge: JsonObject = {
    'wan.ifOperStatus': 1,
    'wan.p95Pct': random.chance(0.08) ? random.between(91, 98) : random.between(200, 880) / 10,
    lanPorts: random.pick([4, 8, 8]),
    wanPorts: random.pick([1, 2]),
    vlans: ['10', '20', '30'],
    crossReach: [],
    snmpVersion: random.pick([3, 3, 3, 2]),
    syslogTarget: random.chance(0.9) ? 'log.sample.example' : '',
    'ipv6.wan': random.chance(0.2) ? `2001:db8:${provinceCode}:${Number(code).toString(16)}::1` : '',
    'admin.protocols': ['ssh2', 'https'],
    'admin.allowFrom': random.chance(0.1) ? ['any'] : [`10.${Number(provinceCode)}.0.0/24`],
    inbound: 'deny',
    internetBridge: false,
    defaultChanged: true,
    citizenLine: random.chance(0.75) ? 'separate' : 'shared',
  }
  const wifi: JsonObject = random.chance(0.85)
    ? {
        installed: true,
        security: random.pick(['wpa2', 'wpa2', 'wpa3']),
        guestReachesOffice: random.chance(0.05),
        defaultChanged: random.chance(0.95),
      }
    : { installed: false }
  const room: JsonObject = {
    tempC: random.chance(0.12) ? random.between(325, 360) / 10 : random.between(220, 310) / 10,
    rhPct: random.chance(0.05) ? random.between(81, 90) : random.between(45, 78),
    labelled: random.chance(0.85),
    accessControl: random.chance(0.9),
    allHours: random.chance(0.85),
  }
  return [
    { device: 'BIEN-01', kind: 'edge', facts: edge },
    { device: 'CM-01', kind: 'switch', facts: { defaultChanged: random.chance(0.97) } },
    { device: 'WIFI-01', kind: 'wifi', facts: wifi },
    { device: 'UPS-01', kind: 'ups', facts: { batteryStatus: 2, minutes: random.between(15, 45) } },
    { device: 'PHONG-01', kind: 'room', facts: room },
  ]
}

/** Scanner, printers, counters, kiosk and camera of the one-stop desk. */
export function deskDevices(random: Random): SampleDevice[] {
  const kiosk = random.chance(0.75)
  const camera = random.chance(0.9)
  const counters = Array.from({ length: random.between(2, 3) }, (_, index) => ({
    device: `QUAY-0${index + 1}`,
    kind: 'counter',
    facts: { pc: 1, scanner: 1, printer: random.pick([1, 1, 2]) },
  }))
  return [
    { device: 'QUET-01', kind: 'scanner', facts: {} },
    {
      device: 'IN-01',
      kind: 'printer',
      facts: { role: 'office', networked: true, defaultChanged: random.chance(0.9) },
    },
    { device: 'IN-MAT', kind: 'printer', facts: { role: 'secret', networked: false, defaultChanged: true } },
    ...counters,
    {
      device: 'KIOSK-01',
      kind: 'kiosk',
      facts: kiosk
        ? {
            installed: true,
            works: random.chance(0.9),
            lockdown: random.chance(0.8),
            sessionReset: random.chance(0.85),
          }
        : { installed: false, works: false },
    },
    {
      device: 'CAM-01',
      kind: 'camera',
      facts: camera
        ? {
            installed: true,
            coverage: random.chance(0.93),
            linkedUp: random.chance(0.8),
            facesScreen: random.chance(0.06),
            defaultChanged: true,
            tls: true,
          }
        : { installed: false, coverage: false, linkedUp: false },
    },
  ]
}

/** Cipher equipment and signing tokens. */
export function trustDevices(random: Random, { name, asOf }: Place): SampleDevice[] {
  const subjectUnit = `Ủy ban nhân dân ${name}`
  const token = (scope: 'agency' | 'personal', minutesNo: string): JsonObject => ({
    subjectUnit,
    notAfter: dayAfter(asOf, random.between(60, 1400)),
    holder: scope === 'agency' ? 'Văn thư (mẫu)' : 'Lãnh đạo (mẫu)',
    scope,
    keptAt: scope === 'agency' && random.chance(0.92) ? 'clerk' : 'holder',
    minutesNo,
    test: 'valid',
  })
  return [
    {
      device: 'CY-01',
      kind: 'cipher',
      facts: {
        supplier: 'cipher-committee',
        minutesNo: '01/BB-MAU',
        channel: 'cipher',
        lockedPlace: random.chance(0.96),
        emergencyBriefed: random.chance(0.9),
      },
    },
    { device: 'KS-01', kind: 'token', facts: token('agency', '02/BB-MAU') },
    { device: 'KS-02', kind: 'token', facts: token('personal', '03/BB-MAU') },
  ]
}

/** The commune's form and its staff's accounts. */
export function people(random: Random, { code, asOf }: Place): SampleDevice[] {
  const account = (system: string, facts: JsonObject): JsonObject => ({
    system,
    unitCode: code,
    roleConfirmed: true,
    mfa: random.chance(0.55),
    ...facts,
  })
  return [
    {
      device: 'PHIEU',
      kind: 'commune',
      facts: {
        'levelDossier.no': `${random.between(100, 1900)}/QĐ-MAU`,
        'levelDossier.date': dayAfter(asOf, -random.between(20, 240)),
        countedOn: dayAfter(asOf, -random.between(3, 8)),
        'cipher.planned': 1,
      },
    },
    {
      device: 'TK-01',
      kind: 'account',
      facts: account('procedures', { employment: 'current', enabled: true }),
    },
    {
      device: 'TK-02',
      kind: 'account',
      facts: account('documents', { employment: 'current', enabled: true }),
    },
    {
      device: 'TK-03',
      kind: 'account',
      facts: account('procedures', {
        employment: 'left',
        leftOn: dayAfter(asOf, -random.between(5, 60)),
        enabled: false,
      }),
    },
  ]
}
