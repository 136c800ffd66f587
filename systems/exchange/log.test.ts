// systems/exchange/log.test.ts: every change to a log entry is found, by us and by openssl.
import { execFileSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chain, GENESIS, type LogEntry, type Passage, verifyLog } from './log.ts'

const { privateKey, publicKey: PUBLIC } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const publicKey = PUBLIC.export({ type: 'spki', format: 'pem' }).toString()
const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })

function passageOf(n: number): Passage {
  return {
    time: new Date(Date.UTC(2026, 10, 22, 2, 0, n)).toISOString(),
    direction: n % 2 === 0 ? 'call-request' : 'call-answer',
    client: 'VN/GOV/H29/procedures',
    service: 'VN/GOV/G22/national-portal/DongBoHoSoMC',
    id: `00000000-0000-4000-8000-00000000000${n % 10}`,
    requestHash: `request ${n}`,
    responseHash: n % 2 === 0 ? null : `answer ${n}`,
    status: n % 2 === 0 ? null : 200,
  }
}
const ENTRIES = chain(GENESIS, [0, 1, 2, 3, 4, 5].map(passageOf), privateKey)
const HEAD = { seq: 6, hash: ENTRIES[5]?.hash ?? '' }

function changed(index: number, change: Partial<LogEntry>): LogEntry[] {
  return ENTRIES.map((entry, at) => (at === index ? { ...entry, ...change } : entry))
}

describe('verifyLog', () => {
  test('accepts an untouched log, whole or from a known head on', () => {
    expect(verifyLog(ENTRIES, publicKey, { head: HEAD })).toEqual({ ok: true, count: 6, head: HEAD })
    const from = { seq: 3, hash: ENTRIES[2]?.hash ?? '' }
    expect(verifyLog(ENTRIES.slice(3), publicKey, { from })).toEqual({ ok: true, count: 3, head: HEAD })
  })
  test('a chain made in two parts is one chain', () => {
    const first = chain(GENESIS, [0, 1].map(passageOf), privateKey)
    const rest = chain({ seq: 2, hash: first[1]?.hash ?? '' }, [2, 3].map(passageOf), privateKey)
    expect(verifyLog([...first, ...rest], publicKey).ok).toBe(true)
  })
  test('any change of any field of any entry is found at that entry', () => {
    const fields = [
      'seq',
      'time',
      'direction',
      'client',
      'service',
      'id',
      'requestHash',
      'responseHash',
      'status',
      'prev',
      'hash',
      'signature',
    ] as const
    let tried = 0
    fc.assert(
      fc.property(fc.nat(ENTRIES.length - 1), fc.constantFrom(...fields), (index, field) => {
        tried += 1
        const value = field === 'seq' || field === 'status' ? 999 : 'AAAA'
        const verdict = verifyLog(changed(index, { [field]: value }), publicKey)
        expect(verdict).toMatchObject({ ok: false, seq: index + 1 })
      }),
    )
    expect(tried).toBeGreaterThanOrEqual(100)
  })
  test('an entry rewritten with its hash but not its signature is found', () => {
    const [forged] = chain(GENESIS, [{ ...passageOf(0), client: 'VN/GOV/H29/other' }], other.privateKey)
    expect(verifyLog(forged === undefined ? [] : [forged], publicKey)).toEqual({
      ok: false,
      seq: 1,
      reason: 'bad-signature',
    })
  })
  test('an entry taken out, exchanged or cut off the end is found', () => {
    const without = ENTRIES.filter(({ seq }) => seq !== 3)
    expect(verifyLog(without, publicKey)).toEqual({ ok: false, seq: 3, reason: 'out-of-sequence' })
    const renumbered = without.map((entry, at) => ({ ...entry, seq: at + 1 }))
    expect(verifyLog(renumbered, publicKey)).toEqual({ ok: false, seq: 3, reason: 'broken-chain' })
    expect(verifyLog(ENTRIES.slice(0, 5), publicKey, { head: HEAD })).toEqual({
      ok: false,
      seq: 6,
      reason: 'not-the-head',
    })
    expect(verifyLog(ENTRIES.slice(0, 5), publicKey).ok).toBe(true)
  })
  test('openssl checks a signature without us', () => {
    const [entry] = ENTRIES
    const dir = mkdtempSync(join(tmpdir(), 'sansang-log-'))
    try {
      writeFileSync(join(dir, 'hash'), Buffer.from(entry?.hash ?? '', 'hex'))
      writeFileSync(join(dir, 'signature'), Buffer.from(entry?.signature ?? '', 'base64'))
      writeFileSync(join(dir, 'key.pem'), createPublicKey(publicKey).export({ type: 'spki', format: 'pem' }))
      const said = execFileSync('openssl', [
        'dgst',
        '-sha256',
        '-verify',
        join(dir, 'key.pem'),
        '-signature',
        join(dir, 'signature'),
        join(dir, 'hash'),
      ])
      expect(said.toString()).toContain('Verified OK')
    } finally {
      rmSync(dir, { recursive: true })
    }
  })
})
