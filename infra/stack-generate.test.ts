// infra/stack-generate.test.ts: generated stacks are up to date, keep what people and Pulumi put there, and refuse to overwrite.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SansangError } from '../types/error.ts'
import { readStackFile } from './config.ts'
import { type GeneratedFile, generatedStacks } from './stack-generate.ts'
import { sizesOf } from './stack-sizing.ts'

const STACKS = fileURLToPath(new URL('../stacks', import.meta.url))
const FILE = 'Pulumi.ca-mau.yaml'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sansang-stacks-'))
  cpSync(STACKS, folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

function stale(): GeneratedFile[] {
  return generatedStacks(folder).filter(({ text, stored }) => text !== stored)
}

function generate(): string[] {
  const written = stale()
  for (const { name, text } of written) writeFileSync(join(folder, name), text)
  return written.map(({ name }) => name)
}

function edit(name: string, change: (text: string) => string): void {
  const text = readFileSync(join(folder, name), 'utf8')
  const changed = change(text)
  expect(changed).not.toBe(text)
  writeFileSync(join(folder, name), changed)
}

function setByHand(slug: string, text: string): void {
  mkdirSync(join(folder, 'hand'), { recursive: true })
  writeFileSync(join(folder, 'hand', `${slug}.yaml`), text)
}

function refused(): SansangError {
  try {
    generatedStacks(folder)
  } catch (error) {
    if (error instanceof SansangError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('the generated files of the repository', () => {
  test('are up to date: 34 stacks and two schemas', () => {
    expect(generatedStacks()).toHaveLength(36)
    expect(
      generatedStacks()
        .filter(({ text, stored }) => text !== stored)
        .map(({ name }) => name),
    ).toEqual([])
  })

  test('are told when they are not', () => {
    edit(FILE, (text) => text.replace('# Tỉnh Cà Mau.', '# Tỉnh Cà Mâu.'))
    rmSync(join(folder, 'Pulumi.hue.yaml'))
    expect(stale().map(({ name }) => name)).toEqual(['Pulumi.hue.yaml', FILE])
    expect(generate()).toHaveLength(2)
    expect(stale()).toEqual([])
  })
})

describe('what a person set by hand', () => {
  test('is laid over the computed values, and sizes follow the dossiers stated', () => {
    setByHand(
      'ca-mau',
      'config:\n  sansang:sizing: { dossiersPerWorkingDay: 20000 }\n  sansang:exchange: { member: H12 }\n',
    )
    expect(generate()).toEqual([FILE])
    const { stack } = readStackFile('ca-mau', folder)
    expect([stack.member, stack.sizing.dossiersPerWorkingDay]).toEqual(['H12', 20_000])
    expect(stack.workloads.procedures.replicas).toBe(5)
    expect(readFileSync(join(folder, FILE), 'utf8')).toContain('member: H12 # by hand')
  })

  test('one size of one workload leaves the others computed', () => {
    setByHand('ca-mau', 'config:\n  sansang:workloads: { meetings: { replicas: 7 } }\n')
    generate()
    expect(readStackFile('ca-mau', folder).stack.workloads.meetings).toEqual({
      replicas: 7,
      cpuMillicores: 250,
      memoryMiB: 256,
    })
  })

  test('is refused with file and line, all faults of all files at once', () => {
    setByHand(
      'ca-mau',
      'config:\n  sansang:sizing:\n    onlinePercents: 3\n  sansang:database: { instances: 1 }\n',
    )
    setByHand('hue', 'config:\n  sansang:gateway: { password: hunter2 }\n')
    setByHand('ca-mao', 'config: {}\n')
    const { code, exit, faults } = refused()
    expect([code, exit]).toEqual(['hand-invalid', 64])
    expect(faults.map(({ where }) => where)).toEqual([
      'stacks/hand/ca-mao.yaml',
      'stacks/hand/ca-mau.yaml:3:5',
      'stacks/hand/ca-mau.yaml:4:34',
      'stacks/hand/hue.yaml:2:22',
      'stacks/hand/hue.yaml:2:32',
    ])
    expect(JSON.stringify(faults)).not.toContain('hunter2')
  })

  test('a file that would not be read is named, not passed over', () => {
    writeFileSync(join(folder, 'hand/ca-mau.yml'), 'config: {}\n')
    writeFileSync(join(folder, 'hand/.ca-mau.yaml.swp'), 'an editor keeps it')
    setByHand('binh-duong', 'config: {}\n')
    expect(refused().faults).toEqual([
      {
        where: 'stacks/hand/binh-duong.yaml',
        message:
          'no province is called binh-duong: Tỉnh Bình Dương is part of Thành phố Hồ Chí Minh since 1 July 2025; did you mean ho-chi-minh?',
      },
      {
        where: 'stacks/hand/ca-mau.yml',
        message: 'is no <province>.yaml and would not be read; rename it or take it away',
      },
    ])
  })

  test('in the generated file itself is never overwritten', () => {
    edit(FILE, (text) => text.replace('onlinePercent: 75', 'onlinePercent: 80'))
    const { code, exit, faults } = refused()
    expect([code, exit]).toEqual(['stack-edited', 64])
    expect(faults).toEqual([
      { where: `stacks/${FILE}`, message: 'its values are not the generated ones; look at sansang:sizing' },
    ])
  })
})

test('what Pulumi and other packages keep in the file stays', () => {
  const secure = '  sansang:backupAccessKey:\n    secure: v1:abc\n  kubernetes:context: tinh\n'
  edit(FILE, (text) => `${text}${secure}encryptionsalt: v1:xyz\n`)
  expect(stale()).toEqual([])
  setByHand('ca-mau', 'config:\n  sansang:exchange: { member: H12 }\n')
  expect(generate()).toEqual([FILE])
  expect(readFileSync(join(folder, FILE), 'utf8')).toContain(`${secure}encryptionsalt: v1:xyz\n`)
  expect(readStackFile('ca-mau', folder).stack.member).toBe('H12')
})

describe('sizes', () => {
  test('grow with every fact, never shrink', () => {
    const small = sizesOf({ communes: 38, bridgePoints: 1, dossiersPerWorkingDay: 1_406 })
    expect(small.database).toEqual({ instances: 3, storageGiB: 100, cpuMillicores: 1_000, memoryMiB: 2_048 })
    expect(
      sizesOf({ communes: 168, bridgePoints: 1, dossiersPerWorkingDay: 1_406 }).workloads['gateway']
        ?.replicas,
    ).toBe(3)
    expect(
      sizesOf({ communes: 38, bridgePoints: 3, dossiersPerWorkingDay: 1_406 }).workloads['meetings']
        ?.replicas,
    ).toBe(3)
    expect(
      sizesOf({ communes: 38, bridgePoints: 1, dossiersPerWorkingDay: 16_000 }).database.storageGiB,
    ).toBe(500)
  })
})
