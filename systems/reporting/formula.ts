// formula.ts: arithmetic of derived indicators: + - * / ( ), numbers and indicator codes. Evaluates nothing else.
import { SansangError } from '../../types/error.ts'

export type Formula = {
  /** Codes it reads, sorted, each once. */
  readonly inputs: readonly string[]
  /** Undefined where an input is unknown or a denominator is zero: not a number, and not zero. */
  evaluate(values: ReadonlyMap<string, number>): number | undefined
}

type Node = (values: ReadonlyMap<string, number>) => number | undefined
type Reader = { readonly tokens: readonly string[]; at: number; readonly inputs: Set<string> }

const TOKEN = /\s*(\d+(?:\.\d+)?|[a-z][a-zA-Z0-9]*|[-+*/()])/y

/** Throws `formula-unreadable` naming the place. */
export function parseFormula(text: string): Formula {
  const reader: Reader = { tokens: tokensOf(text), at: 0, inputs: new Set() }
  const root = sum(reader, text)
  if (reader.at < reader.tokens.length)
    throw unreadable(text, `"${reader.tokens[reader.at]}" is one too many`)
  return { inputs: [...reader.inputs].sort(), evaluate: root }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  const end = text.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex
    const token = TOKEN.exec(text)?.[1]
    if (token === undefined) throw unreadable(text, `character ${at + 1} is not part of a formula`)
    tokens.push(token)
  }
  return tokens
}

function sum(reader: Reader, text: string): Node {
  let left = product(reader, text)
  for (let sign = reader.tokens[reader.at]; sign === '+' || sign === '-'; sign = reader.tokens[reader.at]) {
    reader.at += 1
    left = combine(sign, left, product(reader, text))
  }
  return left
}

function product(reader: Reader, text: string): Node {
  let left = factor(reader, text)
  for (let sign = reader.tokens[reader.at]; sign === '*' || sign === '/'; sign = reader.tokens[reader.at]) {
    reader.at += 1
    left = combine(sign, left, factor(reader, text))
  }
  return left
}

function factor(reader: Reader, text: string): Node {
  const token = reader.tokens[reader.at]
  reader.at += 1
  if (token === undefined) throw unreadable(text, 'it ends where a value is expected')
  if (/^\d/.test(token)) return () => Number(token)
  if (/^[a-z]/.test(token)) {
    reader.inputs.add(token)
    return (values) => values.get(token)
  }
  if (token !== '(') throw unreadable(text, `"${token}" stands where a value is expected`)
  const inner = sum(reader, text)
  if (reader.tokens[reader.at] !== ')') throw unreadable(text, 'a bracket is not closed')
  reader.at += 1
  return inner
}

function combine(sign: '+' | '-' | '*' | '/', left: Node, right: Node): Node {
  return (values) => {
    const a = left(values)
    const b = right(values)
    if (a === undefined || b === undefined || (sign === '/' && b === 0)) return undefined
    return { '+': a + b, '-': a - b, '*': a * b, '/': a / b }[sign]
  }
}

function unreadable(text: string, what: string): SansangError {
  return new SansangError('formula-unreadable', {
    message: `the formula "${text}" cannot be read: ${what}`,
    hint: 'use + - * / ( ), numbers and codes of input indicators',
  })
}
