// cli/stacks-table.ts: what each province's platform is sized for and asks of a cluster, as one table. Pure.
import { quotaOf } from '../infra/quota.ts'
import type { Stack } from '../infra/stack.ts'

const HEAD = [
  'Province',
  'Stack',
  'Code',
  'Member',
  'Communes',
  'Bridge points',
  'Dossiers a day',
  'Pods',
  'CPU',
  'Memory',
  'Storage',
]

/** Columns that are no figures, from the left. */
const TEXTS = 4

/** One row a province and a total, in Markdown; `~` marks what is derived or provisional. */
export function sizingTable(stacks: readonly Stack[]): string {
  const rows = stacks.map(rowOf)
  const widths = HEAD.map((head, column) =>
    Math.max(...[HEAD, ...rows].map((row) => (row[column] ?? head).length)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column < TEXTS ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const rule = `|${widths.map((width, column) => (column < TEXTS ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return `${[line(HEAD), rule, ...rows.map(line)].join('\n')}\n`
}

function rowOf(stack: Stack): string[] {
  const { sizing } = stack
  const quota = quotaOf(stack)
  return [
    stack.name,
    stack.slug,
    stack.code,
    stack.memberOrigin === 'provisional' ? `~${stack.member}` : stack.member,
    String(stack.communes.length),
    String(stack.bridgePoints.length),
    `${sizing.dossiersOrigin === 'derived' ? '~' : ''}${sizing.dossiersPerWorkingDay.toLocaleString('en')}`,
    quota.pods ?? '0',
    quota['requests.cpu'] ?? '0',
    quota['requests.memory'] ?? '0',
    quota['requests.storage'] ?? '0',
  ]
}
