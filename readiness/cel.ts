// readiness/cel.ts: one CEL rule over one record: compiled against its kind, then answered. Reads no clock, no file.
import { Environment, EvaluationError, ParseError } from '@marcbachmann/cel-js'
import { SansangError } from '../types/error.ts'
import type { EvidenceKind, FieldType } from '../types/evidence.ts'
import type { JsonObject } from '../types/json.ts'
import { daysBetween, hoursBetween } from './calendar.ts'
import { ruleFaults, ruleReads } from './rule-reads.ts'

export type RuleRecord = {
  readonly facts: JsonObject
  /** YYYY-MM-DD. */
  readonly asOf: string
  /** RFC 3339. */
  readonly collectedAt: string
  readonly subject: string
}

export type RuleAnswer =
  | { readonly ok: true; readonly value: boolean }
  | { readonly ok: false; readonly why: string }

export type Rule = {
  /** Dotted paths of the facts it reads, sorted. */
  readonly reads: readonly string[]
  answer(record: RuleRecord): RuleAnswer
}

export type RuleFault = {
  readonly message: string
  /** Characters into the rule. */
  readonly offset: number
}

/** Longest rule, in characters; with the limits below a rule's work is bounded by the size of its record. */
const LENGTH_MAX = 2000
const LIMITS = {
  maxAstNodes: 400,
  maxDepth: 40,
  maxListElements: 200,
  maxMapEntries: 50,
  maxCallArguments: 8,
}

/** Compiles a rule for a kind of evidence; all faults instead of a rule when there are any. */
export function compileRule(
  source: string,
  kind: EvidenceKind,
): { rule: Rule } | { faults: readonly RuleFault[] } {
  if (source.length > LENGTH_MAX)
    return { faults: [{ message: `longer than ${LENGTH_MAX} characters`, offset: LENGTH_MAX }] }
  try {
    const parsed = environmentOf(kind).parse(source)
    const faults = ruleFaults(parsed.ast, kind)
    // The paths come first: "unknown field" says more than the type checker's "no such key".
    if (faults.length > 0) return { faults }
    const typed = parsed.check()
    if (!typed.valid) return { faults: [faultOf(typed.error)] }
    if (typed.type !== 'bool' && typed.type !== 'dyn')
      return { faults: [{ message: `gives ${typed.type}, but a rule must be true or false`, offset: 0 }] }
    return { rule: { reads: ruleReads(parsed.ast), answer: (record) => answerOf(parsed, record) } }
  } catch (error) {
    if (error instanceof ParseError) return { faults: [faultOf(error)] }
    throw error
  }
}

/** Compiles a rule that a loader has already accepted. Throws `bad-rule` when it does not compile. */
export function requireRule(source: string, kind: EvidenceKind, owner: string): Rule {
  const compiled = compileRule(source, kind)
  if ('rule' in compiled) return compiled.rule
  throw new SansangError('bad-rule', {
    message: `the rule of ${owner} does not compile for evidence of kind ${kind.name}`,
    hint: 'correct the rule: docs/criteria.md, "Rules"',
    faults: compiled.faults.map(({ message, offset }) => ({ where: `${owner}:1:${offset + 1}`, message })),
  })
}

function answerOf(parsed: (context: Record<string, unknown>) => unknown, record: RuleRecord): RuleAnswer {
  const { facts, asOf, collectedAt, subject } = record
  try {
    const value = parsed({ ...facts, asOf, collectedAt, subject })
    return typeof value === 'boolean'
      ? { ok: true, value }
      : { ok: false, why: `the rule gave ${typeof value}` }
  } catch (error) {
    // Whatever a rule throws is a finding about this record; nothing a rule does may end the evaluation.
    if (error instanceof EvaluationError) return { ok: false, why: error.summary }
    return { ok: false, why: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) }
  }
}

function faultOf(error: { summary: string; range?: { start: number } } | undefined): RuleFault {
  return { message: error?.summary ?? 'does not compile', offset: error?.range?.start ?? 0 }
}

const CEL_TYPES: Readonly<Record<FieldType, string>> = {
  string: 'string',
  boolean: 'bool',
  // JSON has one kind of number; a 4 read from a file is a double.
  integer: 'double',
  number: 'double',
  date: 'string',
  time: 'string',
  strings: 'list<string>',
  object: 'map',
  objects: 'list<map>',
}

/** Words CEL keeps for itself: a field so called can be stored but no rule can spell it. */
const RESERVED =
  /^(as|break|const|continue|else|false|for|function|if|import|in|let|loop|namespace|null|package|return|true|var|void|while)$/

type Tree = { [name: string]: string | Tree }

const environments = new WeakMap<EvidenceKind, Environment>()

function environmentOf(kind: EvidenceKind): Environment {
  const known = environments.get(kind)
  if (known !== undefined) return known
  const environment = new Environment({ homogeneousAggregateLiterals: false, limits: LIMITS })
  const tree: Tree = {}
  for (const [path, { type }] of Object.entries(kind.fields)) plant(tree, path.split('.'), CEL_TYPES[type])
  for (const [name, type] of Object.entries(tree)) {
    if (RESERVED.test(name)) continue
    if (typeof type === 'string') environment.registerVariable(name, type)
    else environment.registerVariable({ name, schema: type })
  }
  for (const name of ['asOf', 'collectedAt', 'subject']) environment.registerVariable(name, 'string')
  addArithmetic(environment)
  environment.registerFunction('daysBetween(string, string): double', daysBetween)
  environment.registerFunction('hoursBetween(string, string): double', hoursBetween)
  environments.set(kind, environment)
  return environment
}

function plant(tree: Tree, [name = '', ...rest]: readonly string[], type: string): void {
  if (rest.length === 0) {
    tree[name] = type
    return
  }
  const inner = tree[name]
  const branch = typeof inner === 'object' ? inner : {}
  tree[name] = branch
  plant(branch, rest, type)
}

/** Lets the literal 30 stand beside a fact: CEL reads it as an int, JSON only has doubles. */
function addArithmetic(environment: Environment): void {
  environment.registerOperator('double == int', (a: number, b: bigint) => a === Number(b))
  for (const [a, b] of [
    ['double', 'int'],
    ['int', 'double'],
  ]) {
    environment.registerOperator(`${a} + ${b}: double`, (x: number, y: number) => Number(x) + Number(y))
    environment.registerOperator(`${a} - ${b}: double`, (x: number, y: number) => Number(x) - Number(y))
    environment.registerOperator(`${a} * ${b}: double`, (x: number, y: number) => Number(x) * Number(y))
  }
  environment.registerOperator('double / int: double', (x: number, y: bigint) => x / Number(y))
}
