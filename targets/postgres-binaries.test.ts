// targets/postgres-binaries.test.ts: programs in a private place are copied once, whole, and never run from a tampered copy.
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reachablePrograms } from './postgres-binaries.ts'

let root: string
let native: string
let shared: string
const before = process.env['TMPDIR']
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sansang-test-'))
  native = join(root, 'native')
  shared = join(root, 'shared')
  await mkdir(join(native, 'bin'), { recursive: true })
  await mkdir(shared)
  await writeFile(join(native, 'bin/postgres'), 'program', { mode: 0o755 })
  await symlink('postgres', join(native, 'bin/link'))
  process.env['TMPDIR'] = shared
})
afterEach(async () => {
  if (before === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = before
  await rm(root, { recursive: true })
})

test('a place everybody reaches is used as it is', async () => {
  await chmod(root, 0o755)
  expect(await reachablePrograms(native, '18')).toBe(native)
  expect(await readdir(shared)).toEqual([])
})

test('a private place is copied once, and the same copy is used again', async () => {
  const home = await reachablePrograms(native, '18')
  expect(await readdir(shared)).toHaveLength(1)
  expect(home.startsWith(join(shared, 'sansang-postgres-18-'))).toBe(true)
  expect(await readFile(join(home, 'bin/link'), 'utf8')).toBe('program')
  expect((await stat(home)).mode & 0o777).toBe(0o755)
  const { ino } = await stat(home)
  expect(await reachablePrograms(native, '18')).toBe(home)
  expect((await stat(home)).ino).toBe(ino)
})

test('several at once end with one whole copy, each of which can run it as soon as it is told of it', async () => {
  const makers = Array.from({ length: 12 }, async () => {
    const home = await reachablePrograms(native, '18')
    expect(await readFile(join(home, 'bin/link'), 'utf8')).toBe('program')
    return { home, ino: (await stat(home)).ino }
  })
  const made = await Promise.all(makers)
  expect(new Set(made.map(({ home, ino }) => `${home} ${ino}`)).size).toBe(1)
  expect(await readdir(shared)).toHaveLength(1)
})

test('a copy that lost a file, or that others may write, is made anew', async () => {
  const home = await reachablePrograms(native, '18')
  await rm(join(home, 'bin/postgres'))
  await reachablePrograms(native, '18')
  expect(await readFile(join(home, 'bin/postgres'), 'utf8')).toBe('program')
  const { ino } = await stat(home)
  await chmod(home, 0o777)
  await reachablePrograms(native, '18')
  expect((await stat(home)).ino).not.toBe(ino)
  expect((await stat(home)).mode & 0o022).toBe(0)
})

test('a copy whose maker was killed is cleared away', async () => {
  const home = await reachablePrograms(native, '18')
  await rm(home, { recursive: true })
  await mkdir(`${home}.4194304-0123abcd`)
  await mkdir(`${home}.${process.pid}-0123abcd`)
  await reachablePrograms(native, '18')
  expect((await readdir(shared)).sort()).toEqual([
    basename(home),
    `${basename(home)}.${process.pid}-0123abcd`,
  ])
})

test('other programs have another copy', async () => {
  const home = await reachablePrograms(native, '18')
  await writeFile(join(native, 'bin/initdb'), 'more')
  expect(await reachablePrograms(native, '18')).not.toBe(home)
})
