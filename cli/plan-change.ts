// cli/plan-change.ts: changes between two plans as a page for a reviewer. Pure.
import type { Change, Changes, FieldChange } from '../infra/change.ts'
import type { Json } from '../types/json.ts'

const SIGN = { create: '+', change: '~', replace: '±', delete: '-' } as const

/** The page, ending in a line feed: first the sum, then every resource, at last the sum again where it is long. */
export function changePage({ changes, counts }: Changes, province: string, against: string): string {
  const { create, change, replace, same } = counts
  const sum = `${create} created, ${change} changed, ${replace} replaced, ${counts.delete} deleted, ${same} unchanged`
  const lines = [`${province} against ${against}: ${sum}`, '']
  for (const one of changes) lines.push(...changeLines(one))
  if (changes.length > 0) lines.push('', sum)
  return `${lines.join('\n').trimEnd()}\n`
}

function changeLines({ action, type, name, namespace, fields }: Change): string[] {
  const kind = type.split(':').at(-1) ?? type
  const where = namespace === undefined ? '' : ` in ${namespace}`
  const fate = action === 'replace' ? ': deleted and made anew' : action === 'change' ? '' : `: ${action}d`
  return [`${SIGN[action]} ${kind} ${name}${where}${fate}`, ...fields.flatMap(fieldLines)]
}

function fieldLines({ path, from, to, replaces }: FieldChange): string[] {
  const forced = replaces ? '   (cannot change in place)' : ''
  if (typeof from === 'string' && typeof to === 'string' && `${from}${to}`.includes('\n'))
    return [`    ${path}:${forced}`, ...textLines(from, to).map((line) => `      ${line}`)]
  return [
    `    ${path}: ${from === undefined ? '(absent)' : short(from)} → ${to === undefined ? '(removed)' : short(to)}${forced}`,
  ]
}

function short(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 197)}…` : text
}

/** What stands between the lines both texts begin and end with. */
function textLines(from: string, to: string): string[] {
  const [olds, news] = [from.split('\n'), to.split('\n')]
  let head = 0
  while (head < olds.length && head < news.length && olds[head] === news[head]) head += 1
  let tail = 0
  while (tail < olds.length - head && tail < news.length - head && olds.at(-1 - tail) === news.at(-1 - tail))
    tail += 1
  return [
    `@@ line ${head + 1}`,
    ...olds.slice(head, olds.length - tail).map((line) => `- ${line}`),
    ...news.slice(head, news.length - tail).map((line) => `+ ${line}`),
  ]
}
