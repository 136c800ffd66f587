// tools/probes.ts: what this machine has, and which part of sansang gains by it. Repairs nothing.
import { access, constants, statfs } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { isThere } from './is-there.ts'
import { PREREQUISITES, type Prerequisite, presence } from './prerequisites.ts'
import { findTool, TOOLS, type ToolName } from './setup.ts'
import { stateFolder } from './state.ts'
import { ask, formatVersion, parseVersion } from './version.ts'

/** `to-build`: absent, but the first command that needs it makes it. `missing` is needed, `absent` is not. */
export type ProbeState = 'ok' | 'to-build' | 'missing' | 'absent'

export type Probe = {
  readonly name: string
  readonly state: ProbeState
  /** Version or condition found; absent when there is none. */
  readonly found?: string
  readonly needed: string
  /** Which tier or target gains by it. */
  readonly gives: keyof typeof GIVES
  /** What to do when it is not there. */
  readonly wayOut?: string
}

/** The tiers and targets named in the last column, for the legend. */
export const GIVES = {
  'set-up': 'every command',
  embedded: 'the embedded target: ready, up, load, rehearse, test',
  'seal check': 'checking a run’s signature without sansang',
  containers: 'the containers target; not in this version yet',
  'real API server':
    'the test tier cluster: planned objects judged by kube-apiserver, the database’s failover',
  cluster: 'the cluster target; not in this version yet',
} as const

/** What `ready` needs but PostgreSQL, which the targets know. */
export async function probeNeeded(): Promise<Probe[]> {
  const [k6, toxiproxy] = await Promise.all([findTool('k6'), findTool('toxiproxy')])
  const go = await probeGo(k6 !== undefined && toxiproxy !== undefined)
  const groups = await Promise.all([
    probeRequired(),
    [go],
    probeTool('k6', k6, go.state === 'ok'),
    probeTool('toxiproxy', toxiproxy, go.state === 'ok'),
    probeState(),
  ])
  return groups.flat()
}

async function probeRequired(): Promise<Probe[]> {
  const gives = 'set-up'
  const [git, npm] = await Promise.all([presence(PREREQUISITES.git), presence(PREREQUISITES.npm)])
  return [
    { name: 'git', needed: 'any', gives, ...required(git.found, PREREQUISITES.git.wayOut) },
    { name: 'Node', state: 'ok', found: process.version.slice(1), needed: '≥ 24', gives },
    { name: 'npm', needed: 'any', gives, ...required(npm.found, PREREQUISITES.npm.wayOut) },
  ]
}

function required(found: string | undefined, wayOut: string): Pick<Probe, 'state' | 'found' | 'wayOut'> {
  return found === undefined ? { state: 'missing', wayOut } : { state: 'ok', found }
}

async function probeGo(spare: boolean): Promise<Probe> {
  const { ok, found } = await presence(PREREQUISITES.go)
  const state = ok ? 'ok' : spare ? 'absent' : 'missing'
  return {
    name: 'Go',
    state,
    ...(found === undefined ? {} : { found }),
    needed: '≥ 1.26',
    gives: 'embedded',
    wayOut: PREREQUISITES.go.wayOut,
  }
}

async function probeTool(name: ToolName, path: string | undefined, canBuild: boolean): Promise<Probe> {
  const tool = TOOLS[name]
  const version = path === undefined ? undefined : parseVersion((await ask(path, tool.versionArgs)).text)
  // Only what the first command needs can be missing; the others are absent.
  const [gives, lacking] =
    tool.module === 'spine' ? (['embedded', 'missing'] as const) : (['real API server', 'absent'] as const)
  const base = { name: tool.program, needed: `${tool.fits.join('.')}.x`, gives }
  if (version !== undefined) return { ...base, state: 'ok', found: `${formatVersion(version)} (${path})` }
  if (canBuild) return { ...base, state: 'to-build', found: `built when first needed (${tool.usual})` }
  return { ...base, state: lacking, wayOut: PREREQUISITES.go.wayOut }
}

/** The folder for tools and sessions: whether it can be written, and how much room there is. */
async function probeState(): Promise<Probe> {
  const folder = stateFolder()
  const base = { name: 'state folder', needed: 'writable', gives: 'set-up' } as const
  try {
    const there = await nearest(folder)
    await access(there, constants.W_OK)
    const { bavail, bsize } = await statfs(there)
    return { ...base, state: 'ok', found: `${folder}, ${((bavail * bsize) / 1e9).toFixed(1)} GB free` }
  } catch {
    return { ...base, state: 'missing', found: folder, wayOut: 'export SANSANG_HOME=/a/folder/you/may/write' }
  }
}

/** The folder itself, or the closest one above it that exists. */
async function nearest(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    if ((await isThere(at)) || at === dirname(at)) return at
  }
}

type Optional = Prerequisite & { readonly gives: keyof typeof GIVES }

const OPTIONAL: readonly Optional[] = [
  {
    title: 'openssl',
    program: 'openssl',
    args: ['version'],
    least: [3, 0, 0],
    gives: 'seal check',
    wayOut: 'apt-get install openssl',
  },
  {
    title: 'cosign',
    program: 'cosign',
    args: ['version'],
    least: [2, 4, 0],
    gives: 'seal check',
    wayOut: 'install cosign from the Sigstore project',
  },
  {
    title: 'Python with pip',
    program: 'python3',
    args: ['-m', 'pip', '--version'],
    gives: 'real API server',
    wayOut: 'apt-get install python3-pip',
  },
  {
    title: 'Docker daemon',
    program: 'docker',
    args: ['version', '--format', '{{.Server.Version}}'],
    gives: 'containers',
    wayOut: 'start the Docker daemon, and let this user reach it',
  },
  {
    title: 'Pulumi CLI',
    program: 'pulumi',
    args: ['version'],
    least: [3, 0, 0],
    gives: 'cluster',
    wayOut: 'install Pulumi from its project or your package manager (`plan` needs none)',
  },
]

/** What more than the embedded target needs. Each program gets 10 s to answer. */
export async function probeOptional(): Promise<Probe[]> {
  const programs = OPTIONAL.map(async (optional): Promise<Probe> => {
    const { ok, found } = await presence(optional)
    const { title: name, least, gives, wayOut } = optional
    const needed = least === undefined ? 'any' : `≥ ${least[0]}.${least[1]}`
    if (found === undefined) return { name, state: 'absent', needed, gives, wayOut }
    return { name, state: ok ? 'ok' : 'absent', found, needed, gives, wayOut }
  })
  const { ok: canBuild } = await presence(PREREQUISITES.go)
  const tools = (['etcd', 'kube-apiserver'] as const).map(async (name) =>
    probeTool(name, await findTool(name), canBuild),
  )
  return Promise.all([...programs, ...tools, probeCluster()])
}

async function probeCluster(): Promise<Probe> {
  const base = { name: 'Kubernetes', needed: 'an answer', gives: 'cluster' } as const
  const config = process.env['KUBECONFIG'] ?? join(homedir(), '.kube', 'config')
  const wayOut = 'export KUBECONFIG=/path/to/config of a cluster you may use'
  const readable = await Promise.all(config.split(':').map(isThere))
  if (!readable.includes(true)) return { ...base, state: 'absent', wayOut }
  const answer = await ask('kubectl', ['version', '--output=json', '--request-timeout=3s'])
  const version = /"serverVersion"[\s\S]*?"gitVersion":\s*"v([^"]+)"/.exec(answer.text)?.[1]
  if (version === undefined) return { ...base, state: 'absent', found: `${config} (no answer)`, wayOut }
  return { ...base, state: 'ok', found: `${version} (${config})` }
}
