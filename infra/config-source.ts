// infra/config-source.ts: the YAML of a stack file: its values, and every fault with line and column. Opens no file.
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { Fault } from '../types/error.ts'
import { nearest } from './nearest.ts'
import type { ShapeFault } from './shape.ts'
import { SETTINGS } from './stack-shape.ts'

/** Keys Pulumi itself writes beside `config`. */
const PULUMI_KEYS = ['config', 'secretsprovider', 'encryptedkey', 'encryptionsalt', 'environment']

const SECRET_KEY = /pass(word|wd|phrase)|secret|token|credential|(private|api|access|signing)[-_]?key/i
const SECRET_TEXT = /-----BEGIN [A-Z ]*PRIVATE KEY-----|:\/\/[^/\s:@]+:[^/\s@]+@|^eyJ[\w-]+\.[\w-]+\.[\w-]+$/

type Place = (offset: number | undefined) => string

export type Source = {
  /** By line; when there is any, the rest is not to be used. */
  readonly faults: readonly Fault[]
  /** The `sansang:` keys under `config`. */
  readonly values: Readonly<Record<string, unknown>>
  /** Everything a stack file may hold besides settings: other packages' keys, encrypted values, Pulumi's own keys. */
  readonly kept: {
    readonly config: Readonly<Record<string, unknown>>
    readonly top: Readonly<Record<string, unknown>>
  }
}

/** What `source` says, judged by `judge`; `where` is the file's name in messages. Never throws for what a person wrote. */
export function readSource(
  where: string,
  source: string,
  judge: (values: Readonly<Record<string, unknown>>) => readonly ShapeFault[],
): Source {
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
  if (syntax.some(({ code }) => code !== 'DUPLICATE_KEY'))
    return { faults: syntax, values: {}, kept: NOTHING }
  if (!isMap(document.contents))
    return {
      faults: [{ where: place(0), message: 'expected the key config with the stack’s values' }],
      values: {},
      kept: NOTHING,
    }
  const values = ownValues(document)
  const faults = [
    ...syntax,
    ...foreignKeys(document, place),
    ...judge(values).map(({ path, at, message }) => ({
      where: place(offsetOf(document, path, at)),
      message,
    })),
    ...plainSecrets(document, place),
  ]
  return {
    faults: faults.map(({ where: spot, message }) => ({ where: spot, message })).sort(byPlace),
    values,
    kept: keptOf(document),
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

const NOTHING: Source['kept'] = { config: {}, top: {} }

function keptOf(document: Document): Source['kept'] {
  const { config, ...top } = document.toJS() as Record<string, unknown>
  const entries = typeof config === 'object' && config !== null ? Object.entries(config) : []
  return { config: Object.fromEntries(entries.filter(([key]) => !SETTINGS.includes(key))), top }
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
