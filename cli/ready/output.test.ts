// cli/ready/output.test.ts: a folder that could not be written at the end is refused at the beginning, and nothing is made.
import { chmodSync, mkdirSync, mkdtempDisposableSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, describe, expect, test } from 'vitest'
import { pathsIn } from '../fixtures/io.ts'
import { checkOutput } from './output.ts'

const dir = mkdtempDisposableSync(join(tmpdir(), 'sansang-output-'))
afterAll(() => dir.remove())
const at = (name: string): string => join(dir.path, name)
mkdirSync(at('there'))
mkdirSync(at('.busy.partial'))
mkdirSync(at('locked'))
chmodSync(at('locked'), 0o555)
writeFileSync(at('file'), '')
symlinkSync(at('nowhere'), at('dangling'))

describe('checkOutput', () => {
  test.each(['new', 'several/new/folders'])('lets %s pass and makes nothing', (name) => {
    const before = pathsIn(dir.path)
    checkOutput(at(name))
    expect(pathsIn(dir.path)).toEqual(before)
  })

  test.each([
    ['there', 'folder-exists'],
    ['file', 'folder-exists'],
    ['dangling', 'folder-exists'],
    ['busy', 'folder-busy'],
    ['file/run', 'folder-not-writable'],
    ['file/deep/run', 'folder-not-writable'],
  ])('%s is refused as %s', (name, code) => {
    const before = pathsIn(dir.path)
    expect(() => checkOutput(at(name))).toThrow(
      expect.objectContaining({ code, exit: 64, hint: expect.stringMatching(/\S/) }),
    )
    expect(pathsIn(dir.path)).toEqual(before)
  })

  test('a folder without write permission is refused, but for root, whom no permission stops', () => {
    const check = () => checkOutput(at('locked/run'))
    if (process.getuid?.() === 0) expect(check).not.toThrow()
    else expect(check).toThrow(expect.objectContaining({ code: 'folder-not-writable' }))
  })
})
