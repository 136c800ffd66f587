// checks/inventory/template.ts: the file a commune fills in: header, and one begun row for each device it must have. States no fact.
import type { EvidenceKind } from '../../types/evidence.ts'
import { communeKinds, headerOf } from './columns.ts'
import { csvText, type TextFile } from './write.ts'

/** Devices a file begins with; a commune adds rows, and deletes none without saying so. */
export const BEGUN: readonly (readonly [device: string, kind: string, role?: string])[] = [
  ['PHIEU', 'commune'],
  ['PC-01', 'host', 'office'],
  ['PC-02', 'host', 'office'],
  ['PC-DC', 'host', 'populationDb'],
  ['PC-MAT', 'host', 'secret'],
  ['BIEN-01', 'edge'],
  ['CM-01', 'switch'],
  ['WIFI-01', 'wifi'],
  ['CY-01', 'cipher'],
  ['KS-01', 'token'],
  ['QUET-01', 'scanner'],
  ['IN-01', 'printer', 'office'],
  ['IN-MAT', 'printer', 'secret'],
  ['QUAY-01', 'counter'],
  ['KIOSK-01', 'kiosk'],
  ['CAM-01', 'camera'],
  ['UPS-01', 'ups'],
  ['PHONG-01', 'room'],
  ['TK-01', 'account'],
]

/** Which file is whose: the province keeps it, and the reader leaves it alone. */
export const LIST_FILE = 'danh-sach-xa.csv'

/** Codes tell nobody whose file it is; this list does. */
export function communeList(communes: readonly { readonly code: string; readonly name: string }[]): TextFile {
  const rows = communes.map(({ code, name }) => [code, name, `${code}.csv`])
  return { name: LIST_FILE, text: csvText(['mã', 'tên', 'tệp'], rows) }
}

/** `<code>.csv` of each commune. Until a person has filled in when and by whom, the reader refuses the rows. */
export function templateFiles(
  communes: readonly { readonly code: string }[],
  kinds: readonly EvidenceKind[],
): TextFile[] {
  const header = headerOf(communeKinds(kinds))
  return communes.map(({ code }) => ({
    name: `${code}.csv`,
    text: csvText(
      header,
      BEGUN.map(([device, kind, role = '']) => {
        const cells: Readonly<Record<string, string>> = {
          commune: code,
          device,
          kind,
          role,
          origin: 'declared',
        }
        return header.map((column) => cells[column] ?? '')
      }),
    ),
  }))
}
