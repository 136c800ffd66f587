// cli/plan.test.ts: the page, the JSON and the misuses of `./sansang plan`.
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
  expect(out).toMatch(/Database postgres +StatefulSet +3 /)
  expect(out).toMatch(/total +25 +12500m +21248Mi\n/)
  expect(out).toContain('procedures -> exchange:8080, identity:8080, postgres:5432\n')
})

test('what is derived or provisional is said', async () => {
  const { out } = await run('lam-dong')
  expect(out).toContain('4,588 dossiers a working day (derived: 37 a commune)')
  expect(out).toContain('member Y68 (provisional: the province must state its own)')
})

test('--json is the plan, one document; with --all a list of them', async () => {
  const plan: Plan = JSON.parse((await run('an-giang', '--json')).out)
  expect([plan.schema, plan.province.slug]).toEqual(['sansang.plan/1', 'an-giang'])
  const plans: Plan[] = JSON.parse((await run('--all', '--json')).out)
  expect(plans.map(({ province }) => province.slug)).toEqual(['an-giang', 'ho-chi-minh', 'lam-dong'])
})

test('an unknown province ends with exit 64 and a suggestion', async () => {
  const error = await refused('ho-chi-mihn')
  expect([error.code, error.exit]).toEqual(['unknown-province', EXIT.misuse])
  expect(error.hint).toContain('ho-chi-minh')
})

test.each([[[]], [['an-giang', 'lam-dong']], [['--all', 'an-giang']], [['an-giang', '--yaml']]])(
  'a misuse: %j',
  async (args) => {
    const error = await refused(...args)
    expect([error.code, error.exit]).toEqual(['misuse', EXIT.misuse])
  },
)
