// tools/setup.ts: the pinned command-line tools: found on PATH or built from a go.mod of ours. Runs none of them.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { SansangError } from '../types/error.ts'
import { isThere } from './is-there.ts'
import { hold } from './lock.ts'
import { requirePresent } from './prerequisites.ts'
import type { Progress } from './progress.ts'
import { refused, saysDiskFull } from './refused.ts'
import { toolsFolder } from './state.ts'
import { perform, type TaskEnd } from './task.ts'
import { ask, onPath, parseVersion } from './version.ts'

export type ToolName = 'k6' | 'toxiproxy' | 'etcd' | 'kube-apiserver'

/** Whose go.mod pins a tool. Kubernetes has its own, so that building k6 never fetches it. */
const MODULES = {
  spine: { goMod: 'tools/go.mod', folder: '.', bin: 'bin' },
  kube: { goMod: 'tools/kube/go.mod', folder: 'kube', bin: 'kube' },
} as const
export type ModuleName = keyof typeof MODULES

export type Tool = {
  readonly program: string
  readonly module: ModuleName
  readonly package: string
  /** Major and minor a program on PATH must have to be taken. */
  readonly fits: readonly [major: number, minor: number]
  readonly versionArgs: readonly string[]
  readonly linkerFlags: string
  readonly usual: string
}

export const TOOLS: Readonly<Record<ToolName, Tool>> = {
  k6: {
    program: 'k6',
    module: 'spine',
    package: 'go.k6.io/k6',
    fits: [1, 8],
    versionArgs: ['version'],
    linkerFlags: '-s -w',
    usual: 'once; 2 to 4 minutes on two cores',
  },
  toxiproxy: {
    program: 'toxiproxy-server',
    module: 'spine',
    package: 'github.com/Shopify/toxiproxy/v2/cmd/server',
    fits: [2, 5],
    versionArgs: ['-version'],
    // Without it the program calls itself "git".
    linkerFlags: '-s -w -X github.com/Shopify/toxiproxy/v2.Version=2.5.0',
    usual: 'once; under a minute',
  },
  etcd: {
    program: 'etcd',
    module: 'kube',
    package: 'go.etcd.io/etcd/server/v3',
    fits: [3, 6],
    versionArgs: ['--version'],
    linkerFlags: '-s -w',
    usual: 'once; 1 to 2 minutes on two cores',
  },
  'kube-apiserver': {
    program: 'kube-apiserver',
    module: 'kube',
    package: 'k8s.io/kubernetes/cmd/kube-apiserver',
    fits: [1, 36],
    versionArgs: ['--version'],
    // Without them it calls itself v0.0.0-master.
    linkerFlags: ['gitVersion=v1.36.3', 'gitMajor=1', 'gitMinor=36'].reduce(
      (flags, value) => `${flags} -X k8s.io/component-base/version.${value}`,
      '-s -w',
    ),
    usual: 'once; 5 to 8 minutes on two cores',
  },
}

const HERE = fileURLToPath(new URL('.', import.meta.url))

/**
 * Absolute path of a tool that runs here: from PATH when its version fits, else as built from its go.mod, else
 * built now under a lock. Throws `missing-prerequisite` (no Go), `tool-build-failed`, `disk-full`, `not-writable`.
 */
export async function ensureTool(name: ToolName, progress: Progress): Promise<string> {
  return (await findTool(name)) ?? build(name, progress)
}

/** Path of a tool that is there already; undefined when it would have to be built. */
export async function findTool(name: ToolName): Promise<string | undefined> {
  const built = join(await binFolder(TOOLS[name].module), TOOLS[name].program)
  if (await isThere(built)) return built
  const offered = await onPath(TOOLS[name].program)
  if (offered === undefined) return undefined
  const version = parseVersion((await ask(offered, TOOLS[name].versionArgs)).text)
  const [major, minor] = TOOLS[name].fits
  return version?.[0] === major && version[1] === minor ? offered : undefined
}

/** The folder of a module's built tools; its name changes with go.mod and go.sum: no old build is taken for a new one. */
async function binFolder(module: ModuleName): Promise<string> {
  const { folder, bin } = MODULES[module]
  const hash = createHash('sha256')
  for (const file of ['go.mod', 'go.sum']) hash.update(await readFile(join(HERE, folder, file)))
  return join(toolsFolder(), `${bin}-${hash.digest('hex').slice(0, 12)}`)
}

async function build(name: ToolName, progress: Progress): Promise<string> {
  await requirePresent(['go'])
  const tool = TOOLS[name]
  const folder = await binFolder(tool.module)
  const lock = `${folder}.lock`
  await using _held = await hold(lock, `building ${tool.program}`, progress)
  const target = join(folder, tool.program)
  if (await isThere(target)) return target
  const partial = join(folder, `.${tool.program}.${process.pid}`)
  await makeRoom(folder)
  await judge(tool, await perform(goBuild(tool, partial, lock), progress), folder)
  await rename(partial, target)
  return target
}

// Whoever holds the lock owns every half-built file here: they are left over from builds that were cut off.
async function makeRoom(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    const left = (await readdir(folder)).filter((file) => file.startsWith('.'))
    for (const file of left) await rm(join(folder, file), { force: true })
  } catch (cause) {
    throw await refused(folder, cause)
  }
}

function goBuild(tool: Tool, output: string, lock: string) {
  return {
    // Minutes of compiling must leave the machine to whoever works on it; two compilers at once need 2 GB.
    command: 'nice',
    args: [
      ...['-n', '19', 'go', 'build', '-p', '2'],
      '-mod=readonly',
      '-buildvcs=false',
      `-ldflags=${tool.linkerFlags}`,
      '-o',
      output,
      tool.package,
    ],
    cwd: join(HERE, MODULES[tool.module].folder),
    // A caller's go.work or vendor flags must not reach into the pinned build; CGO would need a C compiler.
    env: { GOWORK: 'off', GOFLAGS: '', CGO_ENABLED: '0' },
    what: `building ${tool.program} from its Go module`,
    usual: tool.usual,
    timeoutMs: 40 * 60_000,
    lock,
  }
}

async function judge(tool: Tool, end: TaskEnd, folder: string): Promise<void> {
  if (end.code === 0) return
  if (saysDiskFull(end.output)) throw await refused(folder, end.output)
  throw new SansangError('tool-build-failed', {
    message: `go build ${tool.package} ended with ${end.code}:\n    ${end.output.trim().split('\n').slice(-8).join('\n    ')}`,
    hint: `see the lines above (network, Go proxy settings), or put a fitting ${tool.program} on PATH, then run this again`,
    exit: 'prerequisite',
    where: MODULES[tool.module].goMod,
  })
}
