// cli/test.system.test.ts: the test command as CI calls it: closing line, exit code, nothing left. Runs small parts.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { marked } from '../tools/orphans.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const MARK = 'SANSANG_TEST_OF_TEST'

function sansang(args: readonly string[], state: string, mark = randomUUID()) {
  // What this very test run set must not reach the run inside it.
  const { SANSANG_TIERS: _, SANSANG_SESSION: __, VITEST: ___, ...inherited } = process.env
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...inherited, SANSANG_HOME: state, [MARK]: mark },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8')
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8')
  })
  const ended = once(child, 'close').then(([code]) => ({ code, out, err }))
  return { child, ended, running: () => marked(MARK, mark) }
}

const home = () => mkdtempDisposable(join(tmpdir(), 'sansang-test-of-test-'))

/** The test's own limit ends a wait in vain. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50)
}

test('part of the tests: counts on the last line, exit 0, what was not run is said', async () => {
  await using state = await home()
  const { code, out, err } = await sansang(['test', '--tier', 'unit', 'tools/version'], state.path).ended
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(/^[1-9]\d* passed, 0 failed, 0 skipped\n$/),
  })
  expect(err).toMatch(/^not run: db: not asked for$/m)
  expect(err).toMatch(/^not run: cluster: /m)
})

test('a run in which nothing ran is no success', async () => {
  await using state = await home()
  const { code, out } = await sansang(['test', '--tier', 'unit', 'no-such-file-anywhere'], state.path).ended
  expect({ code, out }).toEqual({ code: 10, out: '0 passed, 0 failed, 0 skipped\n' })
})

test('an unknown tier is misuse', async () => {
  await using state = await home()
  const { code, err } = await sansang(['test', '--tier', 'unit,soak'], state.path).ended
  expect({ code, err }).toEqual({ code: 64, err: expect.stringContaining('there is no test tier soak') })
})

test('interrupted, it ends with 130 and what it had started', async () => {
  await using state = await home()
  const { child, ended, running } = sansang(['test', '--tier', 'static'], state.path)
  // The launcher's child and, below it, the checker itself.
  await until(async () => (await running()).length >= 2)
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 130, out: '' })
  await until(async () => (await running()).length === 0)
})

test('killed, it leaves nothing after the next doctor', async () => {
  await using state = await home()
  const { child, running } = sansang(['test', '--tier', 'static'], state.path)
  await until(async () => (await running()).length >= 2)
  // What it had started still writes to its streams: they close only when that ends.
  const killed = once(child, 'exit')
  child.kill('SIGKILL')
  await killed
  const doctor = await sansang(['doctor'], state.path).ended
  expect(doctor.out).toContain('(test) had lost its owner')
  expect(await running()).toEqual([])
})
