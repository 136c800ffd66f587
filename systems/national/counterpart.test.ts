// systems/national/counterpart.test.ts: what the reference systems write is what the national peers, by their own rules, take.
import { expect, test } from 'vitest'
import { writeEdoc } from '../documents/edoc-writer.ts'
import { edocOf } from '../documents/fixtures/edoc.ts'
import { writeStatusMessage } from '../documents/status-message.ts'
import { TRANSITIONS } from '../procedures/status.ts'
import { readEnvelope, traced } from './axis-message.ts'
import { statusFault } from './portal-status.ts'

const EDOC = edocOf('H29.101,2026/11/20,12/UBND-VP', {
  from: { organId: 'H29.101', name: 'UBND phường Sài Gòn' },
  to: [
    { organId: 'G09', name: 'Bộ Nội vụ' },
    { organId: 'H01', name: 'UBND tỉnh An Giang' },
  ],
  subject: 'V/v kiểm tra <an toàn> & sẵn sàng',
  traces: [{ organId: 'H29.101', at: '2026-11-20T03:00:00Z' }],
})

test('the axis takes a document of the documents system, also after its own trace was added', () => {
  const expected = {
    messageType: 'edoc',
    from: 'H29.101',
    to: ['G09', 'H01'],
    documentId: EDOC.documentId,
    statusCode: null,
  }
  expect(readEnvelope(writeEdoc(EDOC))).toEqual(expected)
  expect(readEnvelope(traced(writeEdoc(EDOC), 'G22', new Date()))).toEqual(expected)
})
test('the axis takes a status of the documents system', () => {
  const about = { organId: 'G09', code: '1/BNV', date: '2026-11-19', documentId: 'G09,2026/11/19,1/BNV' }
  const how = { staff: 'An', description: '', at: '2026-11-20T03:00:00Z' }
  const file = writeStatusMessage({ from: EDOC.from, about, status: 'processing', ...how })
  expect(readEnvelope(file)).toMatchObject({ messageType: 'status', to: ['G09'], statusCode: '05' })
})
test('every step of the procedures system is one the portal allows', () => {
  const steps = Object.values(TRANSITIONS).flatMap(({ from, to }) =>
    from.map((each) => [String(each), String(to)] as const),
  )
  expect(steps.length).toBeGreaterThan(15)
  expect(steps.filter(([from, to]) => statusFault(from, to) !== undefined)).toEqual([])
})
