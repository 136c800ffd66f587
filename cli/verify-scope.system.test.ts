// cli/verify-scope.system.test.ts: what verify says of a folder that is whole but was asked for little. Real checks, real process.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { goodRun } from '../readiness/fixtures/run.ts'
import { writeRunFolder } from '../readiness/folder.ts'
import { sampleKey } from '../readiness/key.ts'
import { renderFiles } from '../readiness/report/render.ts'
import { sealRun } from '../readiness/seal.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const dir = mkdtempDisposableSync(join(tmpdir(), 'sansang-scope-'))
afterAll(() => dir.remove())
const at = (name: string): string => join(dir.path, name)

const key = sampleKey()
writeFileSync(at('key.pem'), key.publicKey.pem)
writeRunFolder(at('small'), sealRun(goodRun(), key, renderFiles).files)

function verify(...args: readonly string[]) {
  return spawnSync(process.execPath, [MAIN, 'verify', ...args], { encoding: 'utf8' })
}

test('three criteria and three communes: intact, and said to be less than this version asks', () => {
  const { status, stdout } = verify(at('small'), '--trust', at('key.pem'))
  expect(status).toBe(0)
  expect(stdout).toContain('intact, signed by the trusted key')
  expect(stdout).toContain("judged by something else than this version's own criteria")
  expect(stdout).toMatch(/ {2}- criteria: \d+ of this version's \d+ missing/)
  expect(stdout).toContain("  - population communes: 165 of this version's 168 missing")
})
test('--strict does not take it, and --json says so for machines', () => {
  const { status, stdout } = verify(at('small'), '--trust', at('key.pem'), '--strict', '--json')
  expect(status).toBe(10)
  const answer = JSON.parse(stdout)
  expect(answer).toMatchObject({ intact: true, complete: false, signer: { standing: 'established' } })
  expect(answer.differences.map(({ where }: { where: string }) => where)).toEqual(
    expect.arrayContaining(['criteria', 'kinds of evidence', 'population communes', 'population systems']),
  )
})
test('--strict says in words what it misses', () => {
  const { status, stdout } = verify(at('small'), '--strict')
  expect(status).toBe(10)
  expect(stdout).toContain(
    'CHƯA ĐỦ / --strict is not met:\n  - the signer is not established: name the key with --trust',
  )
  expect(stdout).toContain(
    '  - other criteria, limits or populations than this version has, or code nobody can look up, see above',
  )
  // Nobody asked for strictness: nothing of it is said.
  expect(verify(at('small')).stdout).not.toContain('--strict')
})
test('a file name cannot wipe the answer off the terminal', () => {
  mkdirSync(join(at('small'), '\u001b[2J\u001b[Hintact, signed by the trusted key'))
  const { status, stdout } = verify(at('small'))
  expect(status).toBe(10)
  expect(stdout).not.toContain('\u001b')
  expect(stdout).toContain('  - \\u{1b}[2J')
})
