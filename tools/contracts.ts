// tools/contracts.ts: the TypeScript view of each system's contract. Does not judge what a contract says.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'
import { SansangError } from '../types/error.ts'
import { errorCode } from './error-code.ts'
import { trackedOrNew } from './tracked.ts'

const HEADER =
  '// Made from ../contract.yaml by `npm run contracts`. Do not edit: a test compares it with the contract.\n'

export type Rendered = { readonly contract: string; readonly generated: string; readonly text: string }

/** Every `systems/<name>/contract.yaml` under `root`, sorted, as paths relative to it. */
export async function contracts(root: string): Promise<string[]> {
  const files = await trackedOrNew(root)
  return files.filter((file) => /^systems\/[^/]+\/contract\.yaml$/.test(file))
}

/** The types of one contract. Throws `bad-contract` with the contract's place when it is no OpenAPI 3.1. */
export async function render(root: string, contract: string): Promise<Rendered> {
  const generated = join(dirname(contract), 'generated', 'contract.d.ts')
  try {
    const nodes = await openapiTS(pathToFileURL(join(root, contract)), { silent: true, alphabetize: false })
    return { contract, generated, text: HEADER + astToString(nodes) }
  } catch (cause) {
    throw new SansangError('bad-contract', {
      message: `${contract} cannot be read as OpenAPI 3.1`,
      hint: `mend ${contract}, then: npm run contracts`,
      where: contract,
      cause,
    })
  }
}

/** Contracts whose stored types differ from what the contract says now; empty when all are fresh. */
export async function stale(root: string): Promise<Rendered[]> {
  const rendered = await Promise.all((await contracts(root)).map((contract) => render(root, contract)))
  const stored = await Promise.all(rendered.map(({ generated }) => readIfThere(join(root, generated))))
  return rendered.filter(({ text }, index) => text !== stored[index])
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

if (import.meta.main) {
  const root = fileURLToPath(new URL('..', import.meta.url))
  for (const { generated, text } of await stale(root)) {
    await mkdir(dirname(join(root, generated)), { recursive: true })
    await writeFile(join(root, generated), text)
    process.stdout.write(`${generated}\n`)
  }
}
