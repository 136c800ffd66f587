// cli/stacks-document.ts: the generated parts of docs/operator.md: the sizing table and the picture. Writes no file.
import { listStacks, readStack } from '../infra/config.ts'
import { planProvince } from '../infra/plan.ts'
import { SansangError } from '../types/error.ts'
import { planPicture } from './plan-picture.ts'
import { sizingTable } from './stacks-table.ts'

const PICTURED = 'ho-chi-minh'

/** The page with both parts as they should be now. Throws `document-unmarked` when a marker is gone. */
export async function operatorPage(page: string): Promise<string> {
  const table = sizingTable(listStacks().map((slug) => readStack(slug)))
  const picture = planPicture(await planProvince(PICTURED))
  return replaced(replaced(page, 'sizing', table), 'picture', `\`\`\`mermaid\n${picture}\`\`\`\n`)
}

function replaced(page: string, part: string, text: string): string {
  const [begin, end] = [`<!-- ${part}: generated -->\n`, `<!-- ${part}: end -->`]
  const from = page.indexOf(begin)
  const to = page.indexOf(end, from)
  if (from < 0 || to < 0)
    throw new SansangError('document-unmarked', {
      message: `docs/operator.md has lost the markers of its ${part}`,
      hint: `put "${begin.trim()}" and "${end}" back where the ${part} belongs`,
      where: 'docs/operator.md',
    })
  return `${page.slice(0, from + begin.length)}${text}${page.slice(to)}`
}
