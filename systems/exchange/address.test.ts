// systems/exchange/address.test.ts: addresses survive formatting and parsing, and nothing climbs out of its service.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatSubsystem, formatTarget, parseClient, parseTarget } from './address.ts'
import { Fault } from './fault.ts'

const ALLOWED = "ABCXYZabcxyz0189'()+,-.=?"
const identifier = fc
  .string({ unit: fc.constantFrom(...ALLOWED), minLength: 1, maxLength: 20 })
  .filter((text) => text !== '.' && text !== '..')
const segment = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter((text) => text.isWellFormed() && !/^\.\.?$|[/\\\0]/.test(text))
  .map(encodeURIComponent)
const address = fc.record({
  instance: identifier,
  memberClass: identifier,
  member: identifier,
  subsystem: identifier,
  service: identifier,
  path: fc.array(segment, { maxLength: 3 }).map((segments) => segments.map((part) => `/${part}`).join('')),
  query: fc.constantFrom('', 'a=1', 'q=x%2Fy&r=?', 'serviceCode=t'),
})

function faultOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Fault) return error.fault
    throw error
  }
  return 'none'
}

describe('parseTarget', () => {
  test('what is formatted parses to itself, whatever the parts hold', () => {
    fc.assert(
      fc.property(address, (each) => {
        expect(parseTarget(formatTarget(each))).toEqual(each)
      }),
    )
  })
  test('no text makes it throw anything but a bad request', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['none', 'badRequest']).toContain(faultOf(() => parseTarget(`/r1/${text}`)))
      }),
    )
  })
  test('each part is decoded by itself', () => {
    const parsed = parseTarget('/r1/VN/GOV/000.00.00.G22/national%2Dportal/Dong%42o/hồ%20sơ/1?x=%20')
    expect(parsed).toMatchObject({
      member: '000.00.00.G22',
      subsystem: 'national-portal',
      service: 'DongBo',
      path: '/hồ%20sơ/1',
      query: 'x=%20',
    })
  })
  const bad = [
    '/r2/VN/GOV/H29/procedures/x',
    '/r1/VN/GOV/H29/procedures',
    '/r1/VN/GOV//procedures/x',
    '/r1/VN/GOV/H29/procedures/%E1%BB',
    '/r1/VN/GOV/H29/pro%2Fcedures/x',
    '/r1/VN/GOV/H29/procedures/a%3Ab',
    '/r1/VN/GOV/H29/../x',
    '/r1/VN/GOV/H29/procedures/x/../admin',
    '/r1/VN/GOV/H29/procedures/x/%2e%2E/admin',
    '/r1/VN/GOV/H29/procedures/x/a%2Fb',
    '/r1/VN/GOV/H29/procedures/x/a%5Cb',
    '/r1/VN/GOV/H29/procedures/x/%00',
  ]
  test.each(bad)('refuses %s', (target) => expect(faultOf(() => parseTarget(target))).toBe('badRequest'))
  test('there are twelve bad targets', () => expect(bad).toHaveLength(12))
})

describe('parseClient', () => {
  test('what is formatted parses to itself', () => {
    fc.assert(
      fc.property(address, ({ instance, memberClass, member, subsystem }) => {
        const client = { instance, memberClass, member, subsystem }
        expect(parseClient(formatSubsystem(client))).toEqual(client)
      }),
    )
  })
  test.each([undefined, '', 'VN/GOV/H29', 'VN/GOV/H29/a/b', 'VN/GOV//a'])('refuses %s', (header) =>
    expect(faultOf(() => parseClient(header))).toBe('badRequest'),
  )
})
