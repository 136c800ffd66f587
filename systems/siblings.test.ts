// systems/siblings.test.ts: the five systems have the same files and sections. Judges nothing inside them.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { SYSTEMS } from '../types/system.ts'
import { loadContract } from './kit/contract.ts'

const ROOT = fileURLToPath(new URL('.', import.meta.url))
/** The five systems', identity's and the national peers'. */
const CONTRACTS = 7
const FILES = ['contract.yaml', 'generated/contract.d.ts', 'server.ts', 'adapter.ts', 'README.md']

/** How a system's folder differs from its siblings; empty when it does not. */
function differences(root: string, name: string): string[] {
  const folder = join(root, name)
  const read = (file: string): string =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : ''
  const names = existsSync(folder) ? readdirSync(folder) : []
  const schema = existsSync(join(folder, 'schema')) ? readdirSync(join(folder, 'schema')) : []
  const wanted: [string, boolean][] = [
    ...FILES.map((file): [string, boolean] => [`has ${file}`, existsSync(join(folder, file))]),
    ['has schema/001-….sql', schema.some((file) => /^001-[a-z-]+\.sql$/.test(file))],
    ['has unit tests', names.some((file) => /^[a-z-]+\.test\.ts$/.test(file))],
    ['has system tests', names.some((file) => file.endsWith('.system.test.ts'))],
    [
      'README begins with name and Vietnamese name',
      new RegExp(`^# ${name} — \\p{Lu}`, 'u').test(read('README.md')),
    ],
    [
      'README ends with how to try it',
      [...read('README.md').matchAll(/^## (.+)$/gm)].at(-1)?.[1] === 'Try it',
    ],
    ['server starts under its own name', read('server.ts').includes(`name: '${name}'`)],
    [
      'adapter exports createAdapter',
      /^export function createAdapter\(options: AdapterOptions\): Adapter \{/m.test(read('adapter.ts')),
    ],
    ['adapter speaks for its system', read('adapter.ts').includes(`system: '${name}'`)],
  ]
  return wanted.filter(([, holds]) => !holds).map(([what]) => what)
}

describe.each([...SYSTEMS])('%s', (name) => {
  test('has the same files and sections as its siblings', () => {
    expect(differences(ROOT, name)).toEqual([])
  })

  test('every operation says who may call it, or is one of the few that are public', async () => {
    const { operations } = await loadContract(new URL(`./${name}/contract.yaml`, import.meta.url))
    const open = operations
      .filter((one) => one.roles === undefined && one.clients === undefined)
      .map((one) => one.id)
    expect(operations.length).toBeGreaterThanOrEqual(5)
    expect(open).toEqual(PUBLIC[name] ?? [])
  })

  test('what a client may expect is said of every operation: its token, refusals, and that the data store can be away', async () => {
    const { document, operations } = await loadContract(new URL(`./${name}/contract.yaml`, import.meta.url))
    const silent = operations.filter((operation) => {
      const said = at(document, 'paths', operation.path, operation.method.toLowerCase())
      const needsNone = JSON.stringify(at(said, 'security')) === '[]'
      const isOpen = operation.roles === undefined && operation.clients === undefined
      return needsNone !== isOpen || !('4XX' in at(said, 'responses')) || !('503' in at(said, 'responses'))
    })
    expect(silent.map(({ id }) => id)).toEqual([])
    expect(at(document, 'security')).toEqual([{ bearer: [] }])
    expect(at(document, 'components', 'securitySchemes', 'bearer')).toMatchObject({ scheme: 'bearer' })
  })
})

/** Keys without a value, as `{ description: a sentence, with a comma }` leaves one behind. */
function strayKeys(value: unknown, place = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => {
    const here = `${place}/${key}`
    return member === null && !Array.isArray(value) && !MAY_BE_NULL.has(key)
      ? [here]
      : strayKeys(member, here)
  })
}

const MAY_BE_NULL: ReadonlySet<string> = new Set(['default', 'example'])

test('no sentence of a contract is cut at a comma', () => {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^[a-z]+\/contract\.yaml$/.test(name),
  )
  expect(files).toHaveLength(CONTRACTS)
  const stray = files.flatMap((file) => strayKeys(parse(readFileSync(join(ROOT, file), 'utf8')), file))
  expect(stray).toEqual([])
  expect(strayKeys(parse('{ unit: { type: string, description: A code, or two digits. } }'))).toEqual([
    '/unit/or two digits.',
  ])
})

/** What stands there; an empty object where nothing does. */
function at(value: object, ...place: readonly string[]): object {
  let found: unknown = value
  for (const name of place) found = new Map(Object.entries(found ?? {})).get(name)
  return typeof found === 'object' && found !== null ? found : {}
}

/** Operations anybody may call; each has a reason to be here, the first that citizens read it before they sign in. */
const PUBLIC: Readonly<Record<string, readonly string[]>> = {
  procedures: ['listProcedures'],
  // The public keys a media server checks join tokens with.
  meetings: ['getKeys'],
}

test('there are five of them', () => expect(SYSTEMS).toHaveLength(5))

describe('the comparison itself', () => {
  let root: string
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'sansang-siblings-'))
    for (const file of [...FILES, 'schema/001-a.sql', 'a.test.ts', 'a.system.test.ts']) {
      mkdirSync(join(root, 'good', file, '..'), { recursive: true })
      writeFileSync(join(root, 'good', file), CONTENT[file] ?? '')
    }
    mkdirSync(join(root, 'bad'))
  })
  afterAll(() => rmSync(root, { recursive: true }))

  test('accepts a folder of the one shape', () => expect(differences(root, 'good')).toEqual([]))
  test('names everything an empty folder lacks', () =>
    expect(differences(root, 'bad')).toHaveLength(FILES.length + 8))
})

const CONTENT: Readonly<Record<string, string>> = {
  'README.md': '# good — Tốt\n\n## More\n\n## Try it\n\nso\n',
  'server.ts': `name: 'good'`,
  'adapter.ts': `export function createAdapter(options: AdapterOptions): Adapter {\n  system: 'good'`,
}
