// readiness/folder.test.ts: whole or not at all, under every failure a disk has. The contents do not matter here.
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempDisposableSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
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
    const { files, strangers } = readRunFolder(join(dir.path, 'r1'), [...FILES.keys()])
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
  const WANTED = ['verdict.json', 'report.html', 'junit.xml']
  test('links, pipes and folders are named, not followed', () => {
    using dir = scratch()
    writeFileSync(join(dir.path, 'verdict.json'), '{}')
    symlinkSync('/etc/hostname', join(dir.path, 'report.html'))
    // Opening a pipe that nobody writes to would wait for ever.
    execFileSync('mkfifo', [join(dir.path, 'junit.xml'), join(dir.path, 'pipe')])
    mkdirSync(join(dir.path, 'more'))
    const { files, strangers } = readRunFolder(dir.path, WANTED)
    expect([...files.keys()]).toEqual(['verdict.json'])
    expect(strangers.map(({ where, message }) => `${where} ${message}`).sort()).toEqual([
      'junit.xml is no regular file',
      'more is no regular file',
      'pipe is no regular file',
      'report.html is no regular file',
    ])
  })
  test('a name alike in another case or composition is another file', () => {
    using dir = scratch()
    for (const name of ['Verdict.json', 'verdict.json\u0301', 'verdict.json ', ' verdict.json'])
      writeFileSync(join(dir.path, name), '{}')
    const { files, strangers } = readRunFolder(dir.path, WANTED)
    expect(files.size).toBe(0)
    expect(strangers.map(({ message }) => message)).toEqual(Array(4).fill('is a file no run folder has'))
  })
  test('a file that would fill the memory is measured, not read; one beside the run not even that', () => {
    using dir = scratch()
    for (const name of ['verdict.json', 'junit.xml', 'beside']) writeFileSync(join(dir.path, name), '{}')
    // Holes: terabytes on paper, nothing on disk.
    truncateSync(join(dir.path, 'verdict.json'), 2 ** 40)
    truncateSync(join(dir.path, 'junit.xml'), 64 * 1024 * 1024 + 1)
    truncateSync(join(dir.path, 'beside'), 2 ** 40)
    const { files, strangers } = readRunFolder(dir.path, WANTED)
    expect(files.size).toBe(0)
    expect(strangers.map(({ where, message }) => `${where} ${message}`)).toEqual(
      expect.arrayContaining([
        "verdict.json has 1099511627776 bytes; no run's file has more than 67108864",
        "junit.xml has 67108865 bytes; no run's file has more than 67108864",
        'beside is a file no run folder has',
      ]),
    )
    expect(readRunFolder(dir.path, WANTED, 64 * 1024 * 1024 + 1).files.size).toBe(1)
  })
  test('of a thousand files too many twenty are named and the others counted', () => {
    using dir = scratch()
    writeFileSync(join(dir.path, 'verdict.json'), '{}')
    for (let n = 0; n < 1000; n++) writeFileSync(join(dir.path, `${n}`), '')
    const { files, strangers } = readRunFolder(dir.path, WANTED)
    expect([...files.keys()]).toEqual(['verdict.json'])
    expect(strangers).toHaveLength(21)
    expect(strangers.at(-1)).toEqual({
      where: dir.path,
      message: 'holds 980 more files that no run folder has',
    })
  })
  test('no folder', () => {
    using dir = scratch()
    writeFileSync(join(dir.path, 'file'), '')
    symlinkSync(dir.path, join(dir.path, 'link'))
    for (const name of ['nowhere', 'file', 'link'])
      expect(() => readRunFolder(join(dir.path, name), WANTED)).toThrow(
        expect.objectContaining({ code: 'no-run-folder', exit: 64 }),
      )
  })
})
