// tools/kube/definitions.ts: the custom resource definitions a plan may use, out of their projects' pinned Go modules. Applies none.
import { createHash } from 'node:crypto'
import { copyFile, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SansangError } from '../../types/error.ts'
import { isThere } from '../is-there.ts'
import { makeOnce } from '../made-once.ts'
import { requirePresent } from '../prerequisites.ts'
import type { Progress } from '../progress.ts'
import { refused, saysDiskFull } from '../refused.ts'
import { toolsFolder } from '../state.ts'
import { perform } from '../task.ts'

type Pinned = {
  readonly module: string
  readonly version: string
  /** As `go mod download` computes it over the whole module. */
  readonly sum: string
  /** Where the module keeps its definitions. */
  readonly folder: string
}

const LIST = fileURLToPath(new URL('definitions.json', import.meta.url))

/** The folder of definitions when they were fetched already; undefined when they would have to be. */
export async function findDefinitions(): Promise<string | undefined> {
  const folder = await definitionsFolder()
  return (await isThere(folder)) ? folder : undefined
}

/**
 * A folder of YAML files, one definition each: those of the Gateway API, cert-manager and the Prometheus operator.
 * Fetched once. Throws `missing-prerequisite` (no Go), `definitions-not-fetched`, `disk-full`, `not-writable`.
 */
export async function ensureDefinitions(progress: Progress): Promise<string> {
  const folder = await definitionsFolder()
  if (!(await isThere(folder))) await requirePresent(['go'])
  const fill = async (partial: string, lock: string): Promise<void> => {
    const modules = await download(partial, lock, progress)
    for (const source of modules) await copyDefinitions(source, partial)
  }
  return await makeOnce(folder, { what: 'fetching resource definitions', fill }, progress)
}

/** Its name changes with the list, so old definitions are never taken for new ones. */
async function definitionsFolder(): Promise<string> {
  const digest = createHash('sha256')
    .update(await readFile(LIST))
    .digest('hex')
  return join(toolsFolder(), `definitions-${digest.slice(0, 12)}`)
}

/** Source folders of the modules, each compared with its pinned sum. */
async function download(cwd: string, lock: string, progress: Progress): Promise<string[]> {
  const list = JSON.parse(await readFile(LIST, 'utf8')) as Pinned[]
  const task = {
    command: 'go',
    args: ['mod', 'download', '-json', ...list.map(({ module, version }) => `${module}@${version}`)],
    cwd,
    env: { GOWORK: 'off', GOFLAGS: '' },
    what: 'fetching resource definitions (Gateway API, cert-manager, Prometheus operator)',
    usual: 'once; seconds',
    timeoutMs: 10 * 60_000,
    lock,
  }
  const { code, output } = await perform(task, progress)
  if (code !== 0 && saysDiskFull(output)) throw await refused(cwd, output)
  const found = downloaded(output)
  const faults = list.flatMap((pinned) => judge(pinned, found.get(pinned.module)))
  if (code !== 0 || faults.length > 0) throw notFetched(code, output, faults)
  return list.map(({ module, folder }) => join(found.get(module)?.Dir ?? '', folder))
}

type Downloaded = {
  readonly Path: string
  readonly Dir?: string
  readonly Sum?: string
  readonly Error?: string
}

/** The JSON documents in what `go mod download -json` prints, by module. */
export function downloaded(output: string): Map<string, Downloaded> {
  const documents = [...output.matchAll(/^\{$[\s\S]*?^\}$/gm)].map(([text]) => JSON.parse(text) as Downloaded)
  return new Map(documents.map((document) => [document.Path, document]))
}

/** What is wrong with one downloaded module: not there, or not the content that is pinned. */
export function judge({ module, version, sum }: Pinned, found: Downloaded | undefined) {
  const where = `${module}@${version}`
  if (found?.Dir === undefined) return [{ where, message: found?.Error ?? 'was not downloaded' }]
  return found.Sum === sum ? [] : [{ where, message: `has the sum ${found.Sum}, pinned is ${sum}` }]
}

function notFetched(code: number, output: string, faults: readonly { where: string; message: string }[]) {
  const last = output.trim().split('\n').slice(-3).join(' | ')
  return new SansangError('definitions-not-fetched', {
    message: `the custom resource definitions could not be fetched${faults.length > 0 ? '' : ` (go ended with ${code}: ${last})`}`,
    hint: 'check the network and the Go proxy settings, then run this again',
    exit: 'prerequisite',
    where: 'tools/kube/definitions.json',
    faults,
  })
}

async function copyDefinitions(source: string, target: string): Promise<void> {
  for (const name of (await readdir(source)).filter((file) => file.endsWith('.yaml'))) {
    const text = await readFile(join(source, name), 'utf8')
    if (/^kind: CustomResourceDefinition$/m.test(text)) await copyFile(join(source, name), join(target, name))
  }
}
