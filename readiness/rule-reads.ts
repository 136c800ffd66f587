// readiness/rule-reads.ts: which facts a rule reads, and what it may not do. Runs no rule.
import type { ASTNode } from '@marcbachmann/cel-js'
import type { EvidenceKind } from '../types/evidence.ts'
import { GIVEN_NAMES } from './kinds.ts'

type Fault = { readonly message: string; readonly offset: number }

/** Functions a rule may call. `dyn` and `type` are absent: they would undo the typing. */
const FUNCTIONS = [
  'size',
  'has',
  'int',
  'double',
  'string',
  'timestamp',
  'duration',
  'daysBetween',
  'hoursBetween',
]
const METHODS = [
  'size',
  'startsWith',
  'endsWith',
  'contains',
  'matches',
  'lowerAscii',
  'split',
  'join',
  'bind',
]
const LOOPS = ['all', 'exists', 'exists_one', 'filter', 'map']
/** Loops inside loops: two make a rule's work quadratic in a list at worst. */
const NESTING_MAX = 2

type Read = { readonly path: string; readonly offset: number }
type Found = {
  readonly reads: Read[]
  readonly faults: Fault[]
  /** Places where a path is held against strings. */
  readonly compared: (Read & { value: string; at: number })[]
}

/** Dotted paths of all facts a rule reads, sorted, each once. */
export function ruleReads(ast: ASTNode): string[] {
  return [...new Set(found(ast).reads.map(({ path }) => path))].sort()
}

/** Everything that makes a rule unfit for a kind, whatever its types: unknown fields, forbidden calls, impossible values. */
export function ruleFaults(ast: ASTNode, kind: EvidenceKind): Fault[] {
  const { reads, faults, compared } = found(ast)
  for (const { path, offset } of reads)
    if (fieldAt(kind, path) === undefined) faults.push({ message: unknownField(kind, path), offset })
  if (reads.length === 0) faults.push({ message: 'reads no fact, so it cannot fail', offset: 0 })
  for (const { path, value, at } of compared) {
    const values = kind.fields[path]?.values
    if (values !== undefined && !values.includes(value))
      faults.push({ message: `${path} is never "${value}"; it is one of ${values.join(', ')}`, offset: at })
  }
  return faults
}

/** The declared field a path names, or the object field it reaches into; undefined when there is none. */
export function fieldAt(kind: EvidenceKind, path: string): string | undefined {
  if (Object.hasOwn(kind.fields, path)) return path
  return Object.keys(kind.fields).find(
    (name) => kind.fields[name]?.type === 'object' && path.startsWith(`${name}.`),
  )
}

/** Says that a kind has no such field, and what it has nearby. */
export function unknownField(kind: EvidenceKind, path: string): string {
  const [top = ''] = path.split('.')
  const near = Object.keys(kind.fields).filter((name) => name === top || name.startsWith(`${top}.`))
  const known = near.length > 0 ? near : Object.keys(kind.fields)
  return `evidence of kind ${kind.name} has no field "${path}"; known: ${known.join(', ')}`
}

type Scope = { readonly bound: ReadonlySet<string>; readonly loops: number; readonly binds: number }

function found(ast: ASTNode): Found {
  const result: Found = { reads: [], faults: [], compared: [] }
  walk(ast, { bound: new Set(), loops: 0, binds: 0 }, result)
  return result
}

function walk(node: ASTNode, scope: Scope, into: Found): void {
  const path = pathOf(node, scope)
  if (path !== undefined) {
    if (!GIVEN_NAMES.some((name) => name === path)) into.reads.push({ path, offset: node.start })
    return
  }
  switch (node.op) {
    case 'value':
    case 'id':
      return
    case 'call':
      call(node, scope, into)
      return
    case 'rcall':
      method(node, scope, into)
      return
    default:
      compare(node, scope, into)
      for (const part of partsOf(node)) walk(part, scope, into)
  }
}

type Plain = Exclude<ASTNode, { op: 'value' | 'id' | 'call' | 'rcall' }>

function partsOf(node: Plain): readonly ASTNode[] {
  switch (node.op) {
    case '.':
    case '.?':
      return [node.args[0]]
    case 'map':
      return node.args.flat()
    case '!_':
    case '-_':
      return [node.args]
    default:
      return node.args
  }
}

/** `a.b`, `a["b"]` over a free name as `a.b`; undefined for anything else. */
function pathOf(node: ASTNode, scope: Scope): string | undefined {
  if (node.op === 'id') return scope.bound.has(node.args) ? undefined : node.args
  if (node.op === '.') {
    const inner = pathOf(node.args[0], scope)
    return inner === undefined ? undefined : `${inner}.${node.args[1]}`
  }
  if (node.op === '[]' && node.args[1].op === 'value' && typeof node.args[1].args === 'string') {
    const inner = pathOf(node.args[0], scope)
    return inner === undefined ? undefined : `${inner}.${node.args[1].args}`
  }
  return undefined
}

type NodeOf<Op extends ASTNode['op']> = Extract<ASTNode, { op: Op }>

function call(node: NodeOf<'call'>, scope: Scope, into: Found): void {
  const [name, args] = node.args
  if (!FUNCTIONS.includes(name))
    into.faults.push({
      message: `${name}() is not offered; functions: ${FUNCTIONS.join(', ')}`,
      offset: node.start,
    })
  const [first] = args
  if (name === 'has' && first !== undefined && pathOf(first, scope) !== undefined) {
    into.faults.push({
      message: 'has() on a fact: an absent field is missing evidence, list it under needs instead',
      offset: node.start,
    })
    return
  }
  for (const arg of args) walk(arg, scope, into)
}

function method(node: NodeOf<'rcall'>, scope: Scope, into: Found): void {
  const [name, receiver, args] = node.args
  const onCel = receiver.op === 'id' && receiver.args === 'cel'
  const [variable, ...rest] = args
  if (onCel && name === 'bind' && variable?.op === 'id') {
    const [value, body] = rest
    const binds = scope.binds + 1
    if (binds > 1)
      into.faults.push({
        message: 'cel.bind inside cel.bind: each could double what the one before holds',
        offset: node.start,
      })
    if (value !== undefined) walk(value, { ...scope, binds }, into)
    if (body !== undefined)
      walk(body, { ...scope, binds, bound: new Set([...scope.bound, variable.args]) }, into)
    return
  }
  walk(receiver, scope, into)
  if (LOOPS.includes(name) && variable?.op === 'id') {
    const inner = { ...scope, bound: new Set([...scope.bound, variable.args]), loops: scope.loops + 1 }
    if (inner.loops > NESTING_MAX)
      into.faults.push({ message: `more than ${NESTING_MAX} loops inside each other`, offset: node.start })
    for (const arg of rest) walk(arg, inner, into)
    return
  }
  if (!METHODS.includes(name))
    into.faults.push({
      message: `.${name}() is not offered; methods: ${[...LOOPS, ...METHODS].join(', ')}`,
      offset: node.start,
    })
  if (name === 'matches') into.faults.push(...patternFaults(variable, node.start))
  for (const arg of args) walk(arg, scope, into)
}

/** Anchored, no group, one repetition at most, `?` and `{m,n}` among them: then matching takes a few passes over the text. */
function patternFaults(pattern: ASTNode | undefined, offset: number): Fault[] {
  if (pattern?.op !== 'value' || typeof pattern.args !== 'string')
    return [{ message: 'matches() wants its pattern as a string, not computed', offset }]
  const repeated = pattern.args.match(/[*+?]|\{\d+,\d*\}/g) ?? []
  if (pattern.args.startsWith('^') && !/[()|]/.test(pattern.args) && repeated.length <= 1) return []
  return [
    {
      message: 'a pattern starts with ^, has no group and one of * + ? {n,} {m,n} at most',
      offset: pattern.start,
    },
  ]
}

function compare(node: Plain, scope: Scope, into: Found): void {
  if (node.op === '/' || node.op === '%') divide(node.args[1], into)
  if (node.op !== '==' && node.op !== '!=' && node.op !== 'in') return
  const [left, right] = node.args
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const path = pathOf(side, scope)
    if (path === undefined) continue
    for (const literal of other.op === 'list' ? other.args : [other])
      if (literal.op === 'value' && typeof literal.args === 'string')
        into.compared.push({ path, value: literal.args, offset: side.start, at: literal.start })
  }
}

/** 0 / 0 is no error but NaN, and `!(NaN > 0.01)` is true: only a number that is not zero may divide. */
function divide(by: ASTNode, into: Found): void {
  if (by.op === 'value' && Number(by.args) > 0) return
  into.faults.push({
    message: 'divide only by a number above zero; write good >= 0.99 * all, not good / all',
    offset: by.start,
  })
}
