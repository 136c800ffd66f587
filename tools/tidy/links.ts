// tools/tidy/links.ts: what documents point at exists: links, anchors, paths. Never looks at the network.
import { type Complaint, isForeign, lineAt, type Repo, type Rule, resolveFrom, typescript } from './repo.ts'

const LINK = /\[[^\]\n]*\]\(([^)\s]+)\)/g
/** `tools/lock.ts` in backticks, without placeholders. */
const PATH = /`((?:[a-z][\w.-]*\/)+[\w.-]+\.(?:ts|md|ya?ml|json|sh|mod))`/g

export const deadLinks: Rule = {
  name: 'dead-links',
  find: (repo) => documents(repo).flatMap(([file, text]) => linksOf(repo, file, text)),
}

function documents(repo: Repo): [string, string][] {
  return [...repo.texts].filter(([name]) => name.endsWith('.md') && !isForeign(name))
}

function linksOf(repo: Repo, file: string, text: string): Complaint[] {
  const prose = withoutFences(text)
  return [...prose.matchAll(LINK)].flatMap((match) => {
    const target = match[1] ?? ''
    if (/^[a-z]+:/.test(target)) return []
    const wrong = judge(repo, file, target)
    return wrong === undefined
      ? []
      : [{ rule: 'dead-links', file, line: lineAt(prose, match.index), message: `${target}: ${wrong}` }]
  })
}

function judge(repo: Repo, file: string, target: string): string | undefined {
  const [path = '', anchor] = target.split('#')
  const meant = path === '' ? file : resolveFrom(file, decodeURIComponent(path)).replace(/\/$/, '')
  if (!exists(repo, meant)) return 'there is no such file: mend the link or write the file'
  if (anchor === undefined || !meant.endsWith('.md')) return undefined
  if (anchors(repo.texts.get(meant) ?? '').has(anchor)) return undefined
  return `${meant} has no heading for #${anchor}: mend the anchor`
}

function exists(repo: Repo, path: string): boolean {
  return path === '.' || repo.names.has(path) || [...repo.names].some((name) => name.startsWith(`${path}/`))
}

/** Headings as code hosts make anchors of them: lower case, punctuation dropped, spaces to hyphens, repeats numbered. */
function anchors(text: string): Set<string> {
  const seen = new Map<string, number>()
  const found = new Set<string>()
  for (const [, heading = ''] of withoutFences(text).matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    const slug = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    found.add(times === 0 ? slug : `${slug}-${times}`)
  }
  return found
}

// Lines stay, so that line numbers stay right.
function withoutFences(text: string): string {
  return text.replace(/^(```|~~~)[\s\S]*?^\1/gm, (fence) => fence.replace(/[^\n]/g, ''))
}

export const deadPaths: Rule = {
  name: 'dead-paths',
  find: (repo) => [
    ...documents(repo).flatMap(([file, text]) => pathsOf(repo, file, text)),
    ...mentions(repo),
  ],
}

function pathsOf(repo: Repo, file: string, text: string): Complaint[] {
  const rooms = new Set(
    [...repo.names].filter((name) => name.includes('/')).map((name) => name.split('/')[0]),
  )
  return [...text.matchAll(PATH)].flatMap((match) => {
    const path = match[1] ?? ''
    // Relative to the document's own folder it may be a made-up example; below a room it is a claim.
    if (!rooms.has(path.split('/')[0]) || exists(repo, path) || exists(repo, resolveFrom(file, path)))
      return []
    return [missing(file, lineAt(text, match.index), path)]
  })
}

/** Documents a program's comments and messages send their reader to. */
function mentions(repo: Repo): Complaint[] {
  return typescript(repo).flatMap(([file, text]) =>
    [...text.matchAll(/\bdocs\/[\w/-]+\.md\b/g)]
      .filter((match) => !exists(repo, match[0]))
      .map((match) => missing(file, lineAt(text, match.index), match[0])),
  )
}

function missing(file: string, line: number, path: string): Complaint {
  return { rule: 'dead-paths', file, line, message: `${path} is not there: mend the name or write the file` }
}
