// cli/plan.test.ts: the page, the JSON and the misuses of `./sansang plan`.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EXIT, SansangError } from '../types/error.ts'
import type { Plan } from '../types/plan.ts'
import { command } from './plan.ts'

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  let out = ''
  const signal = new AbortController().signal
  const write = (text: string) => {
    out += text
  }
  const io = { out: write, err: () => {}, terminal: false, signal }
  return { code: await command.run(args, io), out }
}

async function refused(...args: string[]): Promise<SansangError> {
  const error: unknown = await run(...args).catch((thrown: unknown) => thrown)
  if (error instanceof SansangError) return error
  throw new Error(`${args.join(' ')} was not refused`)
}

test('a page for a person: sizing, every workload, totals, connections', async () => {
  const { code, out } = await run('ho-chi-minh')
  expect(code).toBe(EXIT.ok)
  expect(out).toContain('168 communes, 3 bridge points, 16,000 dossiers a working day, 75 % online')
  for (const name of ['procedures', 'documents', 'meetings', 'reporting', 'exchange', 'identity', 'gateway'])
    expect(out).toMatch(new RegExp(`Workload ${name} +Deployment +[34] +\\d+m +\\d+Mi +\\d+m +\\d+Mi\\n`))
  expect(out).toMatch(/Patroni postgres +StatefulSet +3 /)
  expect(out).toMatch(/total +27 +13750m +22528Mi\n/)
  expect(out).toContain('procedures -> exchange:8080, identity:8080, postgres:5432\n')
})

test('what is derived or provisional is said', async () => {
  const { out } = await run('lam-dong')
  expect(out).toContain('4,588 dossiers a working day (derived: 37 a commune)')
  expect(out).toContain('member Y68 (provisional: the province must state its own)')
})

test('--json is the plan, one document', async () => {
  const plan: Plan = JSON.parse((await run('an-giang', '--json')).out)
  expect([plan.schema, plan.province.slug]).toEqual(['sansang.plan/1', 'an-giang'])
})

test('an unknown province ends with exit 64 and a suggestion', async () => {
  const error = await refused('ho-chi-mihn')
  expect([error.code, error.exit]).toEqual(['unknown-province', EXIT.misuse])
  expect(error.hint).toContain('ho-chi-minh')
})

test('--render writes a folder, --against compares with a plan and with a revision', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sansang-plan-'))
  try {
    const { out } = await run('hue', '--render', join(folder, 'hue'))
    expect(out).toMatch(/^wrote \d+ objects of hue to /)
    expect(readdirSync(join(folder, 'hue'))).toContain('kustomization.yaml')
    const older = join(folder, 'older.json')
    const { out: plan } = await run('hue', '--json')
    writeFileSync(older, plan.replace('"replicas": 3', '"replicas": 9'))
    const against = await run('hue', '--against', older)
    expect(against.code).toBe(EXIT.ok)
    expect(against.out).toMatch(
      /^hue against .*: 0 created, 1 changed, 0 replaced, 0 deleted, \d+ unchanged\n/,
    )
    expect(against.out).toContain('    spec.replicas: 9 → 3\n')
    const json = JSON.parse((await run('hue', '--against', older, '--json')).out)
    expect([json.province, json.counts.change]).toEqual(['hue', 1])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test.each([
  ['no-such-revision', 'unknown-revision'],
  ['package.json', 'plan-unreadable'],
  ['README.md', 'plan-unreadable'],
])('--against %s is refused as %s', async (against, code) => {
  const error = await refused('hue', '--against', against)
  expect([error.code, error.exit]).toEqual([code, EXIT.misuse])
})

test('--joint shows the former platforms side by side', async () => {
  const { out } = await run('ho-chi-minh', '--joint')
  expect(out).toContain('Thành phố Hồ Chí Minh: 3 platforms side by side, a bridge point each')
  expect(out).toContain('namespace  sansang-ho-chi-minh-77')
  const error = await refused('ha-noi', '--joint')
  expect([error.code, error.exit]).toEqual(['not-merged', EXIT.misuse])
})

test.each([
  [[]],
  [['an-giang', 'lam-dong']],
  [['--all', 'an-giang']],
  [['an-giang', '--yaml']],
  [['an-giang', '--render', 'a', '--json']],
  [['an-giang', '--render', 'a', '--against', 'b']],
  [['--all', '--joint']],
])('a misuse: %j', async (args) => {
  const error = await refused(...args)
  expect([error.code, error.exit]).toEqual(['misuse', EXIT.misuse])
})
