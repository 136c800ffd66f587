// cli/check.system.test.ts: what a province forgot, let lapse or never measured turns GO into NO-GO, by name.
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadChecks } from '../readiness/criteria.ts'
import type { Verdict } from '../types/finding.ts'
import { commandLine } from './fixtures/command-line.ts'
import { setCells } from './fixtures/inventory-file.ts'

const CHECKS = fileURLToPath(new URL('../checks', import.meta.url))
const cli = commandLine()
afterAll(() => cli[Symbol.dispose]())
beforeAll(async () => {
  expect(await cli.run(['collect', 'sample', 'ho-chi-minh', '--out', 'inventory'])).toMatchObject({ code: 0 })
})

const check = (...args: string[]) => cli.run(['check', 'ho-chi-minh', ...args])

async function verdict(code: number, ...args: string[]): Promise<Verdict> {
  const { code: ended, out, err } = await check('--json', ...args)
  expect({ ended, err }).toEqual({ ended: code, err: expect.not.stringContaining('sansang:') })
  return JSON.parse(out) as Verdict
}

describe('a commune’s file', () => {
  test('removed: NO-GO, and the commune is named by code and name', async () => {
    expect((await verdict(0, '--inventory', 'inventory')).outcome).toBe('GO')
    rmSync(cli.at('inventory/26740.csv'))
    const { code, out } = await check('--inventory', 'inventory')
    expect(code).toBe(10)
    expect(out).toMatch(/^NO-GO \(rehearsal\) {2}Thành phố Hồ Chí Minh/)
    expect(out).toContain('not-evaluated: Phường Sài Gòn has not been heard from')
    expect(new Set(out.match(/^ {4}where: .*$/gm))).toEqual(new Set(['    where: Phường Sài Gòn (26740)']))
  })

  test('all of them absent: 168 of 168 communes have not been heard from', async () => {
    const { blockers } = await verdict(10, 'EQ-07')
    expect(blockers).toHaveLength(2)
    expect(blockers[0]).toMatchObject({
      criterion: 'EQ-07',
      reason: {
        vi: '168 trên 168 xã, phường, đặc khu chưa có tin',
        en: '168 of 168 communes have not been heard from',
      },
    })
    expect(blockers[0]?.subjects).toHaveLength(168)
  })
})

describe('a waiver', () => {
  const WAIVER = {
    id: 'W-7',
    criterion: 'EQ-07',
    subjects: ['26743'],
    expires: '2025-07-01',
    author: 'Lê Thị B',
  }
  const waivers = (approver: string): string[] => {
    const waiver = { ...WAIVER, reason: 'Máy thay trong tuần tới', approver }
    writeFileSync(cli.at('waivers.yaml'), JSON.stringify({ waivers: [waiver] }))
    return ['--waivers', 'waivers.yaml']
  }
  const only = ['EQ-07', '--inventory', 'broken']

  beforeAll(async () => {
    await cli.run(['collect', 'sample', 'ho-chi-minh', '--out', 'broken'])
    setCells(cli.at('broken/26743.csv'), [{ device: 'PC-01', column: 'av.realtime', text: 'false' }])
  })

  test('in force lets a failing blocking criterion pass; without it the same evidence is NO-GO', async () => {
    expect(await verdict(10, ...only)).toMatchObject({
      blockers: [{ criterion: 'EQ-07', status: 'fail', subjects: ['26743'] }],
    })
    expect(await verdict(0, ...only, ...waivers('Trần Văn C'))).toMatchObject({
      outcome: 'GO',
      blockers: [],
      waivers: [{ state: 'applied', subjects: ['26743'] }],
    })
  })

  test('the day after it expired: NO-GO, naming waiver and criterion', async () => {
    const late = ['--as-of', '2025-07-02', ...only, ...waivers('Trần Văn C')]
    const { code, out } = await check(...late)
    expect(code).toBe(10)
    expect(out).toMatch(/^ {2}EQ-07 {2}[^\n]*\n {4}fail: [^\n]*\n {4}where: Phường Bến Thành \(26743\)$/m)
    expect(out).toContain('waiver W-7 expired after 2025-07-01')
    expect(out).toContain('waiver W-7 on EQ-07: expired (until 2025-07-01)')
  })

  test('approved by its author: NO-GO, naming waiver and author', async () => {
    const { out, code } = await check(...only, ...waivers(' lê thị  b'))
    expect(code).toBe(10)
    expect(out).toContain('waiver W-7 does not hold: its approver is its author, Lê Thị B')
  })
})

describe('a criterion without evidence', () => {
  test('nobody loaded, drilled or probed: each blocking criterion of those kinds is named', async () => {
    const { blockers } = await verdict(10, 'service', 'data', '--sample')
    const silent = blockers
      .filter(({ status }) => status === 'not-evaluated')
      .map(({ criterion }) => criterion)
    const binding = loadChecks(CHECKS).criteria.filter(
      ({ catalogue, severity, evidence }) =>
        ['service', 'data'].includes(catalogue) && severity === 'blocking' && evidence !== 'service-coverage',
    )
    expect(silent.sort()).toEqual(binding.map(({ id }) => id).sort())
    expect(silent).toHaveLength(15)
    expect(blockers.find(({ criterion }) => criterion === 'SX-03')).toMatchObject({
      title: { en: 'A fault loses nothing acknowledged' },
      reason: { en: '2 of 2 drills have not been heard from' },
      subjects: ['portal-cut', 'procedures-killed'],
    })
  })

  test('an advisory criterion alone shows nothing: NO-GO', async () => {
    expect(await verdict(10, 'EQ-05', '--sample')).toMatchObject({ blockers: [{ criterion: 'no-criteria' }] })
  })
})
