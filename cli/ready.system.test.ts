// cli/ready.system.test.ts: a run that needs no running system, sealed: whole, signed, and no byte of it changes unnoticed.
import { generateKeyPairSync } from 'node:crypto'
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRunFolder } from '../readiness/folder.ts'
import { parseRun } from '../readiness/jsonl.ts'
import { renderFiles } from '../readiness/report/render.ts'
import { RUN_FILES } from '../readiness/seal.ts'
import { verifyRun } from '../readiness/verify.ts'
import type { Verdict } from '../types/finding.ts'
import { commandLine } from './fixtures/command-line.ts'

const cli = commandLine()
afterAll(() => cli[Symbol.dispose]())

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const PRIVATE = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const HCM = ['ready', 'ho-chi-minh'] as const

beforeAll(async () => {
  writeFileSync(cli.at('key.pem'), PRIVATE, { mode: 0o600 })
  writeFileSync(cli.at('key.pub.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }).toString())
  const { code, out, err } = await cli.run([
    ...HCM,
    '--only',
    'platform',
    '--key',
    'key.pem',
    '--out',
    'runs/one',
  ])
  expect({ code, err }).toMatchObject({ code: 0, err: expect.not.stringContaining('sample key') })
  expect(out).toMatch(/^GO \(rehearsal\) {2}Thành phố Hồ Chí Minh, as of 2025-07-01\n/)
  expect(out).toContain(
    'Run folder: runs/one\nReport: runs/one/report.html\nCheck it: ./sansang verify runs/one\n',
  )
})

/** The sealed files, and what verify says of them changed. */
function sealed() {
  const { files } = readRunFolder(cli.at('runs/one'), RUN_FILES)
  const tool = parseRun(files.get('evidence.jsonl') ?? Buffer.alloc(0)).header.tool
  const problems = (changes: ReadonlyMap<string, Uint8Array | undefined>): string[] => {
    const changed = new Map(files)
    for (const [name, bytes] of changes)
      if (bytes === undefined) changed.delete(name)
      else changed.set(name, bytes)
    return verifyRun({ files: changed, tool, render: renderFiles }).problems.map(({ where }) => where)
  }
  return { files, problems }
}

describe('a sealed run', () => {
  test('holds its six files, nothing beside them, no private key, and is intact by the trusted signer', async () => {
    expect(readdirSync(cli.at('runs'))).toEqual(['one'])
    expect(readdirSync(cli.at('runs/one')).sort()).toEqual([...RUN_FILES].sort())
    const secret = PRIVATE.split('\n')[1] ?? ''
    for (const bytes of sealed().files.values()) expect(Buffer.from(bytes).includes(secret)).toBe(false)
    const { code, out } = await cli.run(['verify', 'runs/one', '--trust', 'key.pub.pem'])
    expect(out).toContain('intact, signed by the trusted key')
    expect(code).toBe(0)
  })

  test('one byte changed, at many places of each file: each is found in the file it is in', () => {
    const { files, problems } = sealed()
    expect(problems(new Map())).toEqual([])
    const places = 24
    const unnoticed: string[] = []
    let tried = 0
    for (const [name, bytes] of files)
      for (let place = 0; place < places; place += 1) {
        const at = Math.floor((place * (bytes.length - 1)) / (places - 1))
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ (1 << (place % 8))
        if (!problems(new Map([[name, changed]])).some((where) => where.startsWith(name)))
          unnoticed.push(`${name}:${at}`)
        tried += 1
      }
    expect({ unnoticed, tried }).toEqual({ unnoticed: [], tried: 6 * places })
  })

  test.each(RUN_FILES)('%s removed, renamed, cut short, lengthened or emptied is named', (name) => {
    const { files, problems } = sealed()
    const bytes = files.get(name) ?? Buffer.alloc(0)
    expect(problems(new Map([[name, undefined]]))).toContain(name)
    expect(
      problems(
        new Map([
          [name, undefined],
          [`${name}.old`, bytes],
        ]),
      ),
    ).toEqual(expect.arrayContaining([name, `${name}.old`]))
    const others = [bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.from('\n')]), Buffer.alloc(0)]
    for (const other of others)
      expect(problems(new Map([[name, other]])).filter((where) => where.startsWith(name))).not.toHaveLength(0)
  })

  test('verify on the command line: changed, extra, missing, renamed and nested are exit 10, by name', async () => {
    cpSync(cli.at('runs/one'), cli.at('changed'), { recursive: true })
    const verdict = readFileSync(cli.at('changed/verdict.json'))
    verdict[200] = (verdict[200] ?? 0) ^ 1
    writeFileSync(cli.at('changed/verdict.json'), verdict)
    copyFileSync(cli.at('key.pub.pem'), cli.at('changed/extra.pem'))
    renameSync(cli.at('changed/junit.xml'), cli.at('changed/JUnit.xml'))
    mkdirSync(cli.at('changed/drafts'))
    const { code, out } = await cli.run(['verify', 'changed'])
    expect(code).toBe(10)
    for (const line of [
      '- verdict.json: is not as sealed',
      '- extra.pem: is a file no run folder has',
      '- junit.xml: is missing from the folder',
      '- JUnit.xml: is a file no run folder has',
      '- drafts: is no regular file',
    ])
      expect(out).toContain(line)
    rmSync(cli.at('changed'), { recursive: true })
  })

  test('is never written over', async () => {
    const before = cli.listing()
    const { code, err } = await cli.run([...HCM, '--only', 'platform', '--out', 'runs/one'])
    expect({ code, err }).toMatchObject({ code: 64, err: expect.stringContaining('[folder-exists]') })
    expect(cli.listing()).toEqual(before)
  })

  test('report shows it again, and --json prints its verdict.json', async () => {
    const { code, out } = await cli.run(['report', 'runs/one'])
    expect(code).toBe(0)
    expect(out).toMatch(/^GO \(rehearsal\)/)
    expect(out).toContain('Report: runs/one/report.html\n')
    const json = await cli.run(['report', 'runs/one', '--json'])
    expect(json.out).toBe(readFileSync(cli.at('runs/one/verdict.json'), 'utf8'))
  })
})

test('without sample and inventory: NO-GO, and terminal and report say that 168 of 168 communes are silent', async () => {
  const { code, out, err } = await cli.run([
    ...HCM,
    '--only',
    'commune-equipment',
    '--out',
    'silent',
    '--json',
  ])
  expect(code).toBe(10)
  expect(err).toContain('sealing with a sample key made for this run, which establishes no signer')
  const verdict = JSON.parse(out) as Verdict
  expect(verdict).toMatchObject({ outcome: 'NO-GO', origins: { measured: expect.any(Number), synthetic: 0 } })
  expect(verdict.blockers[0]).toMatchObject({
    reason: { en: '168 of 168 communes have not been heard from' },
  })
  const page = readFileSync(cli.at('silent/report.html'), 'utf8')
  expect(page).toContain('168 of 168 communes have not been heard from')
  expect(page).toContain('168 trên 168 xã, phường, đặc khu chưa có tin')
  expect((await cli.run(['report', 'silent'])).out).toContain('168 of 168 communes have not been heard from')
  expect(await cli.run(['verify', 'silent'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('signer not established'),
  })
  expect(readdirSync(join(cli.dir, 'home/sessions'))).toEqual([])
})

test('systems told to wait longer than planned are not judged: refused before anything starts', async () => {
  const before = cli.listing()
  const env = { SANSANG_PATIENCE: '40' }
  const { code, out, err } = await cli.run([...HCM, '--sample', '--out', 'patient'], { env })
  expect({ code, out }).toEqual({ code: 64, out: '' })
  expect(err).toContain('[patient-systems]')
  expect(cli.listing()).toEqual(before)
  // What starts no system has nothing to wait for.
  expect(await cli.run([...HCM, '--only', 'platform', '--out', 'planned'], { env })).toMatchObject({
    code: 0,
  })
})
