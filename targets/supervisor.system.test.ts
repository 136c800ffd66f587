// targets/supervisor.system.test.ts: what dies is started again, ever more slowly, and stays down once stopped.
import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findProcess } from './process-table.ts'
import { openSession, type Session } from './session.ts'
import { supervise } from './supervisor.ts'

const before = process.env['SANSANG_HOME']
const home = mkdtempSync(join(tmpdir(), 'sansang-home-'))
let session: Session
beforeAll(async () => {
  process.env['SANSANG_HOME'] = home
  session = await openSession('test')
})
afterAll(async () => {
  await session[Symbol.asyncDispose]()
  if (before === undefined) delete process.env['SANSANG_HOME']
  else process.env['SANSANG_HOME'] = before
  await rm(home, { recursive: true })
})

const node = (name: string, script: string) => ({ name, command: process.execPath, args: ['-e', script] })
const deaths = (name: string) =>
  readFileSync(join(session.dir, 'events.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { event: string; name: string; backoffMs?: number; code?: number })
    .filter((line) => line.event === 'died' && line.name === name)

test('a process that keeps dying is started again after 200, 400 and 800 ms', async () => {
  // However slowly it starts and dies, no life of it counts as long.
  const long = Number.POSITIVE_INFINITY
  const supervisor = await supervise(session, node('crash', 'process.exit(3)'), 1000, long)
  while (deaths('crash').length < 3) await sleep(20)
  await supervisor[Symbol.asyncDispose]()
  const seen = deaths('crash').slice(0, 3)
  expect(seen.map(({ backoffMs, code }) => ({ backoffMs, code }))).toEqual([
    { backoffMs: 200, code: 3 },
    { backoffMs: 400, code: 3 },
    { backoffMs: 800, code: 3 },
  ])
  const restarts = supervisor.restarts()
  await sleep(1000)
  expect(supervisor.restarts()).toBe(restarts)
})

test('the last words are those of the life that ended, not of those before and after it', async () => {
  const script = 'process.stdout.write("life " + process.pid + "\\n"); process.exit(3)'
  await using supervisor = await supervise(session, node('words', script), 1000)
  for (let seen = 0; seen < 3; await sleep(5)) {
    if (supervisor.deaths() === seen) continue
    seen = supervisor.deaths()
    expect(supervisor.lastWords()).toEqual([expect.stringMatching(/^life \d+$/)])
  }
})

test('stopping ends the process and starts no other', async () => {
  const supervisor = await supervise(session, node('steady', 'setInterval(() => {}, 1000)'), 1000)
  const pid = supervisor.child()?.pid ?? 0
  expect(await findProcess(pid)).toMatchObject({ pid, parentPid: process.pid })
  await supervisor[Symbol.asyncDispose]()
  expect(await findProcess(pid)).toBeUndefined()
  expect(deaths('steady')).toEqual([])
})

test('a process that names itself like a line of the process table is read right', async () => {
  const child = await session.spawn(
    node('odd', 'process.title = ") Z 1 (x"; process.stdout.write("named"); setInterval(() => {}, 1000)'),
  )
  while (!(await child.lastLines(1)).includes('named')) await sleep(20)
  expect(await findProcess(child.pid)).toMatchObject({ pid: child.pid, parentPid: process.pid })
  await child.stop()
})
