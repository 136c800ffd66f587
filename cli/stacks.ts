// cli/stacks.ts: lists the stacks of the 34 provinces and writes the generated ones. Never writes what a person set by hand.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { listStacks, readStack } from '../infra/config.ts'
import { generatedStacks } from '../infra/stack-generate.ts'
import { EXIT, SansangError } from '../types/error.ts'
import { misuse, readArguments } from './arguments.ts'
import type { Command, Io } from './command.ts'
import { sizingTable } from './stacks-table.ts'

const USAGE = `Usage: ./sansang stacks
       ./sansang stacks generate [--check]

Without more, the stacks there are and what each is sized for.

  generate   writes stacks/Pulumi.<province>.yaml for all 34 provinces from data/ and stacks/hand/<province>.yaml, their JSON
             Schema, and the table and picture of docs/operator.md. Encrypted values and other packages' keys in a stack
             file are kept; one whose settings were changed by hand is refused.
  --check    writes nothing; exit 64 and the names when something is not up to date

Example: ./sansang stacks generate && git diff stacks
`

const ROOT = fileURLToPath(new URL('..', import.meta.url))

export const command: Command = {
  usage: USAGE,
  run,
}

async function run(args: readonly string[], io: Io): Promise<number> {
  const { verb, check } = options(args)
  if (verb === undefined) {
    io.out(sizingTable(listStacks().map((slug) => readStack(slug))))
    return EXIT.ok
  }
  const files = generatedStacks().map((file) => ({ ...file, name: `stacks/${file.name}` }))
  const stale = staleOf(files)
  // The picture is drawn from plans, and plans from stack files: it comes second.
  if (!check) write(stale)
  const documents = check && stale.length > 0 ? [] : staleOf(await generatedDocuments())
  if (!check) write(documents)
  const changed = [...stale, ...documents].map(({ name }) => name)
  if (check && changed.length > 0)
    throw new SansangError('stacks-stale', {
      message: `${changed.length} generated ${changed.length === 1 ? 'file is' : 'files are'} not up to date`,
      hint: './sansang stacks generate, then look at: git diff stacks docs',
      faults: changed.map((where) => ({ where, message: 'is not what would be generated now' })),
    })
  io.out(
    changed.length === 0 ? 'everything is up to date\n' : changed.map((name) => `wrote ${name}\n`).join(''),
  )
  return EXIT.ok
}

type Generated = { readonly name: string; readonly text: string; readonly stored: string | undefined }

function staleOf(files: readonly Generated[]): Generated[] {
  return files.filter(({ text, stored }) => text !== stored)
}

function write(files: readonly Generated[]): void {
  for (const { name, text } of files) {
    writeFileSync(`${ROOT}/${name}.partial`, text)
    renameSync(`${ROOT}/${name}.partial`, `${ROOT}/${name}`)
  }
}

async function generatedDocuments(): Promise<Generated[]> {
  const name = 'docs/operator.md'
  if (!existsSync(`${ROOT}/${name}`)) return []
  const { operatorPage } = await import('./stacks-document.ts')
  const stored = readFileSync(`${ROOT}/${name}`, 'utf8')
  return [{ name, text: await operatorPage(stored), stored }]
}

function options(args: readonly string[]): { verb: 'generate' | undefined; check: boolean } {
  const { values, positionals } = readArguments('stacks', {
    args: [...args],
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false } },
  })
  const [verb, ...more] = positionals
  if (verb === undefined && !values.check) return { verb, check: false }
  if (verb !== 'generate' || more.length > 0)
    throw misuse(
      `stacks cannot "${positionals.join(' ') || '--check'}": it takes nothing, or generate`,
      './sansang stacks generate [--check]; ./sansang stacks --help says more',
    )
  return { verb, check: values.check }
}
