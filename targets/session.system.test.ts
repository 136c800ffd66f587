// targets/session.system.test.ts: whatever moment an owner is killed at, a sweep leaves nothing of its session.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MARKER } from './process-table.ts'
import { openSession } from './session.ts'
import { sweep } from './sweep.ts'

const OWNER = new URL('./fixtures/owner.ts', import.meta.url).pathname
const STUBBORN = new URL('./fixtures/stubborn.ts', import.meta.url).pathname
/** The fixtures ignore SIGTERM: nothing is learnt by waiting for them. */
const QUICK = { termMs: 600 }
const MOMENTS_MS = [60, 120, 200, 300, 450, 700, 1200, 2500]
/** What the owner says as it goes, the last when all is there: after each of these it is killed as well. */
const STEPS = [/session (\S+)\n/, /faults\n/, /ready\n/]

let home: string
const before = process.env['SANSANG_HOME']
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sansang-home-'))
  process.env['SANSANG_HOME'] = home
})
afterEach(async () => {
  process.env['SANSANG_HOME'] = home
  for (const owner of owners.splice(0)) await killed(owner)
  // Safety net only: every test has shown by itself that nothing is left.
  await sweep(QUICK)
  await rm(home, { recursive: true, force: true })
  if (before === undefined) delete process.env['SANSANG_HOME']
  else process.env['SANSANG_HOME'] = before
})

const owners: ChildProcess[] = []
const sessions = () => (existsSync(join(home, 'sessions')) ? readdirSync(join(home, 'sessions')) : [])
const outsides = (ids: readonly string[]) =>
  readdirSync(tmpdir()).filter((name) => ids.some((id) => name.startsWith(`sansang-data-${id}`)))

/** An oracle of its own, by command line and not by the marker: every process that names this test's folders. */
function strays(ids: readonly string[]): string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        const named = line.includes(home) || ids.some((id) => line.includes(id))
        return named && Number(pid) !== process.pid ? [`${pid} ${line.replaceAll('\0', ' ')}`] : []
      } catch {
        return []
      }
    })
}

type Started = { readonly child: ChildProcess; readonly said: (line: RegExp) => Promise<string> }

function startOwner(...args: string[]): Started {
  const child = spawn(process.execPath, [OWNER, ...args], {
    env: { ...process.env, SANSANG_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  owners.push(child)
  let text = ''
  child.stdout?.on('data', (chunk) => {
    text += String(chunk)
  })
  let ended = false
  child.once('close', () => {
    ended = true
  })
  const said = async (line: RegExp): Promise<string> => {
    for (;;) {
      const over = ended
      const match = line.exec(text)
      if (match !== null) return match[1] ?? match[0]
      if (over) throw new Error(`the owner never said ${line}: ${text}`)
      await sleep(10)
    }
  }
  return { child, said }
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

/** By the clock, wherever the owner is by then; and by its own words, so that a slow one comes to every step as well. */
const MOMENTS: ((owner: Started) => Promise<unknown>)[] = [
  ...MOMENTS_MS.map((ms) => () => sleep(ms * (0.5 + Math.random()))),
  ...STEPS.map(
    (step) =>
      ({ said }: Started) =>
        said(step),
  ),
]

test('an owner killed at any moment leaves nothing after the next sweep', async () => {
  expect(MOMENTS).toHaveLength(11)
  let faults = 0
  let ended = 0
  for (const comes of MOMENTS) {
    const owner = startOwner('postgres')
    await comes(owner)
    await killed(owner.child)
    // One that was still being made has another folder name.
    const ids = sessions().map((name) => name.replace(/^\.(.*)\.new$/, '$1'))
    const report = await sweep(QUICK)
    expect(report.swept.map(({ id, survivors }) => ({ id, survivors }))).toEqual(
      ids.map((id) => ({ id, survivors: [] })),
    )
    expect(strays(ids)).toEqual([])
    expect(sessions()).toEqual([])
    expect(outsides(ids)).toEqual([])
    faults += report.swept.flatMap((swept) => swept.faults).length
    ended += report.swept.flatMap((swept) => swept.ended).length
  }
  // The late moments must have had something to end, or this test proves nothing.
  expect(faults).toBeGreaterThan(0)
  expect(ended).toBeGreaterThan(5)
})

test('without a sweep the same oracle sees what is left', async () => {
  const { child, said } = startOwner()
  const id = await said(/session (\S+)\n/)
  await said(/ready\n/)
  while (strays([id]).length < 4) await sleep(20)
  await killed(child)
  expect(strays([id])).toHaveLength(4)
  expect(sessions()).toEqual([id])
  const report = await sweep(QUICK)
  expect(report.swept[0]?.ended.map(({ name }) => name).sort()).toEqual([
    'first',
    'second',
    'unnamed',
    'unnamed',
  ])
  expect(report.swept[0]?.faults.map(({ fault, state }) => ({ fault, state }))).toEqual([
    { fault: { kind: 'cut-route', route: 'national' }, state: 'injected' },
  ])
  expect(strays([id])).toEqual([])
})

test('backends orphaned by a killed postmaster are ended too', async () => {
  const { child, said } = startOwner('postgres')
  const id = await said(/session (\S+)\n/)
  const postmaster = Number(await said(/postgres (\d+)\n/))
  process.kill(postmaster, 'SIGKILL')
  await killed(child)
  const [swept] = (await sweep(QUICK)).swept
  expect(swept).toMatchObject({ id, survivors: [] })
  expect(strays([id])).toEqual([])
  expect(outsides([id])).toEqual([])
})

test('two sweeps at once are safe', async () => {
  const { child, said } = startOwner()
  const id = await said(/session (\S+)\n/)
  await said(/ready\n/)
  await killed(child)
  const reports = await Promise.all([sweep(QUICK), sweep(QUICK), sweep(QUICK)])
  expect(reports.flatMap(({ swept }) => swept.flatMap(({ survivors }) => survivors))).toEqual([])
  expect(strays([id])).toEqual([])
  expect(sessions()).toEqual([])
})

test('a live session is never touched, and the marker reaches grandchildren', async () => {
  const { child, said } = startOwner()
  const id = await said(/session (\S+)\n/)
  await said(/ready\n/)
  while (strays([id]).length < 4) await sleep(20)
  expect(await sweep(QUICK)).toEqual({ swept: [], live: [id], foreign: [] })
  const alive = strays([id]).map((line) => Number.parseInt(line, 10))
  expect(alive).toHaveLength(4)
  const markers = alive.map((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0'))
  expect(markers.every((lines) => lines.includes(`${MARKER}=${id}`))).toBe(true)
  await killed(child)
})

test('a session whose pid now means another process is dead', async () => {
  const session = await openSession('test')
  const child = await session.spawn({
    name: 'stubborn',
    command: process.execPath,
    args: [STUBBORN, session.dir],
  })
  const path = join(session.dir, 'owner.json')
  const owner = JSON.parse(readFileSync(path, 'utf8')) as object
  expect((await sweep(QUICK)).live).toEqual([session.id])
  writeFileSync(path, JSON.stringify({ ...owner, startTime: '1' }))
  expect((await sweep(QUICK)).swept).toMatchObject([{ id: session.id, command: 'test', survivors: [] }])
  expect(child.exit() ?? (await child.exited)).toBeDefined()
  await session[Symbol.asyncDispose]()
})

/** As a child is between fork and exec: without the marker, its log open. `flags` 'r': somebody who only reads the log. */
function unmarked(dir: string, flags: 'a' | 'r'): ChildProcess {
  const log = openSync(join(dir, 'logs', 'late.log'), flags)
  const child = spawn('sleep', ['3600'], { env: { PATH: process.env['PATH'] }, stdio: ['ignore', log, log] })
  closeSync(log)
  return child
}

test('what was being started when its owner was killed is ended, and who reads a log is not', async () => {
  await using session = await openSession('test')
  const late = unmarked(session.dir, 'a')
  const reader = unmarked(session.dir, 'r')
  const ended = once(late, 'exit')
  const path = join(session.dir, 'owner.json')
  const owner = JSON.parse(readFileSync(path, 'utf8')) as object
  writeFileSync(path, JSON.stringify({ ...owner, startTime: '1' }))
  expect((await sweep(QUICK)).swept).toMatchObject([
    { id: session.id, survivors: [], ended: [{ pid: late.pid, name: 'unnamed' }] },
  ])
  expect(await ended).toEqual([null, 'SIGTERM'])
  expect(reader.exitCode ?? reader.signalCode).toBeNull()
  const gone = once(reader, 'exit')
  reader.kill('SIGKILL')
  await gone
})

test('a session of another boot is dead, one of another pid namespace is left alone', async () => {
  await using session = await openSession('test')
  const path = join(session.dir, 'owner.json')
  const owner = JSON.parse(readFileSync(path, 'utf8')) as object
  writeFileSync(path, JSON.stringify({ ...owner, pidNamespace: 'pid:[1]' }))
  expect(await sweep(QUICK)).toEqual({ swept: [], live: [], foreign: [session.id] })
  writeFileSync(path, JSON.stringify({ ...owner, bootId: 'another' }))
  expect((await sweep(QUICK)).swept).toHaveLength(1)
})

test('a folder without owner is left while it is being made, and swept when its maker is gone', async () => {
  const made = join(home, 'sessions', `.20261122T000000Z-${process.pid}-0123abcd.new`)
  const gone = join(home, 'sessions', '.20261122T000000Z-4194304-0123abcd.new')
  const stranger = join(home, 'sessions', 'notes')
  for (const dir of [made, gone, stranger]) mkdirSync(dir, { recursive: true })
  await sweep(QUICK)
  expect(sessions()).toEqual([`.20261122T000000Z-${process.pid}-0123abcd.new`, 'notes'])
  utimesSync(made, 0, 0)
  await sweep(QUICK)
  expect(sessions()).toEqual(['notes'])
})

test('closing a session ends what ignores SIGTERM and everything below it', async () => {
  const session = await openSession('test')
  const child = await session.spawn({
    name: 'stubborn',
    command: process.execPath,
    args: [STUBBORN, session.dir],
  })
  while (strays([]).length < 2) await sleep(20)
  await session[Symbol.asyncDispose]()
  expect(child.exit()).toEqual({ code: null, signal: 'SIGKILL' })
  expect(strays([])).toEqual([])
  expect(sessions()).toEqual([])
  await expect(session.spawn({ name: 'late', command: 'true', args: [] })).rejects.toMatchObject({
    code: 'session-closed',
  })
})

test('a state folder that cannot be written, and a command that is not there, are clear errors', async () => {
  await using session = await openSession('test')
  await expect(session.spawn({ name: 'ghost', command: '/no/such/program', args: [] })).rejects.toMatchObject(
    {
      code: 'process-not-started',
      exit: 69,
    },
  )
  const file = join(home, 'file')
  writeFileSync(file, '')
  process.env['SANSANG_HOME'] = file
  await expect(openSession('test')).rejects.toMatchObject({ code: 'state-not-writable', exit: 69 })
  await expect(sweep(QUICK)).rejects.toMatchObject({ code: 'state-not-writable' })
})
