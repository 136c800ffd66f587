// infra/config.ts: reads stacks/Pulumi.<province>.yaml. All faults at once, each with its place; never a half-read stack.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import { type Fault, SansangError } from '../types/error.ts'
import { nearest } from './nearest.ts'
import { completeStack, type Stack, stackFaults } from './stack.ts'
import { readProvinces } from './units.ts'

const STACKS = fileURLToPath(new URL('../stacks', import.meta.url))

/** Keys Pulumi itself writes beside `config`. */
const PULUMI_KEYS = ['config', 'secretsprovider', 'encryptedkey', 'encryptionsalt', 'environment']

const SECRET_KEY = /pass(word|wd|phrase)|secret|token|credential|(private|api|signing)[-_]?key/i
const SECRET_TEXT = /-----BEGIN [A-Z ]*PRIVATE KEY-----|:\/\/[^/\s:@]+:[^/\s@]+@|^eyJ[\w-]+\.[\w-]+\.[\w-]+$/

type Place = (offset: number | undefined) => string

/** Slugs of the provinces that have a stack file, sorted. Throws `stacks-unreadable`. */
export function listStacks(folder: string = STACKS): string[] {
  try {
    return readdirSync(folder)
      .map((name) => /^Pulumi\.([a-z0-9-]+)\.yaml$/.exec(name)?.[1])
      .filter((slug) => slug !== undefined)
      .sort()
  } catch (cause) {
    throw new SansangError('stacks-unreadable', {
      message: `the folder of stacks cannot be read: ${folder}`,
      hint: 'run sansang from its own checkout',
      cause,
    })
  }
}

/** A stack and the `config` values it was read from, as the Pulumi engine would hand them over. */
export type StackFile = { readonly stack: Stack; readonly values: Readonly<Record<string, unknown>> }

/** One province's stack. Throws `unknown-province`, `stack-unreadable` or `stack-invalid` (all faults, by line). */
export function readStack(slug: string, folder: string = STACKS): Stack {
  return readStackFile(slug, folder).stack
}

/** Like `readStack`, with the raw values. */
export function readStackFile(slug: string, folder: string = STACKS): StackFile {
  const known = listStacks(folder)
  if (!known.includes(slug)) throw unknownProvince(slug, known)
  const where = `stacks/Pulumi.${slug}.yaml`
  let source: string
  try {
    source = readFileSync(`${folder}/Pulumi.${slug}.yaml`, 'utf8')
  } catch (cause) {
    throw new SansangError('stack-unreadable', {
      message: `${where} cannot be read`,
      hint: `check its permissions`,
      where,
      cause,
    })
  }
  const { faults, values } = readSource(slug, where, source)
  if (faults.length > 0)
    throw new SansangError('stack-invalid', {
      message: `the stack of ${slug} has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`,
      hint: `mend ${where}, then: ./sansang plan ${slug}; stacks/README.md explains every key`,
      where,
      faults,
    })
  return { stack: completeStack(slug, values), values }
}

function unknownProvince(slug: string, known: readonly string[]): SansangError {
  const meant = nearest(slug, known)
  const province = readProvinces().find((candidate) => candidate.slug === slug)
  const reason = province === undefined ? '' : `: ${province.name} has no stack file yet`
  const way =
    province !== undefined
      ? `write stacks/Pulumi.${slug}.yaml (stacks/README.md says how)`
      : meant === undefined
        ? 'name a stack there is'
        : `did you mean ${meant}?`
  return new SansangError('unknown-province', {
    message: `there is no stack "${slug}"${reason}`,
    hint: `${way} (stacks: ${known.join(', ')})`,
  })
}

function readSource(
  slug: string,
  where: string,
  source: string,
): { faults: Fault[]; values: Record<string, unknown> } {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  const place: Place = (offset = 0) => {
    const { line, col } = lines.linePos(offset)
    return `${where}:${Math.max(line, 1)}:${Math.max(col, 1)}`
  }
  const syntax = [...document.errors, ...document.warnings].map((error): Fault & { code: string } => ({
    where: place(error.pos[0]),
    message:
      error.code === 'DUPLICATE_KEY'
        ? 'this key stands here a second time; keep one'
        : `not YAML: ${error.message}`,
    code: error.code,
  }))
  // After a syntax error the rest is guesswork; after a duplicate key it is not.
  if (syntax.some(({ code }) => code !== 'DUPLICATE_KEY')) return { faults: syntax, values: {} }
  if (!isMap(document.contents))
    return {
      faults: [{ where: place(0), message: 'expected the key config with the stack’s values' }],
      values: {},
    }
  const values = ownValues(document)
  const faults = [
    ...syntax,
    ...foreignKeys(document, place),
    ...stackFaults(slug, values).map(({ path, at, message }) => ({
      where: place(offsetOf(document, path, at)),
      message,
    })),
    ...plainSecrets(document, place),
  ]
  return {
    faults: faults.map(({ where: spot, message }) => ({ where: spot, message })).sort(byPlace),
    values,
  }
}

/** `config` without other packages' keys (`kubernetes:context`), which are theirs to judge. */
function ownValues(document: Document): Record<string, unknown> {
  const contents = document.toJS() as { config?: unknown }
  const config = typeof contents.config === 'object' ? (contents.config ?? {}) : {}
  return Object.fromEntries(
    Object.entries(config).filter(([key]) => !key.includes(':') || key.startsWith('sansang:')),
  )
}

function foreignKeys(document: Document, place: Place): Fault[] {
  if (!isMap(document.contents)) return []
  return document.contents.items.flatMap(({ key }) => {
    const name = isScalar(key) ? String(key.value) : '?'
    if (PULUMI_KEYS.includes(name)) return []
    const meant = nearest(name, PULUMI_KEYS)
    const way = meant === undefined ? `a stack file has ${PULUMI_KEYS.join(', ')}` : `did you mean ${meant}?`
    return [
      {
        where: place(isNode(key) ? key.range?.[0] : undefined),
        message: `${name} is not a key of a stack file; ${way}`,
      },
    ]
  })
}

/** Offset of the key or value at `path` under `config`; where it is missing, of its nearest present parent. */
function offsetOf(document: Document, path: readonly string[], at: 'key' | 'value'): number | undefined {
  let node: unknown = document.contents
  let offset: number | undefined
  for (const step of ['config', ...path]) {
    if (!isMap(node)) break
    const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step)
    if (pair === undefined) break
    offset = isNode(pair.key) ? pair.key.range?.[0] : offset
    node = pair.value
    if (step === path.at(-1) && at === 'value' && isNode(node)) return node.range?.[0] ?? offset
  }
  return offset
}

function plainSecrets(document: Document, place: Place): Fault[] {
  const faults: Fault[] = []
  visit(document, {
    Pair(_, pair) {
      const key = isScalar(pair.key) ? String(pair.key.value) : ''
      if (key === 'secure' || PULUMI_KEYS.slice(1).includes(key)) return visit.SKIP
      if (!isScalar(pair.value) || typeof pair.value.value !== 'string') return undefined
      if (!SECRET_KEY.test(key) && !SECRET_TEXT.test(pair.value.value)) return undefined
      // The value itself is never repeated: messages end up in logs.
      const message = `${key} holds a secret in plain text; the platform makes its own secrets, and any other goes in with: pulumi config set --secret`
      faults.push({ where: place(pair.value.range?.[0]), message })
      return undefined
    },
  })
  return faults
}

function byPlace(left: Fault, right: Fault): number {
  return (
    left.where.localeCompare(right.where, 'en', { numeric: true }) ||
    left.message.localeCompare(right.message, 'en')
  )
}
