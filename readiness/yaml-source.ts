// readiness/yaml-source.ts: a YAML file with the place of every node in it. Does not know what the file means.
import { readFileSync } from 'node:fs'
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import { type Fault, SansangError } from '../types/error.ts'

export type Path = readonly (string | number)[]

export type YamlSource = {
  readonly path: string
  readonly value: unknown
  /** Syntax errors, duplicate keys and unknown tags; when there are any, `value` is not to be used. */
  readonly faults: readonly Fault[]
  /** `file:line:column` of the node at a path (`key`: of its key), or of the nearest node above it. */
  where(path: Path, options?: Options): string
}

/** Reads a file. Throws `unreadable-file` when it is not there or is not UTF-8. */
export function readYamlSource(path: string): YamlSource {
  try {
    return parseYamlSource(path, new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)))
  } catch (cause) {
    throw new SansangError('unreadable-file', {
      message: `${path} cannot be read as UTF-8 text`,
      hint: 'check the path and save the file as UTF-8',
      where: path,
      cause,
    })
  }
}

/** Parses text; `path` only names it in faults. YAML 1.2, so a date or `no` stays a string. */
export function parseYamlSource(path: string, text: string): YamlSource {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    version: '1.2',
    prettyErrors: false,
  })
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${path}:${line}:${col}`
  }
  const faults: Fault[] = []
  for (const error of [...document.errors, ...document.warnings])
    faults.push({ where: place(error.pos[0]), message: error.message })
  // An alias would let one line stand for many, and a short file for gigabytes.
  visit(document, {
    Alias: (_, node) =>
      void faults.push({ where: place(node.range?.[0] ?? 0), message: 'aliases are not allowed' }),
    Pair: (_, { key }) => {
      if (isNode(key) && !isScalar(key))
        faults.push({ where: place(key.range?.[0] ?? 0), message: 'a key must be a plain word' })
    },
  })
  return {
    path,
    value: faults.length === 0 ? document.toJS() : undefined,
    faults,
    where: (at, options = {}) => place(offsetOf(document, at, options)),
  }
}

type Options = { readonly key?: boolean; readonly offset?: number }

function offsetOf(document: Document.Parsed, path: Path, { key = false, offset }: Options): number {
  if (key) {
    const parent = document.getIn(path.slice(0, -1), true)
    const pairs = isMap(parent) ? parent.items : []
    const pair = pairs.find((item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1))
    if (pair !== undefined && isNode(pair.key) && pair.key.range) return pair.key.range[0]
  }
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
    if (!isNode(node) || !node.range) continue
    return (
      node.range[0] + (depth === path.length && isScalar(node) ? within(node.source, node.type, offset) : 0)
    )
  }
  return 0
}

/** Offset inside a scalar's value as an offset in the file; 0 where quoting or folding makes that unknowable. */
function within(source: string | undefined, style: string | undefined, offset: number | undefined): number {
  if (offset === undefined) return 0
  if (style === 'PLAIN' && source !== undefined && !source.includes('\n')) return offset
  if (style?.startsWith('QUOTE') && source !== undefined && !/[\n\\'"]/.test(source)) return offset + 1
  return 0
}
