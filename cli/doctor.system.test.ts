// cli/doctor.system.test.ts: the doctor on machines made of fakes on a PATH of its own. Its page: doctor.test.ts.
import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

type Report = { ready: boolean; probes: { name: string; state: string; found?: string; wayOut?: string }[] }

/** Runs the doctor where each program answers what is given, and nothing else is on PATH. */
async function doctor(answers: Readonly<Record<string, string>>) {
  await using base = await mkdtempDisposable(join(tmpdir(), 'sansang-doctor-'))
  const bin = join(base.path, 'bin')
  await mkdir(bin)
  // PostgreSQL must not run as root, and whom to run it as is asked of the system's own `id`.
  const programs = { ...answers, id: 'exec /usr/bin/id "$@"' }
  for (const [name, answer] of Object.entries(programs)) {
    const line = answer.startsWith('exec ') ? answer : `echo '${answer}'`
    await writeFile(join(bin, name), `#!/bin/sh\n${line}\n`)
    await chmod(join(bin, name), 0o755)
  }
  const env = { PATH: bin, HOME: base.path, SANSANG_HOME: join(base.path, 'state') }
  const { code, out } = await run(['doctor', '--json'], env)
  const report: Report = JSON.parse(out)
  return { code, report, state: (name: string) => report.probes.find((probe) => probe.name === name)?.state }
}

function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  return new Promise<{ code: number; out: string }>((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args], { env }, (_, out) =>
      resolve({ code: child.exitCode ?? -1, out }),
    )
  })
}

const BARE = { git: 'git version 2.39.5', npm: '11.0.0' }
const GO = { go: 'go version go1.26.8 linux/amd64' }
const TOOLS = { k6: 'k6 v1.8.3 (go1.26.0)', 'toxiproxy-server': 'toxiproxy-server version 2.5.1' }

test('git, npm and Go are enough: the tools will be built', async () => {
  const { code, report, state } = await doctor({ ...BARE, ...GO })
  expect({ code, ready: report.ready }).toEqual({ code: 0, ready: true })
  expect([state('k6'), state('toxiproxy-server'), state('PostgreSQL')]).toEqual([
    'to-build',
    'to-build',
    'ok',
  ])
  expect(report.probes).toHaveLength(16)
})

test('with fitting tools on PATH Go is not needed', async () => {
  const { code, state } = await doctor({ ...BARE, ...TOOLS })
  expect({ code, k6: state('k6'), go: state('Go') }).toEqual({ code: 0, k6: 'ok', go: 'absent' })
})

test.each([
  ['no Go and no tools', BARE, 'Go'],
  ['a Go too old', { ...BARE, go: 'go version go1.25.9 linux/amd64' }, 'Go'],
  ['a k6 that does not fit', { ...BARE, ...TOOLS, k6: 'k6 v2.0.0' }, 'k6'],
  ['no git', { ...GO, npm: '11.0.0' }, 'git'],
  ['no npm', { ...GO, git: 'git version 2.39.5' }, 'npm'],
])('%s is missing, exit 69, with the way out', async (_, answers, name) => {
  const { code, report } = await doctor(answers)
  expect({ code, ready: report.ready }).toEqual({ code: 69, ready: false })
  const probe = report.probes.find((candidate) => candidate.name === name)
  expect(probe).toMatchObject({ state: 'missing', wayOut: expect.stringMatching(/./) })
})

test('what only other tiers need is listed, found or not, and never decides', async () => {
  const { code, state, report } = await doctor({
    ...BARE,
    ...GO,
    openssl: 'OpenSSL 1.1.1w',
    cosign: 'GitVersion: v2.4.1',
  })
  expect({ code, openssl: state('openssl'), cosign: state('cosign') }).toEqual({
    code: 0,
    openssl: 'absent',
    cosign: 'ok',
  })
  expect(report.probes.find(({ name }) => name === 'openssl')).toMatchObject({ found: '1.1.1' })
  expect(['Python with pip', 'Docker daemon', 'Pulumi CLI', 'Kubernetes'].map(state)).toEqual(
    Array(4).fill('absent'),
  )
  expect(['etcd', 'kube-apiserver'].map(state)).toEqual(['to-build', 'to-build'])
})

test('without Go a real API server is only absent', async () => {
  const { code, state } = await doctor({ ...BARE, ...TOOLS })
  expect({ code, server: state('kube-apiserver') }).toEqual({ code: 0, server: 'absent' })
})
