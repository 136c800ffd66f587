// cli/plan-secrets.system.test.ts: secrets planted wherever a plan could meet one appear in no file and stream the plan commands produce.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listStacks } from '../infra/config.ts'
import { goldensOf } from '../infra/fixtures/golden.ts'
import { planProvince } from '../infra/plan.ts'
import type { Plan } from '../types/plan.ts'
import { command } from './plan.ts'

const STACKS = fileURLToPath(new URL('../stacks', import.meta.url))
/** Put together, so that no search finds it in this file's own text. */
const MARK = ['planted', 'f3b1c97a'].join('-')
const ENV = ['PULUMI_CONFIG', 'PULUMI_CONFIG_PASSPHRASE', 'DATABASE_PASSWORD', 'SIGNING_KEY', 'CLIENT_SECRET']

let folder: string
let older: string
let produced: Map<string, string>

async function run(...args: string[]): Promise<string> {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  const io = { out: write, err: write, terminal: false, signal: new AbortController().signal }
  const code = await command.run(args, io)
  expect(code).toBe(0)
  return text
}

function filesUnder(path: string): string[] {
  return readdirSync(path).flatMap((name) => {
    const file = join(path, name)
    return statSync(file).isDirectory() ? filesUnder(file) : [file]
  })
}

/** A plan as some other tool might have left it: with values where ours has names. */
function careless(plan: Plan): string {
  const resources = plan.resources.map((resource) =>
    resource.type === 'kubernetes:core/v1:Secret'
      ? { ...resource, inputs: { ...resource.inputs, stringData: { 'client-secret': `${MARK}-older` } } }
      : resource,
  )
  return JSON.stringify({ ...plan, resources })
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sansang-secrets-'))
  for (const name of ENV)
    process.env[name] =
      name === 'PULUMI_CONFIG'
        ? JSON.stringify({ 'sansang:backupSecretKey': `${MARK}-config` })
        : `${MARK}-${name}`
  cpSync(STACKS, join(folder, 'stacks'), { recursive: true })
  const stack = join(folder, 'stacks', 'Pulumi.hue.yaml')
  const planted = `  sansang:backupAccessKey:\n    secure: ${MARK}-access\n  other:token:\n    secure: ${MARK}-other\nencryptionsalt: ${MARK}-salt\n`
  writeFileSync(stack, `${readFileSync(stack, 'utf8')}${planted}`)
  older = join(folder, 'older.json')
  writeFileSync(older, careless(await planProvince('hue')))
  produced = new Map([
    ['plan of the planted stack', JSON.stringify(await planProvince('hue', join(folder, 'stacks')))],
    ['plan', await run('hue')],
    ['plan --json', await run('hue', '--json')],
    ['plan --against', await run('hue', '--against', older)],
    ['plan --against --json', await run('hue', '--against', older, '--json')],
    ['plan --joint --json', await run('ho-chi-minh', '--joint', '--json')],
    ['plan --render', await run('hue', '--render', join(folder, 'one'))],
    ['plan --all --json', await run('--all', '--json')],
    ['plan --all --render', await run('--all', '--render', join(folder, 'all'))],
    ...goldensOf(await planProvince('hue', join(folder, 'stacks'))),
  ])
}, 900_000)
afterAll(() => {
  rmSync(folder, { recursive: true })
  for (const name of ENV) delete process.env[name]
})

test('--all --json is a list of 34 plans', () => {
  const plans: Plan[] = JSON.parse(produced.get('plan --all --json') ?? '')
  expect(plans).toHaveLength(34)
  expect(plans.map(({ province }) => province.slug)).toEqual(listStacks())
})

describe('a planted secret', () => {
  test('is really planted: in the stack, in the environment, in the older plan', () => {
    expect(readFileSync(join(folder, 'stacks', 'Pulumi.hue.yaml'), 'utf8').split(MARK)).toHaveLength(4)
    expect(readFileSync(older, 'utf8').split(MARK).length).toBeGreaterThan(7)
    expect(ENV.filter((name) => process.env[name]?.includes(MARK))).toHaveLength(5)
  })

  test('stands in no stream', () => {
    expect(produced.size).toBeGreaterThan(18)
    for (const [name, text] of produced) {
      expect(text.length, name).toBeGreaterThan(20)
      expect(text.includes(MARK), name).toBe(false)
    }
  })

  test('stands in no file', () => {
    const files = [...filesUnder(join(folder, 'one')), ...filesUnder(join(folder, 'all'))]
    expect(files.length).toBeGreaterThan(34 * 60)
    expect(files.filter((file) => readFileSync(file, 'utf8').includes(MARK))).toEqual([])
  })

  test('nor does what the plan stands in for one', () => {
    const texts = [...produced.values()]
    expect(texts.filter((text) => text.includes('made by') || text.includes('kept by'))).toEqual([])
  })
})
