// cli/up.system.test.ts: a whole province comes up, is broken and healed, and is gone after Ctrl-C, down and kill -9.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ensureTool } from '../tools/setup.ts'
import { toolsFolder } from '../tools/state.ts'
import { SYSTEMS } from '../types/system.ts'
import { PATIENCE } from './fixtures/command-line.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'sansang-home-'))
const started: ChildProcess[] = []

beforeAll(async () => {
  await ensureTool('toxiproxy', { err: () => {}, terminal: false, signal: new AbortController().signal })
  // Sessions of their own, the tools that are there already.
  await mkdir(toolsFolder(), { recursive: true })
  symlinkSync(toolsFolder(), join(home, 'tools'))
})
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  await command('doctor').ended
})
afterAll(() => rm(home, { recursive: true, force: true }))

type Running = {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  readonly out: () => string
  readonly err: () => string
}

function command(...args: string[]): Running {
  const child = spawn(process.execPath, ['cli/main.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, SANSANG_HOME: home, SANSANG_PATIENCE: PATIENCE },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    err += String(chunk)
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  return { child, ended, out: () => out, err: () => err }
}

type Up = Running & {
  readonly document: { endpoints: Record<string, string>; rehearsalSecret: string; session: string }
}

async function up(...args: string[]): Promise<Up> {
  const running = command('up', 'ho-chi-minh', '--json', ...args)
  started.push(running.child)
  while (!running.out().endsWith('\n')) {
    if (running.child.exitCode !== null)
      throw new Error(`up ended with ${running.child.exitCode}: ${running.err()}`)
    await sleep(50)
  }
  return { ...running, document: JSON.parse(running.out()) as Up['document'] }
}

/** By command line and by folder name, not by the marker the sweep goes by. */
function strays(session: string): string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
        return line.includes(session) || environment.includes(session) ? [`${pid} ${line}`] : []
      } catch {
        return []
      }
    })
}

const sessions = () => readdirSync(join(home, 'sessions'))
const status = async (url: string, headers = {}) => (await fetch(url, { headers })).status

test('everything planned is there, guarded, and gone after Ctrl-C with exit 130', async () => {
  const { document, child, ended } = await up()
  const { endpoints } = document
  expect(Object.keys(endpoints).sort()).toEqual([...SYSTEMS, 'gateway', 'identity', 'national'].sort())
  for (const url of Object.values(endpoints)) expect(await status(`${url}/readyz`)).toBe(200)
  for (const system of SYSTEMS) {
    const { units } = (await (await fetch(`${endpoints[system]}/units`)).json()) as { units: unknown[] }
    expect(units).toHaveLength(168)
  }
  const answer = await fetch(`${endpoints['identity']}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'rehearsal-officer',
      client_secret: document.rehearsalSecret,
      resource: 'urn:sansang:systems',
    }),
  })
  expect(await answer.json()).toMatchObject({ access_token: expect.any(String) })
  expect(strays(document.session).length).toBeGreaterThanOrEqual(10)
  child.kill('SIGINT')
  expect(await ended).toBe(130)
  expect(strays(document.session)).toEqual([])
  expect(sessions()).toEqual([])
})

test('down ends it from another terminal, and is content when there is nothing', async () => {
  const { document, ended } = await up()
  const down = command('down', 'ho-chi-minh', '--json')
  expect(await down.ended).toBe(0)
  expect(JSON.parse(down.out())).toMatchObject({ ended: [document.session] })
  expect(await ended).toBe(130)
  expect(strays(document.session)).toEqual([])
  expect(await command('down', 'ho-chi-minh').ended).toBe(0)
})

/** Waits until an `up` has so many processes running besides itself; by what is there, since a loaded machine is slow. */
async function startedProcesses(count: number): Promise<string> {
  for (;;) {
    const [session] = existsSync(join(home, 'sessions'))
      ? sessions().filter((name) => !name.startsWith('.'))
      : []
    if (session !== undefined && lasting(session).length >= count) return session
    await sleep(20)
  }
}

/** Of its processes those that nobody but a sweep ends: what makes PostgreSQL's cluster ends by itself. */
function lasting(session: string): string[] {
  return strays(session).filter((line) => !/\binitdb\b|--(boot|single|check)\b/.test(line))
}

test('kill -9 while starting: the next doctor leaves nothing', async () => {
  // PostgreSQL alone, some of the systems, nearly all of them.
  const moments = [1, 4, 9]
  for (const count of moments) {
    const { child, ended } = command('up', 'ho-chi-minh')
    started.push(child)
    const session = await startedProcesses(count)
    child.kill('SIGKILL')
    await ended
    expect(strays(session).length).toBeGreaterThan(0)
    await command('doctor', '--json').ended
    expect(strays(session)).toEqual([])
    expect(sessions()).toEqual([])
  }
  expect(moments).toHaveLength(3)
})

test('Ctrl-C while starting ends with 130 and leaves nothing', async () => {
  const { child, ended, err } = command('up', 'ho-chi-minh')
  started.push(child)
  while (!err().includes('processes')) await sleep(20)
  child.kill('SIGINT')
  expect(await ended).toBe(130)
  expect(sessions()).toEqual([])
})

test('a port in use is one clear error with exit 69', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const { ended, err } = command('up', 'ho-chi-minh', '--port', String(port))
  expect(await ended).toBe(69)
  expect(err()).toContain(`port ${port} of 127.0.0.1 is in use, gateway cannot listen there [port-in-use]`)
  expect(sessions()).toEqual([])
  taken.close()
})
