// checks/inventory/read.test.ts: every kind of bad row is named by file, line and column, all at once; good files become evidence.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadKinds } from '../../readiness/kinds.ts'
import { SansangError } from '../../types/error.ts'
import { headerOf } from './columns.ts'
import { type InventoryFile, inventoryFrom, readInventory } from './read.ts'

const kinds = loadKinds(fileURLToPath(new URL('../evidence-kinds.yaml', import.meta.url)))
const communes = [
  { code: '26740', name: 'Phường Sài Gòn' },
  { code: '26743', name: 'Phường Bến Thành' },
]
const context = { communes, kinds }

const HEADER =
  'commune,device,kind,serial,place,keeper,collectedAt,collector,origin,role,os.supportEnds,av.realtime,services.unsafe,ramGiB,subjectUnit'
const GOOD =
  '26740,PC-01,host,SN-1,Một cửa,Nguyễn Văn A,2025-06-30T09:00:00+07:00,inventory-tool/1,measured,office,2025-10-14,true,-,8,'

function file(text: string, name = '26740.csv'): InventoryFile {
  return { name, bytes: new TextEncoder().encode(text) }
}

function faultsOf(...files: InventoryFile[]): string[] {
  try {
    inventoryFrom(files, context)
  } catch (error) {
    if (!(error instanceof SansangError) || error.code !== 'bad-inventory') throw error
    expect(error.exit).toBe(64)
    // Whatever is wrong is said to the clerk in Vietnamese, too.
    for (const { vi } of error.faults) expect(vi).toMatch(/[à-ỹđ]/i)
    return error.faults.map(({ where, message }) => `${where}: ${message}`)
  }
  return []
}

const csv = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`

describe('a good file', () => {
  test('becomes one record a device and one of the commune', () => {
    const { evidence } = inventoryFrom([file(csv(GOOD))], context)
    expect(evidence.map(({ id }) => id)).toEqual(['host/26740/PC-01', 'commune/26740'])
    expect(evidence[0]).toEqual({
      schema: 'sansang.evidence/1',
      id: 'host/26740/PC-01',
      kind: 'host',
      subject: '26740/PC-01',
      collectedAt: '2025-06-30T09:00:00+07:00',
      collector: 'inventory-tool/1',
      origin: 'measured',
      facts: {
        serial: 'SN-1',
        place: 'Một cửa',
        keeper: 'Nguyễn Văn A',
        role: 'office',
        os: { supportEnds: '2025-10-14' },
        av: { realtime: true },
        services: { unsafe: [] },
        ramGiB: 8,
      },
    })
  })

  test.each([
    ['a byte order mark', `\ufeff${csv(GOOD)}`],
    ['CRLF', csv(GOOD).replaceAll('\n', '\r\n')],
    ['semicolons, as Excel writes them in Vietnam', csv(GOOD.replace(',-,8', ',-,8')).replaceAll(',', ';')],
    ['empty lines and spaces around cells', csv('', GOOD.replaceAll(',', ' , '), ',,,,,,,,,,,,,,')],
    ['quotes', csv(GOOD.replace('Một cửa', '"Một cửa"'))],
    ['no line break at the end', csv(GOOD).trimEnd()],
  ])('may have %s', (_, text) => {
    const plain = inventoryFrom([file(csv(GOOD))], context)
    expect(inventoryFrom([file(text)], context)).toEqual(plain)
  })

  test('leaves what an empty cell does not say unsaid', () => {
    const { evidence } = inventoryFrom([file(csv(GOOD.replace('true', '').replace(',-,', ',,')))], context)
    expect(evidence[0]?.facts).not.toHaveProperty('av')
    expect(evidence[0]?.facts).not.toHaveProperty('services')
  })

  test('an absent file is silence, no fault', () => {
    const { evidence } = inventoryFrom([file(csv(GOOD))], context)
    expect(evidence.some(({ subject }) => subject.startsWith('26743'))).toBe(false)
    expect(inventoryFrom([], context)).toEqual({ evidence: [] })
  })

  test('a certificate is held against the commune’s name, whatever its capitals', () => {
    const token = (unit: string) =>
      csv(`26740,KS-01,token,T-1,,,2025-06-30T09:00:00+07:00,x/1,declared,,,,,,${unit}`)
    const matches = (unit: string) =>
      inventoryFrom([file(token(unit))], context).evidence[0]?.facts['subjectUnitMatches']
    expect(matches('ỦY BAN NHÂN DÂN PHƯỜNG SÀI GÒN')).toBe(true)
    expect(matches('Ủy ban nhân dân Phường Bến Nghé')).toBe(false)
    expect(matches('')).toBeUndefined()
  })
})

const BAD: readonly (readonly [string, string | Uint8Array, string])[] = [
  [
    'an unknown kind',
    csv(GOOD.replace('host', 'laptop')),
    '26740.csv:2 (kind): is "laptop"; expected one of commune, host',
  ],
  ['an unknown column', csv(GOOD).replace('ramGiB', 'ram'), '26740.csv:1 (ram): is no column of any kind'],
  [
    'a column not of this kind',
    csv(`${GOOD}Phường Sài Gòn`),
    '26740.csv:2 (subjectUnit): is no column of kind host; leave it empty',
  ],
  [
    'a wrong boolean',
    csv(GOOD.replace('true', '1')),
    '26740.csv:2 (av.realtime): is "1"; expected true or false',
  ],
  ['a wrong number', csv(GOOD.replace(',8,', ',8GB,')), '26740.csv:2 (ramGiB): is "8GB"; expected a number'],
  [
    'a wrong value',
    csv(GOOD.replace('office', 'Office')),
    '26740.csv:2 (role): is "Office"; expected one of office',
  ],
  [
    'a date as Excel writes it',
    csv(GOOD.replace('2025-10-14', '14/10/2025')),
    '26740.csv:2 (os.supportEnds): is "14/10/2025"; expected a day as YYYY-MM-DD',
  ],
  [
    'a time as Excel writes it',
    csv(GOOD.replace(/2025-06-\d\dT[^,]*/, '30/06/2025 14:05')),
    '26740.csv:2 (collectedAt): is "30/06/2025 14:05"; expected a day or a time, like 2025-06-30',
  ],
  [
    'an unknown origin',
    csv(GOOD.replace('measured', 'real')),
    '26740.csv:2 (origin): is "real"; expected one of measured',
  ],
  [
    'another commune',
    csv(GOOD.replace('26740', '26743')),
    '26740.csv:2 (commune): is 26743; this file is of commune 26740',
  ],
  [
    'a device twice',
    csv(GOOD, GOOD.replace('SN-1', 'SN-2')),
    '26740.csv:3 (device): device PC-01 is already in line 2',
  ],
  [
    'a device twice in other capitals',
    csv(GOOD, GOOD.replace('SN-1', 'SN-2').replace('PC-01', 'pc-01')),
    '26740.csv:3 (device): device pc-01 is already in line 2',
  ],
  [
    'a serial twice',
    csv(GOOD, GOOD.replace('PC-01', 'PC-02')),
    '26740.csv:3 (serial): serial SN-1 is already in line 2',
  ],
  [
    'a device with spaces',
    csv(GOOD.replace('PC-01', 'PC 01')),
    '26740.csv:2 (device): expected a short name',
  ],
  ['a row without collector', csv(GOOD.replace('inventory-tool/1', '')), '26740.csv:2 (collector): is empty'],
  [
    'two forms',
    csv(
      '26740,P1,commune,,,,2025-06-30T09:00:00+07:00,x/1,declared,,,,,,',
      '26740,P2,commune,,,,2025-06-30T09:00:00+07:00,x/1,declared,,,,,,',
    ),
    '26740.csv:3 (kind): the commune’s form is already in line 2',
  ],
  ['a cell too many', csv(`${GOOD},x`), '26740.csv:2: has 16 cells, the header 15'],
  ['a cell too few', csv(GOOD.slice(0, -1)), '26740.csv:2: has 14 cells, the header 15'],
  [
    'separate accents',
    csv(GOOD.replace('Một cửa', 'Một cửa'.normalize('NFD'))),
    '26740.csv:2 (place): is written with separate accents',
  ],
  [
    'a line break in a cell',
    csv(GOOD.replace('Một cửa', '"Một\ncửa"')),
    'holds a line break, control or invisible',
  ],
  [
    'an invisible character',
    csv(GOOD.replace('SN-1', 'SN\u200b-1')),
    '26740.csv:2 (serial): holds a line break, control',
  ],
  ['bytes that are not UTF-8', windows1258(csv(GOOD)), '26740.csv:2: is not UTF-8 here'],
  ['UTF-16', utf16(csv(GOOD)), '26740.csv:1: is not UTF-8 here'],
  ['an open quote', csv(GOOD.replace('Một cửa', '"Một cửa')), 'is not CSV: '],
  ['no header', `${GOOD}\n`, '26740.csv:1: has no header; expected commune,device,kind'],
  [
    'a header without serial',
    csv(GOOD).replace('serial,', 'sn,'),
    '26740.csv:1 (serial): is missing from the header',
  ],
  ['a column twice', csv(GOOD).replace('ramGiB', 'role'), '26740.csv:1 (role): stands in the header twice'],
  ['a column without name', csv(GOOD).replace('ramGiB', ''), '26740.csv:1: column 14 has no name'],
  ['only a header', csv(), '26740.csv:1: has no row; expected one a device'],
  ['nothing', '', '26740.csv:1: is empty'],
  ['only a byte order mark', '\ufeff\r\n', '26740.csv:1: is empty'],
  ['too many bytes', csv(...Array.from({ length: 6000 }, () => GOOD)), 'an inventory has at most 524288'],
]

describe('a bad file', () => {
  test.each(BAD)('%s is named by line and column', (_, text, fault) => {
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
    const faults = faultsOf({ name: '26740.csv', bytes })
    expect(faults.filter((line) => line.includes(fault))).toHaveLength(1)
  })

  test.each([
    ['inventory.xlsx', 'is no commune’s file'],
    ['4.csv', 'is no commune’s file'],
    ['26740 (1).csv', 'is no commune’s file'],
    ['00004.csv', '00004 is no commune of this province'],
  ])('the file name %s is refused', (name, fault) => {
    expect(faultsOf(file(csv(GOOD), name))).toEqual([expect.stringContaining(`${name}: `)])
    expect(faultsOf(file(csv(GOOD), name))[0]).toContain(fault)
  })

  test('all faults of all files are reported at once, and nothing is taken', () => {
    const first = csv(GOOD.replace('true', 'x').replace(',8,', ',y,').replace('host', 'host'), GOOD)
    const second = csv(GOOD.replace('26740,', '99999,').replace('measured', 'z'))
    expect(faultsOf(file(first), file(second, '26743.csv'), file('', '00004.csv'))).toEqual([
      '26740.csv:2 (av.realtime): is "x"; expected true or false (có or không)',
      '26740.csv:2 (ramGiB): is "y"; expected a number, like 27.5',
      '26740.csv:3 (device): device PC-01 is already in line 2',
      '26740.csv:3 (serial): serial SN-1 is already in line 2',
      '26743.csv:2 (commune): is 99999; this file is of commune 26743',
      '26743.csv:2 (origin): is "z"; expected one of measured, declared, synthetic',
      '00004.csv: 00004 is no commune of this province since 1 July 2025',
    ])
  })
})

test('a folder is read by name; hidden files and the province’s services are left alone', () => {
  const dir = mkdtempSync(join(tmpdir(), 'inventory-'))
  try {
    writeFileSync(join(dir, '26740.csv'), csv(GOOD))
    writeFileSync(join(dir, '.~lock.26740.csv#'), 'x')
    writeFileSync(join(dir, 'services.csv'), 'x')
    expect(readInventory(dir, context).evidence).toHaveLength(2)
    writeFileSync(join(dir, 'notes.txt'), 'x')
    expect(() => readInventory(dir, context)).toThrow('1 fault in 1 of 2 files')
    mkdirSync(join(dir, '26743.csv'))
    expect(() => readInventory(dir, context)).toThrow('2 faults in 2 of 3 files')
  } finally {
    rmSync(dir, { recursive: true })
  }
  expect(() => readInventory(dir, context)).toThrow('cannot be read')
})

test('the header holds each column once', () => {
  const header = headerOf(kinds)
  expect(new Set(header).size).toBe(header.length)
  expect(header.length).toBeGreaterThan(80)
})

/** Vietnamese as an older Excel saves it: one byte a letter. */
function windows1258(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => (letter.charCodeAt(0) < 128 ? letter.charCodeAt(0) : 0xea))
}

function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'))
}

test.each([
  ['2025-06-30', '2025-06-30T00:00:00+07:00'],
  ['2025-06-30 14:05', '2025-06-30T14:05:00+07:00'],
  ['2025-06-30T09:00:00+07:00', '2025-06-30T09:00:00+07:00'],
])('a device looked at on %s was looked at from %s', (noted, collectedAt) => {
  const { evidence } = inventoryFrom([file(csv(GOOD.replace('2025-06-30T09:00:00+07:00', noted)))], context)
  expect(evidence.find(({ kind }) => kind === 'host')?.collectedAt).toBe(collectedAt)
})
