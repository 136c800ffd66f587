// checks/inventory/commune.test.ts: what a commune's devices add up to, case by case.
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadKinds } from '../../readiness/kinds.ts'
import type { JsonObject } from '../../types/json.ts'
import { communeRecord, sharedSerials } from './commune.ts'
import type { Device } from './device.ts'

const kinds = loadKinds(fileURLToPath(new URL('../evidence-kinds.yaml', import.meta.url)))

function device(name: string, kind: string, facts: JsonObject = {}, more: Partial<Device> = {}): Device {
  return {
    line: 2,
    device: name,
    kind,
    collectedAt: '2025-06-30T09:00:00+07:00',
    collector: 'form/1',
    origin: 'declared',
    facts,
    ...more,
  }
}

function inventoryOf(...devices: Device[]) {
  return communeRecord({ code: '26740', devices }, { kinds, shared: new Set() }).facts['inventory']
}

const named = (serial: string) => ({ serial, place: 'Một cửa', keeper: 'A' })

test('kinds that must be there and are not are named', () => {
  expect(inventoryOf(device('PC-01', 'host', { role: 'office', ...named('1') }))).toMatchObject({
    devices: 1,
    counts: { host: 1 },
    missingKinds: ['host:populationDb', 'edge', 'cipher', 'token', 'scanner', 'printer', 'counter'],
  })
})

test('a device that is declared absent is no device', () => {
  expect(inventoryOf(device('WIFI-01', 'wifi', { installed: false }))).toMatchObject({
    devices: 0,
    counts: {},
    unidentified: [],
  })
})

test('forms and accounts are no devices', () => {
  expect(inventoryOf(device('PHIEU', 'commune'), device('TK-01', 'account'))).toMatchObject({ devices: 0 })
})

test('a device without serial, place or keeper is unidentified; a room needs no serial', () => {
  const full = named('1')
  expect(
    inventoryOf(
      device('A', 'host', full),
      device('B', 'host', { ...full, serial: '' }),
      device('C', 'host', { serial: '3', place: 'x' }),
      device('D', 'room', { place: 'x', keeper: 'A' }),
    ),
  ).toMatchObject({ unidentified: ['B', 'C'] })
})

test('default passwords are concluded only when every device has answered', () => {
  const edge = device('BIEN-01', 'edge', { defaultChanged: true })
  const printer = device('IN-01', 'printer', { defaultChanged: false })
  expect(inventoryOf(edge, printer)).toMatchObject({ defaultPasswords: ['IN-01'] })
  expect(inventoryOf(edge, device('IN-02', 'printer'))).not.toHaveProperty('defaultPasswords')
})

test('cipher equipment counts as received with serial and minutes only', () => {
  const record = communeRecord(
    {
      code: '26740',
      devices: [
        device('PHIEU', 'commune', { cipher: { planned: 2 } }),
        device('CY-01', 'cipher', { serial: '1', minutesNo: '01/BB' }),
        device('CY-02', 'cipher', { serial: '2' }),
      ],
    },
    { kinds, shared: new Set() },
  )
  expect(record.facts['cipher']).toEqual({ planned: 2, received: 1 })
})

test('a serial that two communes list is named in both, whatever its capitals', () => {
  const files = [
    { code: '26740', devices: [device('A', 'host', named('sn-1')), device('B', 'host', named('SN-2'))] },
    { code: '26743', devices: [device('A', 'host', named('SN-1'))] },
  ]
  const shared = sharedSerials(files)
  const inventories = files.map((file) => communeRecord(file, { kinds, shared }).facts['inventory'])
  expect(inventories).toEqual([
    expect.objectContaining({ serialsElsewhere: ['SN-1'] }),
    expect.objectContaining({ serialsElsewhere: ['SN-1'] }),
  ])
})

test('the record is as late as its latest row and as weak as its weakest', () => {
  const record = communeRecord(
    {
      code: '26740',
      devices: [
        device('A', 'host', {}, { origin: 'measured', collectedAt: '2025-06-30T01:00:00Z' }),
        device('B', 'host', {}, { origin: 'synthetic', collectedAt: '2025-06-30T07:30:00+07:00' }),
      ],
    },
    { kinds, shared: new Set() },
  )
  expect([record.collectedAt, record.origin]).toEqual(['2025-06-30T01:00:00Z', 'synthetic'])
})
