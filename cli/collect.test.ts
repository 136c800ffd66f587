// cli/collect.test.ts: template, sample and check, as a person types them.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EXIT, SansangError } from '../types/error.ts'
import { command } from './collect.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'collect-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

async function collect(...args: string[]): Promise<string> {
  const out: string[] = []
  const io = {
    out: (text: string) => void out.push(text),
    err: () => undefined,
    terminal: false,
    signal: new AbortController().signal,
  }
  expect(await command.run(args, io)).toBe(EXIT.ok)
  return out.join('')
}

async function refusal(...args: string[]): Promise<SansangError> {
  try {
    await collect(...args)
  } catch (error) {
    if (error instanceof SansangError) return error
    throw error
  }
  throw new Error(`nothing was refused: ${args.join(' ')}`)
}

test('a sample is whole, checked as whole, and a missing file is named', async () => {
  const folder = join(dir, 'sample')
  expect(await collect('sample', 'an-giang', '--out', folder, '--seed', '7')).toContain('every row synthetic')
  const names = readdirSync(folder)
  expect(names).toHaveLength(103)
  expect(await collect('check', 'an-giang', folder)).toMatch(
    /^không có lỗi hình thức \/ no fault of form: \d+ records of 102 of 102 communes, 25 services\n$/,
  )
  const [first = ''] = names
  rmSync(join(folder, first))
  const found: unknown = JSON.parse(await collect('check', 'an-giang', folder, '--json'))
  expect(found).toMatchObject({ communes: 102, heard: 101, silent: [first.slice(0, 5)] })
})

test('a sample is the same for the same seed and day', async () => {
  const options = ['--seed', '3', '--as-of', '2025-12-31']
  await collect('sample', 'lam-dong', '--out', join(dir, 'a'), ...options)
  await collect('sample', 'lam-dong', '--out', join(dir, 'b'), ...options)
  const names = readdirSync(join(dir, 'a'))
  expect(names).toHaveLength(125)
  const differing = names.filter((name) => {
    const [a, b] = ['a', 'b'].map((folder) => readFileSync(join(dir, folder, name), 'utf8'))
    return a !== b
  })
  expect(differing).toEqual([])
})

test('a template is written once, and not over what is there', async () => {
  const folder = join(dir, 'template')
  await collect('template', 'lam-dong', '--out', folder)
  expect(readFileSync(join(folder, 'danh-sach-xa.csv'), 'utf8').trim().split(/\r?\n/)).toHaveLength(1 + 124)
  const [name = ''] = readdirSync(folder)
  writeFileSync(join(folder, name), 'filled in')
  expect(await refusal('template', 'lam-dong', '--out', folder)).toMatchObject({
    code: 'already-there',
    exit: 64,
  })
  expect(readFileSync(join(folder, name), 'utf8')).toBe('filled in')
  await collect('template', 'lam-dong', '--out', folder, '--overwrite')
  expect(readFileSync(join(folder, name), 'utf8')).not.toBe('filled in')
})

test('every fault of a folder is named', async () => {
  await collect('template', 'lam-dong', '--out', join(dir, 'template'))
  const refused = await refusal('check', 'lam-dong', join(dir, 'template'))
  expect(refused).toMatchObject({ code: 'bad-inventory', exit: 64 })
  expect(refused.faults).toHaveLength(124 * 19 * 2)
})

test.each([
  [[], 'collect what?'],
  [['send', 'lam-dong'], 'collect cannot "send"'],
  [['toString', 'lam-dong'], 'collect cannot "toString"'],
  [['sample'], 'the folder to write is missing'],
  [['sample', 'lam-dong', 'x', '--out', 'y'], '"x" was not expected'],
  [['sample', 'lam-dong', '--out', 'x', '--seed', '-1'], ''],
  [['sample', 'lam-dong', '--out', 'x', '--seed', '1.5'], 'the seed "1.5" is no whole number'],
  [['sample', 'lam-dong', '--out', 'x', '--as-of', '2025-02-30'], '"2025-02-30" is no day'],
  [['check', 'lam-dong'], 'the folder to check is missing'],
  [['check', 'lam-dong', 'a', 'b'], '"b" was not expected'],
  [['check', 'lam-dong', '/no/such/folder'], 'cannot be read'],
  [['check', 'atlantis', 'a'], 'there is no stack "atlantis"'],
  [['check', '--loud'], "Unknown option '--loud'"],
])('%j is refused with the way out', async (args, message) => {
  const refused = await refusal(...args)
  expect(refused.message).toContain(message)
  expect(refused).toMatchObject({ exit: 64, hint: expect.stringMatching(/\w/) })
  expect(existsSync('x')).toBe(false)
})
