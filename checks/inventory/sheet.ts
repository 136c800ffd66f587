// checks/inventory/sheet.ts: one CSV file's bytes become header and rows, or faults. Knows no column's meaning.
import { CsvError, parse } from 'csv-parse/sync'
import type { Fault } from '../../types/error.ts'
import type { Text } from '../../types/text.ts'
import { faultAt } from './fault.ts'

export type Row = {
  /** Line in the file, from 1; the header is line 1 unless empty lines stand before it. */
  readonly line: number
  /** Cells by column name, white space around them removed. */
  readonly cells: ReadonlyMap<string, string>
}

export type Sheet = { readonly header: readonly string[]; readonly rows: readonly Row[] }

/** Half a megabyte is some two thousand devices; a commune has about twenty. */
const SIZE_BYTES_MAX = 512 * 1024

/** The place of one cell, as a person finds it: `26740.csv:7 (av.realtime)`. */
export function cellPlace(file: string, line: number, column?: string): string {
  return column === undefined ? `${file}:${line}` : `${file}:${line} (${column})`
}

/**
 * Reads UTF-8 CSV (RFC 4180) with comma or semicolon, with or without byte order mark, LF or CRLF. A fault of form that
 * makes the rest guesswork ends the reading; faults of single cells are all reported beside the sheet.
 */
export function readSheet(
  file: string,
  bytes: Uint8Array,
): { readonly sheet?: Sheet; readonly faults: readonly Fault[] } {
  const refuse = (says: Text, line = 1) => ({ faults: [faultAt(cellPlace(file, line), says)] })
  if (bytes.length > SIZE_BYTES_MAX)
    return refuse({
      vi: `dài ${bytes.length} byte; tệp kiểm kê dài nhất ${SIZE_BYTES_MAX} byte`,
      en: `is ${bytes.length} bytes; an inventory has at most ${SIZE_BYTES_MAX}`,
    })
  const decoded = decode(bytes)
  if ('line' in decoded)
    return refuse(
      {
        vi: 'không phải UTF-8 ở đây; lưu lại dưới dạng "CSV UTF-8 (Comma delimited)"',
        en: 'is not UTF-8 here; save it again as "CSV UTF-8 (Comma delimited)"',
      },
      decoded.line,
    )
  const { text } = decoded
  if (text.trim() === '') return refuse(NOTHING)
  let lines: Line[]
  try {
    lines = split(text)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1
    return refuse({ vi: `không phải CSV: ${error.message}`, en: `is not CSV: ${error.message}` }, line)
  }
  const [header, ...rest] = lines
  if (header === undefined) return refuse(NOTHING)
  return rowsOf(file, header, rest)
}

const NOTHING: Text = {
  vi: 'tệp trống; cần dòng tiêu đề và mỗi thiết bị một dòng',
  en: 'is empty; expected the header and one row a device',
}

type Line = { readonly record: readonly string[]; readonly line: number }

function decode(bytes: Uint8Array): { text: string } | { line: number } {
  try {
    // The decoder takes the byte order mark away by itself.
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    const newlines = [...bytes.entries()].filter(([, byte]) => byte === 0x0a).map(([index]) => index)
    const starts = [0, ...newlines.map((index) => index + 1)]
    const bad = starts.findIndex((start, row) => !isUtf8(bytes.subarray(start, newlines[row])))
    return { line: Math.max(bad, 0) + 1 }
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function split(text: string): Line[] {
  const [first = ''] = text.trimStart().split(/\r?\n/, 1)
  // Excel writes semicolons where the comma is the decimal sign, as in Vietnam.
  const delimiter = first.split(';').length > first.split(',').length ? ';' : ','
  const parsed: unknown = parse(text, {
    delimiter,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    info: true,
    record_delimiter: ['\r\n', '\n'],
  })
  return (parsed as { record: string[]; info: { lines: number } }[])
    .map(({ record, info }) => ({ record, line: info.lines }))
    .filter(({ record }) => record.some((cell) => cell !== ''))
}

function rowsOf(file: string, { record: header }: Line, lines: readonly Line[]) {
  const faults: Fault[] = []
  for (const [index, name] of header.entries()) {
    if (name === '')
      faults.push(
        faultAt(cellPlace(file, 1), {
          vi: `cột thứ ${index + 1} không có tên`,
          en: `column ${index + 1} has no name`,
        }),
      )
    else if (header.indexOf(name) !== index)
      faults.push(
        faultAt(cellPlace(file, 1, name), {
          vi: 'có hai lần trong dòng tiêu đề',
          en: 'stands in the header twice',
        }),
      )
  }
  const rows = lines.map(({ record, line }) => {
    if (record.length !== header.length)
      faults.push(
        faultAt(cellPlace(file, line), {
          vi: `có ${record.length} ô, dòng tiêu đề có ${header.length}`,
          en: `has ${record.length} cells, the header ${header.length}`,
        }),
      )
    const cells = new Map(header.map((name, index) => [name, record[index] ?? '']))
    for (const [name, text] of cells)
      for (const says of textFaults(text)) faults.push(faultAt(cellPlace(file, line, name), says))
    return { line, cells }
  })
  return { sheet: { header, rows }, faults }
}

function textFaults(text: string): Text[] {
  const faults: Text[] = []
  if (text !== text.normalize('NFC'))
    faults.push({
      vi: 'gõ dấu rời (Unicode tổ hợp); cần Unicode dựng sẵn, chọn bảng mã Unicode trong bộ gõ rồi gõ lại',
      en: 'is written with separate accents; expected composed Vietnamese (NFC), as a Unicode keyboard types it',
    })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\ufeff]/u.test(text))
    faults.push({
      vi: 'có ký tự xuống dòng, điều khiển hoặc ẩn; cần chữ thường trên một dòng',
      en: 'holds a line break, control or invisible character; expected plain text',
    })
  return faults
}
