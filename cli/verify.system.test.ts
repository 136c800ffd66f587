// cli/verify.system.test.ts: the command as its user meets it: exit codes, words, places. Tests no detector by itself.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempDisposableSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { criterion, goodRun } from '../readiness/fixtures/run.ts'
import { writeRunFolder } from '../readiness/folder.ts'
import { sampleKey } from '../readiness/key.ts'
import { renderFiles } from '../readiness/report/render.ts'
import { sealRun } from '../readiness/seal.ts'
import { toolIdentity } from '../readiness/tool.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const dir = mkdtempDisposableSync(join(tmpdir(), 'sansang-verify-'))
afterAll(() => dir.remove())

const key = sampleKey()
const at = (name: string): string => join(dir.path, name)

/** A folder as `ready` leaves it, with the real renderings. */
function folder(name: string, evidence = goodRun().evidence): string {
  const run = goodRun({ evidence })
  const { files } = sealRun({ ...run, header: { ...run.header, tool: toolIdentity() } }, key, renderFiles)
  writeRunFolder(at(name), files)
  return at(name)
}

function verify(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'verify', ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('sansang verify', () => {
  test('intact, signer not established: 0; the bundle’s path will do too', () => {
    const path = folder('good')
    for (const given of [path, join(path, 'bundle.sigstore.json')]) {
      const { status, stdout } = verify(given)
      expect(stdout).toContain('Nguyên vẹn, chưa xác định được người ký')
      expect(stdout).toContain('intact, signer not established (khóa mẫu / sample key)')
      expect(stdout).toMatch(/verdict of the evidence: GO, Thành phố Hồ Chí Minh, as of 2025-07-01/)
      expect(status).toBe(0)
    }
  })
  test('who sealed it and what the day switched off are said', () => {
    const later = criterion({ id: 'EQ-99', from: '2025-12-01' })
    const { version, revision } = toolIdentity()
    const run = goodRun({ criteria: [...goodRun().criteria, later] })
    const tool = { name: 'sansang', version, revision: 'f'.repeat(40) } as const
    const { files } = sealRun({ ...run, header: { ...run.header, tool } }, key, renderFiles)
    writeRunFolder(at('early'), files)
    const { stdout } = verify(at('early'))
    expect(stdout).toContain(
      `  sealed by sansang ${version} (${'f'.repeat(40)}); this is sansang ${version} (${revision})`,
    )
    expect(stdout).toContain('  not in force on that day: 1 blocking criteria, EQ-99')
    expect(JSON.parse(verify(at('early'), '--json').stdout)).toMatchObject({ sealedBy: tool })
  })
  test('canary: files of terabytes, in the place of the run’s or beside them, are measured and not read', () => {
    const path = folder('huge')
    truncateSync(join(path, 'report.html'), 2 ** 40)
    writeFileSync(join(path, 'beside'), '')
    truncateSync(join(path, 'beside'), 2 ** 40)
    const { status, stdout } = verify(path)
    expect(stdout).toContain("  - report.html: has 1099511627776 bytes; no run's file has more than 67108864")
    expect(stdout).toContain('  - beside: is a file no run folder has')
    expect(status).toBe(10)
  })
  test('an intact NO-GO: 0, and says NO-GO', () => {
    const { status, stdout } = verify(folder('nogo', []))
    expect(stdout).toMatch(/verdict of the evidence: NO-GO/)
    expect(status).toBe(0)
  })
  test('--trust: the signer 0, anyone else 10', () => {
    const path = folder('trust')
    writeFileSync(at('good.pem'), key.publicKey.pem)
    writeFileSync(at('other.pem'), sampleKey().publicKey.pem)
    expect(verify(path, '--trust', at('good.pem'))).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('signed by the trusted key'),
    })
    expect(verify(path, '--trust', at('other.pem'))).toMatchObject({
      status: 10,
      stdout: expect.stringContaining('is not the trusted one'),
    })
  })
  test('one byte changed, a file removed, a file added: 10, with name and place', () => {
    const path = folder('changed')
    const report = join(path, 'report.html')
    const bytes = readFileSync(report)
    bytes[100] = (bytes[100] ?? 0) ^ 1
    writeFileSync(report, bytes)
    writeFileSync(join(path, 'notes.txt'), 'x')
    rmSync(join(path, 'junit.xml'))
    const { status, stdout } = verify(path)
    expect(stdout).toContain('NOT INTACT')
    expect(stdout).toContain('  - report.html: is not as sealed')
    expect(stdout).toContain('  - notes.txt: is a file no run folder has')
    expect(stdout).toContain('  - junit.xml: is missing from the folder')
    expect(status).toBe(10)
  })
  test('--json: one document, and nothing else on standard output', () => {
    const { status, stdout, stderr } = verify(folder('json'), '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'sansang.verification/1',
      intact: true,
      problems: [],
      outcome: 'GO',
      signer: { standing: 'unknown', kind: 'sample' },
    })
    expect([status, stderr]).toEqual([0, ''])
  })
  test('--prove: one line of evidence with its proof; of a changed folder none', () => {
    const path = folder('prove')
    const { status, stdout } = verify(path, '--prove', 'host/26740/PC-01')
    expect(stdout).toMatch(
      /^c2sp\.org\/tlog-proof@v1\nextra \S+\nindex \d+\n[\s\S]*\n\nsansang\.vn\/ho-chi-minh\n/,
    )
    expect(status).toBe(0)
    writeFileSync(join(path, 'notes.txt'), 'x')
    expect(verify(path, '--prove', 'host/26740/PC-01')).toMatchObject({
      status: 10,
      stdout: expect.stringContaining('NOT INTACT'),
    })
  })
  test.each([
    ['no path', [], 'give one run folder'],
    ['two paths', ['a', 'b'], 'give one run folder'],
    ['an unknown option', ['a', '--trusted', 'x'], '--trusted'],
    ['two answers at once', ['a', '--json', '--prove', 'x'], 'each want standard output'],
    ['no number of seconds', ['a', '--seconds', '0'], '--seconds 0 is no number of seconds'],
    ['no such folder', ['/nowhere'], 'cannot be read as a run folder'],
  ] as const)('%s: 64', (_, args, message) => {
    const { status, stdout, stderr } = verify(...args)
    expect(stderr).toContain(message)
    expect(stderr).toContain('next: ')
    expect([status, stdout]).toEqual([64, ''])
  })
  test('a folder that is no run, a key that is none: 64', () => {
    mkdirSync(at('empty'))
    expect(verify(at('empty'))).toMatchObject({
      status: 64,
      stderr: expect.stringContaining("holds none of a run's files"),
    })
    expect(verify(folder('keyless'), '--trust', at('empty'))).toMatchObject({
      status: 64,
      stderr: expect.stringContaining('[unusable-key]'),
    })
  })
  test('--help', () =>
    expect(verify('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Usage: ./sansang verify'),
    }))
})
