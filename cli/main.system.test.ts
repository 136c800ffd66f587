// cli/main.system.test.ts: the command line as a process among others: pipes, signals, full disks, broken checkouts.
import { type ChildProcess, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { DISK } from '../readiness/folder.ts'
import { commandLine, copyCheckout } from './fixtures/command-line.ts'
import { setCells } from './fixtures/inventory-file.ts'
import { runHere } from './fixtures/io.ts'

const cli = commandLine()
afterAll(() => cli[Symbol.dispose]())
afterEach(() => expect(readdirSync(cli.at('home/sessions'))).toEqual([]))

/** Holds a command in its midst, however slow this process is to notice. */
const HOLD = new URL('./fixtures/hold.ts', import.meta.url).href

/** Throws when the process is gone before. */
async function untilStopped({ pid }: ChildProcess): Promise<void> {
  while (!/\) T [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await sleep(10)
}

const PLATFORM = ['ready', 'ho-chi-minh', '--only', 'platform'] as const

describe('--json', () => {
  test.each([
    ['ready', [...PLATFORM, '--out', 'json', '--json'], 'sansang.verdict/1'],
    ['check', ['check', 'ho-chi-minh', 'platform', '--json'], 'sansang.verdict/1'],
    ['plan', ['plan', 'ho-chi-minh', '--json'], 'sansang.plan/1'],
    ['collect', ['collect', 'template', 'ho-chi-minh', '--out', 'template', '--json'], 'sansang.collect/1'],
  ])('%s prints one document on standard output and nothing else', async (_, args, schema) => {
    const { code, out, err } = await cli.run(args)
    expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining('{') })
    expect(JSON.parse(out)).toMatchObject({ schema })
    expect(out.endsWith('}\n')).toBe(true)
  })

  test('a failure prints none, and says why on standard error', async () => {
    const { code, out, err } = await cli.run([...PLATFORM, '--json', '--waivers', 'none.yaml'])
    expect({ code, out }).toEqual({ code: 64, out: '' })
    expect(err).toContain('[unreadable-file]')
  })
})

describe('a reader who has gone', () => {
  test.each([
    ['standard output', '"$@" | head -c 1 >/dev/null; echo $PIPESTATUS'],
    ['both', '"$@" 2>&1 | true; echo $PIPESTATUS'],
  ])('of %s does not end the run: it tidies up and keeps its exit code', async (_, shell) => {
    // A verdict of a megabyte and a half: no pipe holds that.
    const { out, err } = await cli.run(['check', 'ho-chi-minh', '--json'], { shell })
    expect(out).toBe('10\n')
    expect(err).not.toMatch(/EPIPE|internal failure/)
  })

  test('a device that takes nothing is said and is exit 69', async () => {
    const { code, err } = await cli.run(['plan', 'ho-chi-minh', '--json'], { shell: '"$@" >/dev/full' })
    expect(code).toBe(69)
    expect(err).toContain('standard output cannot be written: ENOSPC [output-not-written]')
  })
})

test.each(['SIGHUP', 'SIGTERM', 'SIGINT'] as const)('%s: exit 130, nothing written', async (signal) => {
  const before = cli.listing()
  const env = { NODE_OPTIONS: `--import=${HOLD}`, HOLD_AFTER: 'planning the platform' }
  const running = cli.start([...PLATFORM, '--out', 'interrupted'], { env })
  await untilStopped(running.child)
  expect(running.child.kill(signal)).toBe(true)
  running.child.kill('SIGCONT')
  const { code, out, err } = await running.ended
  expect({ code, out }).toEqual({ code: 130, out: '' })
  expect(err).toContain('interrupted; everything this run started has been stopped')
  expect(cli.listing()).toEqual(before)
})

test('a disk that fills while the run is written: exit 69, not half a folder', async () => {
  const full = vi.spyOn(DISK, 'writeFile').mockImplementation(() => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  })
  vi.stubEnv('SANSANG_HOME', cli.at('home'))
  const before = cli.listing()
  const { code, out, err } = await runHere(...PLATFORM, '--out', cli.at('full'))
  expect({ code, out }).toEqual({ code: 69, out: '' })
  expect(err).toContain('[disk-full]')
  expect(full).toHaveBeenCalledOnce()
  expect(cli.listing()).toEqual(before)
  full.mockRestore()
  vi.unstubAllEnvs()
})

// The same with a disk that is really full, where the kernel lets a user mount one for a process.
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', cli.dir]).status === 0

/** A shell line that runs the command with a file system of its own over the folder `disk`. */
function withDisk(options: string): string {
  return `unshare -rm sh -c 'mount -t tmpfs -o ${options} none disk && cd "$PWD" && "$@"; code=$?; ls -A disk | tr "\\n" " " >&2; exit $code' sansang "$@"`
}

describe.each(canMount ? ['a mounted disk'] : [])('on %s', () => {
  mkdirSync(cli.at('disk'))

  test('full: the run’s folder is not there, nor half of it, exit 69', async () => {
    const out = ['--out', 'disk/runs/one']
    const { code, err } = await cli.run([...PLATFORM, ...out], { shell: withDisk('size=64k') })
    expect(err).toContain('no room left on disk for')
    expect(err).toContain('[disk-full]')
    expect(err.trimEnd().split('\n').at(-1)).not.toContain('one')
    expect(code).toBe(69)
  })

  test.each(['64k', '2m'])('full at %s where sessions lie: exit 69, nothing sealed', async (size) => {
    const args = ['ready', 'ho-chi-minh', '--sample', '--only', 'EQ-07', '--out', 'homeless']
    const options = { shell: withDisk(`size=${size}`), env: { SANSANG_HOME: cli.at('disk/home') } }
    const { code, err } = await cli.run(args, options)
    expect(err).toContain('[disk-full]')
    expect(code).toBe(69)
    expect(cli.listing()).not.toContain('homeless')
  })

  test('read-only: refused before anything is started, exit 64', async () => {
    const { code, err } = await cli.run([...PLATFORM, '--out', 'disk/one'], { shell: withDisk('ro') })
    expect(err).toContain('cannot be made: nothing can be written in')
    expect(err).toContain('[folder-not-writable]')
    expect(err).not.toContain('planning')
    expect(code).toBe(64)
  })
})

describe('a broken checkout', () => {
  const checkout = copyCheckout(cli.at('checkout'))
  const edit = (name: string, change: (text: string) => string): (() => void) => {
    const path = cli.at(`checkout/${name}`)
    const text = readFileSync(path, 'utf8')
    const changed = change(text)
    expect(changed).not.toBe(text)
    writeFileSync(path, changed)
    return () => writeFileSync(path, text)
  }
  const refusal = async (...args: string[]): Promise<string> => {
    const before = cli.listing()
    const { code, out, err } = await cli.run([...PLATFORM, '--out', 'run', ...args], { checkout })
    expect({ code, out, err }).toEqual({ code: 64, out: '', err: expect.stringMatching(/^ {2}next: \S/m) })
    expect(cli.listing()).toEqual(before)
    return err
  }
  const STACK = 'stacks/Pulumi.ho-chi-minh.yaml'

  test('whole, it runs', async () => {
    expect(await cli.run(['check', 'ho-chi-minh', 'PL-10'], { checkout })).toMatchObject({ code: 0 })
  })

  test('a stack that is no YAML is refused by file, line and column', async () => {
    const mend = edit(STACK, (text) => text.replace('  sansang:sizing:', '  sansang:sizing: ['))
    expect(await refusal()).toMatch(/stacks\/Pulumi\.ho-chi-minh\.yaml:\d+:\d+: not YAML/)
    mend()
  })

  test('a key twice, another mistyped, a value of the wrong form: all at once, by place', async () => {
    const mend = edit(STACK, (text) =>
      text
        .replace('    target: embedded\n', '    target: embedded\n    target: embedded\n')
        .replace('staffPerCommune: 32', 'staffPerComune: 32')
        .replace('onlinePercent: 75', 'onlinePercent: 750'),
    )
    const err = await refusal()
    expect(err).toContain('stacks/Pulumi.ho-chi-minh.yaml:9:5: this key stands here a second time')
    expect(err).toMatch(/staffPerComune.*did you mean staffPerCommune/)
    expect(err).toMatch(/onlinePercent/)
    mend()
  })

  test('a wrong CEL rule, an unknown fact and a key twice, in three criteria: all at once, by place', async () => {
    const mends = [
      edit('checks/commune-equipment/EQ-07.yaml', (text) =>
        text.replace('rule: av.realtime', 'rule: av.realtime &&'),
      ),
      edit('checks/service/SX-03.yaml', (text) => text.replace('size(lost) == 0', 'size(losst) == 0')),
      edit('checks/data/DQ-11.yaml', (text) => `${text}id: DQ-11\n`),
    ]
    const err = await refusal()
    expect(err).toContain('[bad-criteria]')
    expect(err).toMatch(/EQ-07\.yaml:20:\d+: /)
    expect(err).toMatch(/SX-03\.yaml:\d+:\d+: .*losst/)
    expect(err).toMatch(/DQ-11\.yaml:\d+:1: /)
    for (const mend of mends) mend()
  })

  test('an undeclared kind of evidence is refused', async () => {
    const mend = edit('checks/evidence-kinds.yaml', (text) => text.replace('\n  ups:\n', '\n  upss:\n'))
    expect(await refusal()).toContain('[bad-criteria]')
    mend()
  })
})

test('an inventory with bad rows: all of them at once by file, row and column, nothing judged', async () => {
  await cli.run(['collect', 'sample', 'ho-chi-minh', '--out', 'inventory'])
  setCells(cli.at('inventory/26740.csv'), [
    { device: 'PC-01', column: 'av.realtime', text: 'maybe' },
    { device: 'PC-02', column: 'ramGiB', text: '1,234' },
  ])
  setCells(cli.at('inventory/26743.csv'), [{ device: 'PHIEU', column: 'countedOn', text: '2025-02-30' }])
  writeFileSync(cli.at('inventory/notes.txt'), 'x')
  mkdirSync(cli.at('inventory/99999.csv'))
  const before = cli.listing()
  const { code, out, err } = await cli.run([
    'ready',
    'ho-chi-minh',
    '--inventory',
    'inventory',
    '--out',
    'run',
  ])
  expect({ code, out }).toEqual({ code: 64, out: '' })
  for (const place of [
    /26740\.csv:2 \(av\.realtime\): đang ghi "maybe"; .* \/ is "maybe"/,
    /26740\.csv:3 \(ramGiB\): đang ghi "1,234"; .* \/ is "1,234"/,
    /26743\.csv:\d+ \(countedOn\): đang ghi "2025-02-30"; .* \/ is "2025-02-30"/,
    /notes\.txt: không phải tệp của xã; .* \/ is no commune’s file/,
    /99999\.csv: 99999 không phải mã xã của tỉnh này .* \/ 99999 is no commune of this province/,
  ])
    expect(err).toMatch(place)
  expect(err).toContain('has 5 faults in 4 of 170 files; nothing was taken from it [bad-inventory]')
  expect(err).not.toContain('starting the systems')
  expect(cli.listing()).toEqual(before)
})
