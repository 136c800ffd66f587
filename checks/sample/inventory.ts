// checks/sample/inventory.ts: a made-up inventory for every commune of a province, the same bytes for the same seed. Never evidence of anything real.
import type { EvidenceKind } from '../../types/evidence.ts'
import { communeKinds, headerOf } from '../inventory/columns.ts'
import { rowCells } from '../inventory/row.ts'
import { csvText, type TextFile } from '../inventory/write.ts'
import { dayAfter } from './day.ts'
import {
  deskDevices,
  networkDevices,
  type Place,
  people,
  type SampleDevice,
  trustDevices,
} from './equipment.ts'
import { type HostRole, hostFacts } from './host.ts'
import { type Random, randomFrom } from './random.ts'

/** Version of what is made up; raise it when the same seed gives other bytes. */
const COLLECTOR = 'sample/1'

export type SampleOptions = {
  readonly provinceCode: string
  readonly communes: readonly { readonly code: string; readonly name: string }[]
  readonly kinds: readonly EvidenceKind[]
  /** The day judged (YYYY-MM-DD): everything is said to have been collected in the days before. */
  readonly asOf: string
  readonly seed: number
}

/**
 * `<code>.csv` of each commune, every row of origin `synthetic`. All blocking requirements hold; advisory ones fail as in the
 * field: commune PCs and scanners were found outdated in August 2025. A commune's file depends on the seed, its own code and
 * the day alone.
 */
export function sampleInventory({ provinceCode, communes, kinds, asOf, seed }: SampleOptions): TextFile[] {
  const own = communeKinds(kinds)
  const header = headerOf(own)
  return communes.map(({ code, name }) => {
    const random = randomFrom('inventory', seed, code)
    const devices = communeDevices(random, { code, name, provinceCode, asOf })
    const collectedAt = collectingTime(random, asOf)
    const rows = devices.map((device, index) =>
      rowCells(
        {
          commune: code,
          device: device.device,
          kind: device.kind,
          collectedAt,
          collector: COLLECTOR,
          origin: 'synthetic',
          facts: { ...identity(device, code, index, own), ...device.facts },
        },
        header,
        own,
      ),
    )
    return { name: `${code}.csv`, text: csvText(header, rows) }
  })
}

function communeDevices(random: Random, place: Place): SampleDevice[] {
  return [
    ...hosts(random, place),
    ...networkDevices(random, place),
    ...trustDevices(random, place),
    ...deskDevices(random),
    ...people(random, place),
  ]
}

function hosts(random: Random, { code, provinceCode, asOf }: Place): SampleDevice[] {
  const offices = Array.from({ length: random.between(2, 3) }, (_, index) => `PC-0${index + 1}`)
  const all: readonly (readonly [string, HostRole])[] = [
    ...offices.map((device) => [device, 'office'] as const),
    ['PC-DC', 'populationDb'],
    ['PC-MAT', 'secret'],
  ]
  const [, high, low] = /(..)(...)$/.exec(code) ?? []
  return all.map(([device, role], index) => ({
    device,
    kind: 'host',
    facts: hostFacts(random, {
      role,
      asOf,
      address: `10.${Number(provinceCode)}.${(Number(high) * 7 + Number(low)) % 250}.${index + 11}`,
    }),
  }))
}

/** Serial, place and keeper where the kind has them; nobody is named, since nobody is there. */
function identity(
  { device, kind, facts }: SampleDevice,
  code: string,
  index: number,
  kinds: readonly EvidenceKind[],
): Record<string, string> {
  const fields = kinds.find(({ name }) => name === kind)?.fields ?? {}
  const all = {
    serial: `MAU-${code}-${String(index + 1).padStart(2, '0')}`,
    place: kind === 'host' && device.startsWith('PC-0') ? 'Bộ phận một cửa (mẫu)' : 'Trụ sở xã (mẫu)',
    keeper: `Cán bộ mẫu ${String((index % 6) + 1).padStart(2, '0')}`,
  }
  if (facts['installed'] === false) return {}
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in fields))
}

/** Within office hours on one of the seven days before the day judged. */
function collectingTime(random: Random, asOf: string): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = dayAfter(asOf, -random.between(1, 7))
  return `${day}T${two(random.between(8, 16))}:${two(random.between(0, 59))}:00+07:00`
}
