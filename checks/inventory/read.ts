// checks/inventory/read.ts: a folder of commune files becomes evidence, all of it or none. A file that is absent is silence, no fault.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Fault, SansangError } from '../../types/error.ts'
import type { Evidence, EvidenceKind } from '../../types/evidence.ts'
import type { Text } from '../../types/text.ts'
import { communeKinds, FIXED, headerOf } from './columns.ts'
import { type CommuneFile, communeRecord, sharedSerials } from './commune.ts'
import { SERVICES_FILE } from './coverage.ts'
import { type Device, readDevice } from './device.ts'
import { faultAt, NOT_IN_HEADER } from './fault.ts'
import { readPlainFile } from './plain-file.ts'
import { cellPlace, readSheet, type Sheet } from './sheet.ts'
import { LIST_FILE } from './template.ts'

/** A commune in force, as data/admin-units.json names it. */
export type Commune = { readonly code: string; readonly name: string }

export type InventoryContext = {
  /** Communes of the province. */
  readonly communes: readonly Commune[]
  readonly kinds: readonly EvidenceKind[]
}

export type InventoryFile = { readonly name: string } & (
  | { readonly bytes: Uint8Array }
  /** Why the operating system would not give it: a folder, no permission. */
  | { readonly unreadable: string }
)

/**
 * Reads `<code>.csv` of every commune that sent one. Throws `bad-inventory` (exit 64) with every fault of every file by
 * file, line and column, and `no-inventory` when there is no such folder. Files whose name
 * starts with a dot and the province's own services.csv and danh-sach-xa.csv are left alone.
 */
export function readInventory(dir: string, context: InventoryContext): { evidence: Evidence[] } {
  const files = listFolder(dir).map((name): InventoryFile => {
    try {
      return { name, bytes: readPlainFile(join(dir, name)) }
    } catch (cause) {
      return { name, unreadable: cause instanceof Error ? cause.message : String(cause) }
    }
  })
  return inventoryFrom(files, context, dir)
}

/** The same from files already in memory. `folder` is named in the error. */
export function inventoryFrom(
  files: readonly InventoryFile[],
  context: InventoryContext,
  folder = 'the inventory',
): { evidence: Evidence[] } {
  const kinds = communeKinds(context.kinds)
  const read = files.map((file) => readFile(file, { communes: context.communes, kinds }))
  const faults = read.flatMap((file) => file.faults)
  if (faults.length > 0)
    throw new SansangError('bad-inventory', {
      message: `${folder} has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in ${read.filter((file) => file.faults.length > 0).length} of ${files.length} files; nothing was taken from it`,
      hint: 'sửa các ô nêu trên rồi gửi lại / correct the cells named above; docs/inventory.md says what each column holds',
      where: folder,
      faults,
    })
  const communes = read.flatMap(({ commune }) => commune ?? [])
  const shared = sharedSerials(communes)
  return {
    evidence: communes.flatMap((commune) => [
      ...commune.devices
        .filter(({ kind }) => kind !== 'commune')
        .map((device) => deviceRecord(device, commune.code, context.communes)),
      communeRecord(commune, { kinds, shared }),
    ]),
  }
}

function listFolder(dir: string): string[] {
  try {
    return readdirSync(dir)
      .filter((name) => !name.startsWith('.') && name !== SERVICES_FILE && name !== LIST_FILE)
      .sort()
  } catch (cause) {
    throw new SansangError('no-inventory', {
      message: `the inventory folder cannot be read: ${dir}`,
      hint: './sansang collect template <province> --out DIR makes one',
      where: dir,
      cause,
    })
  }
}

type ReadFile = { readonly commune?: CommuneFile; readonly faults: readonly Fault[] }

function readFile(file: InventoryFile, { communes, kinds }: InventoryContext): ReadFile {
  const { name } = file
  const refuse = (says: Text): ReadFile => ({ faults: [faultAt(name, says)] })
  const code = /^(\d{5})\.csv$/.exec(name)?.[1]
  if (code === undefined)
    return refuse({
      vi: 'không phải tệp của xã; tên tệp phải là mã năm số, ví dụ 26740.csv',
      en: 'is no commune’s file; expected the five-digit code, like 26740.csv',
    })
  if (!communes.some((commune) => commune.code === code))
    return refuse({
      vi: `${code} không phải mã xã của tỉnh này từ ngày 01/07/2025`,
      en: `${code} is no commune of this province since 1 July 2025`,
    })
  if ('unreadable' in file)
    return refuse({ vi: `không đọc được: ${file.unreadable}`, en: `cannot be read: ${file.unreadable}` })
  const { sheet, faults } = readSheet(name, file.bytes)
  if (sheet === undefined) return { faults }
  const missing = headerFaults(name, sheet, kinds)
  if (missing.fatal) return { faults: [...faults, ...missing.faults] }
  const rows = sheet.rows.map((row) => readDevice(name, row, { commune: code, kinds }))
  const devices = rows.flatMap(({ device }) => device ?? [])
  const all = [...faults, ...missing.faults, ...rows.flatMap((row) => row.faults), ...repeats(name, sheet)]
  return all.length > 0 ? { faults: all } : { faults: all, commune: { code, devices } }
}

function headerFaults(file: string, { header, rows }: Sheet, kinds: readonly EvidenceKind[]) {
  const absent = FIXED.filter((column) => !header.includes(column))
  if (absent.length === FIXED.length)
    return {
      fatal: true,
      faults: [
        faultAt(cellPlace(file, 1), {
          vi: `không có dòng tiêu đề; cần ${FIXED.join(',')},…`,
          en: `has no header; expected ${FIXED.join(',')},…`,
        }),
      ],
    }
  const known = headerOf(kinds)
  const faults: Fault[] = [
    ...absent.map((column) => faultAt(cellPlace(file, 1, column), NOT_IN_HEADER)),
    ...header
      .filter((column) => column !== '' && !known.includes(column))
      .map((column) =>
        faultAt(cellPlace(file, 1, column), {
          vi: 'không phải cột của loại thiết bị nào',
          en: 'is no column of any kind',
        }),
      ),
  ]
  if (rows.length === 0)
    faults.push(
      faultAt(cellPlace(file, 1), {
        vi: 'không có dòng nào; mỗi thiết bị một dòng',
        en: 'has no row; expected one a device',
      }),
    )
  return { fatal: absent.length > 0, faults }
}

/** Devices, serials and forms that a file lists more than once; also in rows that have other faults. */
function repeats(file: string, { rows }: Sheet): Fault[] {
  const faults: Fault[] = []
  const seen = new Map<string, number>()
  const once = (key: string, line: number, column: string, says: Text) => {
    const first = seen.get(key)
    if (first === undefined) seen.set(key, line)
    else
      faults.push(
        faultAt(cellPlace(file, line, column), {
          vi: `${says.vi} đã có ở dòng ${first}`,
          en: `${says.en} is already in line ${first}`,
        }),
      )
  }
  for (const { line, cells } of rows) {
    const [device = '', serial = ''] = [cells.get('device'), cells.get('serial')]
    if (device !== '')
      once(`device ${device.toUpperCase()}`, line, 'device', {
        vi: `thiết bị ${device}`,
        en: `device ${device}`,
      })
    if (serial !== '' && serial !== '-')
      once(`serial ${serial.toUpperCase()}`, line, 'serial', {
        vi: `số máy ${serial}`,
        en: `serial ${serial}`,
      })
    if (cells.get('kind') === 'commune')
      once('form', line, 'kind', { vi: 'phiếu của xã', en: 'the commune’s form' })
  }
  return faults
}

function deviceRecord(device: Device, code: string, communes: readonly Commune[]): Evidence {
  const { kind, collectedAt, collector, origin, facts } = device
  const subject = `${code}/${device.device}`
  const name = communes.find((commune) => commune.code === code)?.name
  const subjectUnit = facts['subjectUnit']
  // Certificates spell the unit in capitals and with a prefix of their own: "ỦY BAN NHÂN DÂN PHƯỜNG SÀI GÒN".
  const names = typeof subjectUnit === 'string' && name !== undefined
  const derived = names ? { subjectUnitMatches: subjectUnit.toLowerCase().includes(name.toLowerCase()) } : {}
  return {
    schema: 'sansang.evidence/1',
    id: `${kind}/${subject}`,
    kind,
    subject,
    collectedAt,
    collector,
    origin,
    facts: { ...facts, ...derived },
  }
}
