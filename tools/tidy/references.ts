// tools/tidy/references.ts: which TypeScript files a TypeScript file names: by import, or as a path it starts.
import ts from 'typescript'
import { type Repo, resolveFrom, syntax, typescript } from './repo.ts'

export type Reference = {
  readonly line: number
  readonly kind: 'import' | 'path'
  /** Files of the repository meant; for a path with `${…}` in it all that fit. Empty for an npm package. */
  readonly targets: readonly string[]
}

/** References of every hand-written file. */
export function references(repo: Repo): Map<string, Reference[]> {
  return new Map(typescript(repo).map(([name, text]) => [name, referencesOf(repo, name, text)]))
}

function referencesOf(repo: Repo, file: string, text: string): Reference[] {
  const tree = syntax(repo, file, text)
  const found: Reference[] = []
  const visit = (node: ts.Node): void => {
    const pattern = pathPattern(node)
    if (pattern !== undefined) {
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
      const kind = isImported(node) ? 'import' : 'path'
      found.push({ line, kind, targets: resolve(repo, file, pattern) })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

const HOLE = '\0'

/** A literal that ends in `.ts` (or `.json`), its substitutions as holes. */
function pathPattern(node: ts.Node): string | undefined {
  const text = ts.isStringLiteralLike(node)
    ? node.text
    : ts.isTemplateExpression(node)
      ? [node.head.text, ...node.templateSpans.map((span) => HOLE + span.literal.text)].join('')
      : ''
  return /\.(ts|json)$/.test(text) && !/\s/.test(text) ? text : undefined
}

function isImported(node: ts.Node): boolean {
  const { parent } = node
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true
  return ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword
}

function resolve(repo: Repo, file: string, pattern: string): string[] {
  const candidates = [pattern.replace(/^\//, ''), resolveFrom(file, pattern)]
  if (!pattern.includes(HOLE)) return candidates.filter((name) => repo.names.has(name))
  const expressions = candidates.map(
    (candidate) => new RegExp(`^${candidate.split(HOLE).map(escapePattern).join('[^/]+')}$`),
  )
  return [...repo.names].filter((name) => expressions.some((expression) => expression.test(name)))
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
