// systems/exchange/request-hash.test.ts: the request hash equals what openssl computes.
import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { passing } from './headers.ts'
import { messageHash } from './request-hash.ts'

const openssl = (bytes: Buffer) => execFileSync('openssl', ['dgst', '-sha512', '-binary'], { input: bytes })

describe('messageHash', () => {
  const first = ['POST', '/r1/VN/GOV/G22/national-portal/DongBoHoSoMC?x=1']
  const headers = [
    ['Content-Type', 'application/json'],
    ['X-Road-Client', 'VN/GOV/H29/procedures'],
  ] as const
  const head = Buffer.from(
    'POST\r\n/r1/VN/GOV/G22/national-portal/DongBoHoSoMC?x=1\r\nContent-Type:application/json\r\nX-Road-Client:VN/GOV/H29/procedures\r\n',
  )
  test('equals what openssl computes over head and body', () => {
    const body = Buffer.from('{"ChuHoSo":"Nguyễn Thị Ánh"}')
    const expected = openssl(Buffer.concat([openssl(head), openssl(body)])).toString('base64')
    expect(messageHash({ first, headers, body })).toBe(expected)
  })
  test('without a body it covers the head alone', () => {
    expect(messageHash({ first, headers, body: Buffer.alloc(0) })).toBe(openssl(head).toString('base64'))
  })
  test('over the unfiltered head it would differ (X4)', () => {
    const received = [...headers, ['Connection', 'close'], ['Host', 'exchange']] as const
    const body = Buffer.from('{}')
    expect(messageHash({ first, headers: passing(received), body })).toBe(
      messageHash({ first, headers, body }),
    )
    expect(messageHash({ first, headers: received, body })).not.toBe(messageHash({ first, headers, body }))
  })
})
