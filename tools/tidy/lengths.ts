// tools/tidy/lengths.ts: how long files and functions may be. Counts lines, not ideas.
import ts from 'typescript'
import { type Complaint, isForTests, type Repo, type Rule, syntax, typescript } from './repo.ts'

const LIMITS = { file: 450, function: 70, median: 100, p90: 300 } as const

export const fileLength: Rule = {
  name: 'file-length',
  find: (repo) =>
    typescript(repo)
      .map(([file, text]) => ({ file, lines: lineCount(text) }))
      .filter(({ lines }) => lines > LIMITS.file)
      .map(({ file, lines }) => ({
        rule: 'file-length',
        file,
        line: 0,
        message: `${lines} lines, ${LIMITS.file} are allowed: move one of its nouns into a file of its own`,
      })),
}

/** Median and ninetieth percentile over what is not a test: one long file is caught above, a long habit here. */
export const typicalLength: Rule = {
  name: 'typical-length',
  find: (repo) => {
    const lines = typescript(repo)
      .filter(([name]) => !isForTests(name))
      .map(([, text]) => lineCount(text))
      .sort((a, b) => a - b)
    return [complain('median', percentile(lines, 0.5)), complain('p90', percentile(lines, 0.9))].flat()
  },
}

function complain(what: 'median' | 'p90', lines: number): Complaint[] {
  if (lines <= LIMITS[what]) return []
  const message = `the ${what} of file lengths is ${lines}, ${LIMITS[what]} is allowed: split the longest files`
  return [{ rule: 'typical-length', file: '.', line: 0, message }]
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function lineCount(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

export const functionLength: Rule = {
  name: 'function-length',
  find: (repo) => typescript(repo).flatMap(([file, text]) => longFunctions(repo, file, text)),
}

function longFunctions(repo: Repo, file: string, text: string): Complaint[] {
  const tree = syntax(repo, file, text)
  const found: Complaint[] = []
  const visit = (node: ts.Node): void => {
    const lines = ts.isFunctionLike(node) && !isGroupOfTests(node) ? ownLines(tree, node) : 0
    if (lines > LIMITS.function) {
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
      const message = `a function of ${lines} lines, ${LIMITS.function} are allowed: give its steps names`
      found.push({ rule: 'function-length', file, line, message })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

/** Lines of a function without those of functions inside it, which are counted by themselves. */
function ownLines(tree: ts.SourceFile, node: ts.Node): number {
  let inner = 0
  const visit = (child: ts.Node): void => {
    if (ts.isFunctionLike(child)) inner += lineSpan(tree, child) - 1
    else ts.forEachChild(child, visit)
  }
  ts.forEachChild(node, visit)
  return lineSpan(tree, node) - inner
}

function lineSpan(tree: ts.SourceFile, node: ts.Node): number {
  const from = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line
  return tree.getLineAndCharacterOfPosition(node.getEnd()).line - from + 1
}

// `describe(…, () => { … })` is a list of tests and their tables, not a screen to be read at once.
function isGroupOfTests(node: ts.Node): boolean {
  const call = node.parent
  return ts.isCallExpression(call) && /^describe\b/.test(call.expression.getText())
}
