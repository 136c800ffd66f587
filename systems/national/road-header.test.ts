// systems/national/road-header.test.ts: a national peer knows the exchange's requests from others, by its own computation.
import { expect, test } from 'vitest'
import { message } from '../exchange/message.ts'
import { ownSubsystem, peer } from '../exchange/peer.ts'
import { readRoadHeader } from './road-header.ts'

const MADE = message(
  {
    id: '6f9619ff-8b86-4d11-b42d-00c04fc964ff',
    to: 'national-portal',
    service: 'DongBoHoSoMC',
    body: { a: 'Ánh' },
  },
  ownSubsystem('H29', 'procedures'),
  peer('national-portal', 'http://national:8080/portal', 'H29'),
)
function request(change: Record<string, string | undefined> = {}, body = MADE.body) {
  const headers = {
    Host: '127.0.0.1:1',
    'Content-Type': 'application/json',
    'X-Road-Client': MADE.client,
    'X-Road-Id': MADE.id,
    'X-Road-Service': MADE.service,
    'X-Road-Request-Hash': MADE.requestHash,
    'Content-Length': '1',
    Connection: 'keep-alive',
    ...change,
  }
  const rawHeaders = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [name, value],
  )
  return readRoadHeader({ method: 'POST', rawHeaders, below: '', body: Buffer.from(body) })
}

test('takes what the exchange sends', () =>
  expect(request()).toEqual({ client: MADE.client, service: MADE.service, id: MADE.id }))
const changes: [string, ReturnType<typeof request>][] = [
  ['another body', request({}, '{"a":"Anh"}')],
  ['another client', request({ 'X-Road-Client': 'VN/GOV/H29/documents' })],
  ['another service', request({ 'X-Road-Service': 'VN/GOV/G22/national-portal/TraCuuHoSo' })],
  ['another id', request({ 'X-Road-Id': '6f9619ff-8b86-4d11-b42d-00c04fc964f0' })],
  ['a header more', request({ 'X-More': '1' })],
  ['no hash', request({ 'X-Road-Request-Hash': undefined })],
  ['no client (X1)', request({ 'X-Road-Client': undefined })],
  ['an id that is none', request({ 'X-Road-Id': '1' })],
]
test.each(changes)('refuses %s', (_name, answer) => expect(answer).toBeTypeOf('string'))
test('eight changes were tried', () => expect(changes).toHaveLength(8))
