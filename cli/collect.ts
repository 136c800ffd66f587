// cli/collect.ts: hands out, makes up and checks the communes' inventory files. Judges no device.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { coverageText, readCoverage, SERVICES_FILE } from '../checks/inventory/coverage.ts'
import { type InventoryContext, readInventory } from '../checks/inventory/read.ts'
import { communeList, LIST_FILE, templateFiles } from '../checks/inventory/template.ts'
import { writeFiles } from '../checks/inventory/write.ts'
import { sampleInventory } from '../checks/sample/inventory.ts'
import { sampleCoverage } from '../checks/sample/service-coverage.ts'
import { readStack } from '../infra/config.ts'
import { isDay } from '../readiness/calendar.ts'
import { loadKinds } from '../readiness/kinds.ts'
import { EXIT } from '../types/error.ts'
import type { EvidenceKind } from '../types/evidence.ts'
import { misuse, readArguments } from './arguments.ts'
import type { Command, Io } from './command.ts'
import { communesOf } from './ready/communes.ts'

const USAGE = `Usage: ./sansang collect template <province> --out DIR [--overwrite]
       ./sansang collect sample <province> --out DIR [--seed N] [--as-of YYYY-MM-DD] [--overwrite]
       ./sansang collect check <province> DIR [--json]

template  writes one file a commune, begun and waiting to be filled in, services.csv for the province's services,
          and danh-sach-xa.csv, which says whose file is whose
sample    writes a made-up inventory: every row says that it is synthetic, and no verdict on it is final
check     reads a folder of filled-in files; exit 0 when nothing is wrong with their form, 64 with every fault named.
          A commune whose file is absent is named, and is no fault of form: the verdict will say it is not heard from.

Example: ./sansang collect sample ho-chi-minh --out inventory && ./sansang ready ho-chi-minh --inventory inventory
`

export const command: Command = {
  usage: USAGE,
  run,
}

const VERBS: Readonly<Record<string, (words: Words, io: Io) => number>> = { template, sample, check }

type Words = ReturnType<typeof readWords>

async function run(args: readonly string[], io: Io): Promise<number> {
  const words = readWords(args)
  const verb = Object.hasOwn(VERBS, words.verb) ? VERBS[words.verb] : undefined
  if (verb === undefined)
    throw misuse(
      words.verb === '' ? 'collect what?' : `collect cannot "${words.verb}"`,
      `it can ${Object.keys(VERBS).join(', ')}: ./sansang collect --help`,
    )
  return verb(words, io)
}

function readWords(args: readonly string[]) {
  const { values, positionals } = readArguments('collect', {
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      seed: { type: 'string', default: '2025' },
      'as-of': { type: 'string' },
      overwrite: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const [verb = '', province = 'missing', ...rest] = positionals
  return { ...values, verb, province, rest }
}

type Province = InventoryContext & { readonly code: string; readonly goLive: string }

function readProvince(slug: string): Province {
  if (slug === 'missing') throw misuse('the province is missing', 'name one, like ho-chi-minh')
  const { code, goLive } = readStack(slug)
  return { code, goLive, communes: communesOf(code), kinds: kinds() }
}

function kinds(): EvidenceKind[] {
  return loadKinds(fileURLToPath(new URL('../checks/evidence-kinds.yaml', import.meta.url)))
}

function outOf({ out, rest }: Words): string {
  if (out === undefined) throw misuse('the folder to write is missing', 'add --out DIR')
  if (rest.length > 0) throw misuse(`"${rest.join(' ')}" was not expected`, './sansang collect --help')
  return out
}

function template(words: Words, io: Io): number {
  const out = outOf(words)
  const { communes, kinds } = readProvince(words.province)
  const files = [
    ...templateFiles(communes, kinds),
    communeList(communes),
    { name: SERVICES_FILE, text: coverageText([]) },
  ]
  return write({ out, files, what: `files (one a commune, ${LIST_FILE}, ${SERVICES_FILE})` }, words, io)
}

function sample(words: Words, io: Io): number {
  const out = outOf(words)
  if (!/^\d{1,9}$/.test(words.seed))
    throw misuse(`the seed "${words.seed}" is no whole number`, '--seed 2025')
  const { code, communes, kinds, goLive } = readProvince(words.province)
  const asOf = words['as-of'] ?? goLive
  if (!isDay(asOf)) throw misuse(`"${asOf}" is no day`, '--as-of 2025-07-01')
  const seed = Number(words.seed)
  const files = [
    ...sampleInventory({ provinceCode: code, communes, kinds, asOf, seed }),
    { name: SERVICES_FILE, text: sampleCoverage(asOf) },
  ]
  return write({ out, files, what: 'made-up files (every row synthetic)' }, words, io)
}

type Made = {
  readonly out: string
  readonly files: Parameters<typeof writeFiles>[1]
  readonly what: string
}

function write({ out, files, what }: Made, { overwrite, json }: Words, io: Io): number {
  writeFiles(out, files, { overwrite })
  const made = { schema: 'sansang.collect/1', folder: out, files: files.length }
  io.out(
    json
      ? `${JSON.stringify(made)}\n`
      : `${files.length} ${what} in ${out}; docs/inventory.md explains each column\n`,
  )
  return EXIT.ok
}

function check(words: Words, io: Io): number {
  const [dir, ...more] = words.rest
  if (dir === undefined)
    throw misuse('the folder to check is missing', './sansang collect check <province> DIR')
  if (more.length > 0) throw misuse(`"${more.join(' ')}" was not expected`, './sansang collect --help')
  const province = readProvince(words.province)
  const { evidence } = readInventory(dir, province)
  const services = readCoverage(join(dir, SERVICES_FILE), province.kinds)
  const heard = new Set(evidence.filter(({ kind }) => kind === 'commune').map(({ subject }) => subject))
  const silent = province.communes.filter(({ code }) => !heard.has(code))
  const found = {
    schema: 'sansang.collect/1',
    folder: dir,
    communes: province.communes.length,
    heard: heard.size,
    records: evidence.length,
    services: services?.evidence.length ?? 0,
    silent: silent.map(({ code }) => code),
  }
  if (words.json) io.out(`${JSON.stringify(found)}\n`)
  else {
    io.out(
      `không có lỗi hình thức / no fault of form: ${found.records} records of ${found.heard} of ${found.communes} communes, ${found.services} services\n`,
    )
    for (const { code, name } of silent) io.out(`  chưa gửi / not heard from: ${code} ${name}\n`)
  }
  return EXIT.ok
}
