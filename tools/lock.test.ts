// tools/lock.test.ts: one holder at a time, dead holders' processes ended. Across processes: launcher.system.test.ts.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { hold, MARK, sweepSetUps } from './lock.ts'
import { duration } from './progress.ts'

function quiet() {
  const { promise: said, resolve } = Promise.withResolvers<string>()
  const stop = new AbortController()
  return { said, stop, err: (text: string) => resolve(text), terminal: false, signal: stop.signal }
}

const folder = () => mkdtempDisposable(join(tmpdir(), 'sansang-lock-'))

test('the second waits, says for whom, and gets it when the first lets go', async () => {
  await using place = await folder()
  const path = join(place.path, 'a.lock')
  const first = await hold(path, 'testing', quiet())
  const second = quiet()
  const waiting = hold(path, 'testing too', second)
  expect(await second.said).toContain(`(process ${process.pid}, testing)`)
  await first[Symbol.asyncDispose]()
  await (await waiting)[Symbol.asyncDispose]()
})

test('an abort ends the waiting', async () => {
  await using place = await folder()
  const path = join(place.path, 'a.lock')
  await using _first = await hold(path, 'testing', quiet())
  const second = quiet()
  const waiting = hold(path, 'testing too', second)
  second.stop.abort()
  await expect(waiting).rejects.toThrow('aborted')
})

function marked(path: string) {
  const child = spawn('sleep', ['3600'], { env: { ...process.env, [MARK]: path }, stdio: 'ignore' })
  return { child, exited: once(child, 'exit') }
}

test('whoever gets the lock first ends what carries its mark', async () => {
  await using place = await folder()
  const { exited } = marked(join(place.path, 'a.lock'))
  await using _held = await hold(join(place.path, 'a.lock'), 'testing', quiet())
  expect(await exited).toEqual([null, 'SIGTERM'])
})

test('a sweep leaves what works under a held lock, and ends it when nobody holds it', async () => {
  await using place = await folder()
  const path = join(place.path, 'a.lock')
  const held = await hold(path, 'testing', quiet())
  const { child, exited } = marked(path)
  await sweepSetUps()
  expect(child.exitCode ?? child.signalCode).toBeNull()
  await held[Symbol.asyncDispose]()
  expect(await sweepSetUps()).toBeGreaterThan(0)
  expect(await exited).toEqual([null, 'SIGTERM'])
})

test('a folder that cannot be made is said to be so', async () => {
  await using place = await folder()
  await writeFile(join(place.path, 'file'), '')
  const made = hold(join(place.path, 'file', 'a.lock'), 'testing', quiet())
  await expect(made).rejects.toMatchObject({
    code: 'not-writable',
    exit: 69,
    where: join(place.path, 'file'),
  })
})

test.each([
  [0.4, '0 s'],
  [59.4, '59 s'],
  [60, '1 min 0 s'],
  [150, '2 min 30 s'],
])('%d seconds read %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})
