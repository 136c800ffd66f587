// tools/tidy/repo.ts: the tracked files as text, which every rule reads. Judges nothing.
import { readFile, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import ts from 'typescript'
import { tracked } from '../tracked.ts'

export type Repo = {
  /** Every tracked path, relative to the root, with `/`. */
  readonly names: ReadonlySet<string>
  /** Text of tracked text files up to 2 MB. */
  readonly texts: ReadonlyMap<string, string>
}

export type Complaint = {
  readonly rule: string
  readonly file: string
  /** From 1; 0 for the file as a whole. */
  readonly line: number
  /** What is wrong, and what to do instead. */
  readonly message: string
}

export type Rule = { readonly name: string; readonly find: (repo: Repo) => readonly Complaint[] }

const TEXT_BYTES_MAX = 2_000_000

/** Reads the repository under `root`. */
export async function readRepo(root: string): Promise<Repo> {
  const names = await tracked(root)
  const entries = await Promise.all(
    names.map(async (name) => [name, await readText(join(root, name))] as const),
  )
  const texts = new Map<string, string>()
  for (const [name, text] of entries) if (text !== undefined) texts.set(name, text)
  return { names: new Set(names), texts }
}

async function readText(path: string): Promise<string | undefined> {
  const { size } = await stat(path)
  if (size > TEXT_BYTES_MAX) return undefined
  const text = await readFile(path, 'utf8')
  return text.includes('\0') ? undefined : text
}

/** A repository made of literals, for the rules' own tests. */
export function repoOf(texts: Readonly<Record<string, string>>): Repo {
  return { names: new Set(Object.keys(texts)), texts: new Map(Object.entries(texts)) }
}

/** Third parties' files, and those a program writes: no rule about style looks at them. */
export function isForeign(name: string): boolean {
  return name.startsWith('data/') || name.includes('/generated/') || name.endsWith('package-lock.json')
}

/** Hand-written TypeScript, path and text, sorted. */
export function typescript(repo: Repo): [name: string, text: string][] {
  return [...repo.texts].filter(([name]) => name.endsWith('.ts') && !isForeign(name)).sort()
}

/** A file vitest runs. */
export function isTest(name: string): boolean {
  return name.endsWith('.test.ts')
}

/** Tests, and what only tests may need. */
export function isForTests(name: string): boolean {
  return isTest(name) || name.split('/').includes('fixtures')
}

const parsed = new WeakMap<Repo, Map<string, ts.SourceFile>>()

/** The syntax tree of one file, parsed once. */
export function syntax(repo: Repo, name: string, text: string): ts.SourceFile {
  const trees = parsed.get(repo) ?? new Map<string, ts.SourceFile>()
  parsed.set(repo, trees)
  const tree = trees.get(name) ?? ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)
  trees.set(name, tree)
  return tree
}

/** Line number, from 1, of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1
  return line
}

/** `a/b.ts` and `../c.ts` → `c.ts`. */
export function resolveFrom(file: string, relative: string): string {
  return posix.normalize(posix.join(posix.dirname(file), relative))
}
