// readiness/folder.test.ts: whole or not at all, under every failure a disk has. The contents do not matter here.
import {
  existsSync,
  mkdirSync,
  mkdtempDisposableSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DISK, type Disk, readRunFolder, writeRunFolder } from './folder.ts'

const FILES = new Map([
  ['verdict.json', Buffer.from('{}\n')],
  ['report.html', Buffer.from('báo cáo')],
  ['empty', Buffer.alloc(0)],
])

const scratch = () => mkdtempDisposableSync(join(tmpdir(), 'sansang-folder-'))

function failing(code: string, on: keyof Disk, after = 0): Disk {
  let calls = 0
  const fail = (): never => {
    throw Object.assign(new Error(`${code}: simulated`), { code })
  }
  const wrap = <K extends keyof Disk>(name: K): Disk[K] =>
    name === on
      ? (((...args: never[]) =>
          calls++ >= after ? fail() : Reflect.apply(DISK[name], undefined, args)) as Disk[K])
      : DISK[name]
  return {
    mkdir: wrap('mkdir'),
    rename: wrap('rename'),
    writeFile: wrap('writeFile'),
    syncFolder: wrap('syncFolder'),
  }
}

describe('whole', () => {
  test('all files, nothing beside them; parents are made', () => {
    using dir = scratch()
    const path = join(dir.path, 'runs', 'r1')
    writeRunFolder(path, FILES)
    expect(readdirSync(path).sort()).toEqual(['empty', 'report.html', 'verdict.json'])
    expect(readFileSync(join(path, 'report.html'), 'utf8')).toBe('báo cáo')
    expect(readdirSync(join(dir.path, 'runs'))).toEqual(['r1'])
  })
  test('while it is written, the folder is not there', () => {
    using dir = scratch()
    const path = join(dir.path, 'r1')
    const seen: boolean[] = []
    const watching: Disk = {
      ...DISK,
      writeFile: (name, bytes) => {
        seen.push(existsSync(path))
        DISK.writeFile(name, bytes)
      },
    }
    writeRunFolder(path, FILES, watching)
    expect(seen).toEqual([false, false, false])
  })
  test('what is written is read back', () => {
    using dir = scratch()
    writeRunFolder(join(dir.path, 'r1'), FILES)
    const { files, strangers } = readRunFolder(join(dir.path, 'r1'))
    expect(strangers).toEqual([])
    expect([...files].map(([name, bytes]) => [name, bytes.toString()]).sort()).toEqual(
      [...FILES].map(([name, bytes]) => [name, bytes.toString()]).sort(),
    )
  })
})

describe('or not at all', () => {
  test('never over a folder or file that exists', () => {
    using dir = scratch()
    mkdirSync(join(dir.path, 'r1'))
    writeFileSync(join(dir.path, 'r2'), 'mine')
    for (const name of ['r1', 'r2'])
      expect(() => writeRunFolder(join(dir.path, name), FILES)).toThrow(
        expect.objectContaining({ code: 'folder-exists', exit: 64 }),
      )
    expect(readdirSync(dir.path).sort()).toEqual(['r1', 'r2'])
    expect(readFileSync(join(dir.path, 'r2'), 'utf8')).toBe('mine')
  })
  const cases: [string, keyof Disk, number, string, number][] = [
    ['ENOSPC', 'writeFile', 0, 'disk-full', 69],
    ['ENOSPC', 'writeFile', 2, 'disk-full', 69],
    ['EDQUOT', 'writeFile', 1, 'disk-full', 69],
    ['ENOSPC', 'mkdir', 1, 'disk-full', 69],
    ['EROFS', 'mkdir', 0, 'folder-not-writable', 64],
    ['EACCES', 'mkdir', 1, 'folder-not-writable', 64],
    ['EACCES', 'rename', 0, 'folder-not-writable', 64],
    ['EIO', 'syncFolder', 0, 'folder-not-written', 70],
  ]
  test('count', () => expect(cases).toHaveLength(8))
  test.each(cases)('%s in %s after %i: nothing is left', (code, on, after, expected, exit) => {
    using dir = scratch()
    const error = expect.objectContaining({
      code: expected,
      exit,
      hint: expect.stringMatching(/\S/),
      cause: expect.anything(),
    })
    expect(() => writeRunFolder(join(dir.path, 'r1'), FILES, failing(code, on, after))).toThrow(error)
    expect(readdirSync(dir.path)).toEqual([])
  })
  test('a parent that is a file', () => {
    using dir = scratch()
    writeFileSync(join(dir.path, 'file'), '')
    expect(() => writeRunFolder(join(dir.path, 'file', 'r1'), FILES)).toThrow(
      expect.objectContaining({ code: 'folder-not-writable' }),
    )
  })
  test('another writer’s partial folder is left alone', () => {
    using dir = scratch()
    mkdirSync(join(dir.path, '.r1.partial'))
    writeFileSync(join(dir.path, '.r1.partial', 'theirs'), '')
    expect(() => writeRunFolder(join(dir.path, 'r1'), FILES)).toThrow(
      expect.objectContaining({
        code: 'folder-busy',
        hint: expect.stringContaining(`rm -r ${dir.path}/.r1.partial`),
      }),
    )
    expect(readdirSync(join(dir.path, '.r1.partial'))).toEqual(['theirs'])
  })
})

describe('reading', () => {
  test('links and folders are named, not followed', () => {
    using dir = scratch()
    writeFileSync(join(dir.path, 'verdict.json'), '{}')
    symlinkSync('/etc/hostname', join(dir.path, 'report.html'))
    mkdirSync(join(dir.path, 'more'))
    const { files, strangers } = readRunFolder(dir.path)
    expect([...files.keys()]).toEqual(['verdict.json'])
    expect(strangers).toEqual(['more', 'report.html'])
  })
  test('no folder', () => {
    using dir = scratch()
    writeFileSync(join(dir.path, 'file'), '')
    for (const path of [join(dir.path, 'nowhere'), join(dir.path, 'file')])
      expect(() => readRunFolder(path)).toThrow(expect.objectContaining({ code: 'no-run-folder', exit: 64 }))
  })
})
