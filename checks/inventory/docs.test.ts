// checks/inventory/docs.test.ts: docs/inventory.md names every kind, every column and no other.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadKinds } from '../../readiness/kinds.ts'
import { columnsOf, communeKinds, FIXED } from './columns.ts'
import { COVERAGE_COLUMNS } from './coverage.ts'

const kinds = communeKinds(loadKinds(fileURLToPath(new URL('../evidence-kinds.yaml', import.meta.url))))
const text = readFileSync(new URL('../../docs/inventory.md', import.meta.url), 'utf8')
const sections = new Map(
  text.split(/^#{2,3} /m).map((section) => [section.split('\n')[0] ?? '', section] as const),
)

/** Names in the first cell of the section's table. */
function columnsIn(section: string): string[] {
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
}

test.each(kinds.map((kind) => [kind.name, kind] as const))(
  'the page explains every column of kind %s',
  (_, kind) => {
    const { vi, en } = kind.title
    const section = sections.get(`\`${kind.name}\`: ${vi} / ${en}`)
    expect(columnsIn(section ?? '')).toEqual([...columnsOf(kind).keys()])
  },
)

test('the page explains the columns of every row and of the services form, and no kind too many', () => {
  const named = [...sections.keys()].filter((title) => title.startsWith('`'))
  expect(named).toHaveLength(kinds.length)
  expect(columnsIn(sections.get('Cột chung của mọi dòng') ?? '')).toEqual([...FIXED])
  const services = [...sections].find(([title]) => title.startsWith('Dịch vụ công trực tuyến'))?.[1]
  expect(columnsIn(services ?? '')).toEqual([...COVERAGE_COLUMNS])
})
