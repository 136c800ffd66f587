// checks/inventory/plain-file.test.ts: what is no file is refused at once instead of waited for. Reads no form's meaning.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempDisposableSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { SansangError } from '../../types/error.ts'
import { readPlainFile } from './plain-file.ts'
import { readInventory } from './read.ts'

const dir = mkdtempDisposableSync(join(tmpdir(), 'sansang-plain-'))
afterAll(() => dir.remove())
const at = (name: string): string => join(dir.path, name)

test('a file, and a link to one', () => {
  writeFileSync(at('a.txt'), 'a')
  symlinkSync('a.txt', at('b.txt'))
  expect(Buffer.from(readPlainFile(at('b.txt'))).toString()).toBe('a')
})
test('an endless device, a file of a terabyte', () => {
  symlinkSync('/dev/zero', at('zero'))
  expect(() => readPlainFile(at('zero'))).toThrow('it is no regular file')
  writeFileSync(at('huge'), '')
  truncateSync(at('huge'), 2 ** 40)
  expect(() => readPlainFile(at('huge'))).toThrow('it has 1099511627776 bytes')
})
test('a pipe and a folder among the communes’ files: each named, neither waited for', () => {
  mkdirSync(at('inventory'))
  execFileSync('mkfifo', [at('inventory/26740.csv')])
  mkdirSync(at('inventory/26743.csv'))
  const communes = ['26740', '26743'].map((code) => ({ code, name: code }))
  let caught: unknown
  try {
    readInventory(at('inventory'), { communes, kinds: [] })
  } catch (error) {
    caught = error
  }
  expect(caught instanceof SansangError && caught.faults).toMatchObject([
    { where: '26740.csv', message: 'cannot be read: it is no regular file' },
    { where: '26743.csv', message: 'cannot be read: it is no regular file' },
  ])
})
