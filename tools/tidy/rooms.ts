// tools/tidy/rooms.ts: imports point one way, as the table in docs/architecture.md says. Reads that table.
import { references } from './references.ts'
import { type Complaint, isForTests, type Repo, type Rule } from './repo.ts'

const TABLE = 'docs/architecture.md'
const TOP = 3

/** Room → level, from the rows `| 1 | … \`infra/\` … |`. */
function levels(repo: Repo): Map<string, number> {
  const rows = (repo.texts.get(TABLE) ?? '').matchAll(/^\| (\d) \| ([^|]+) \|/gm)
  return new Map(
    [...rows].flatMap(([, level, rooms]) => roomsIn(rooms ?? '').map((room) => [room, Number(level)])),
  )
}

function roomsIn(cell: string): string[] {
  return [...cell.matchAll(/`([a-z-]+)\/`/g)].flatMap(([, room]) => room ?? [])
}

export const direction: Rule = {
  name: 'import-direction',
  find: (repo) => {
    const table = levels(repo)
    return [...references(repo)].flatMap(([file, found]) =>
      found.flatMap(({ line, kind, targets }) =>
        kind === 'path' ? [] : targets.flatMap((target) => judge(table, file, target, line)),
      ),
    )
  },
}

function judge(table: ReadonlyMap<string, number>, file: string, target: string, line: number): Complaint[] {
  const [from, to] = [room(file), room(target)]
  // What lies at the root (vitest.config.ts) belongs to no room.
  if (from === undefined || to === undefined || from === to) return []
  const [own, other] = [table.get(from), table.get(to)]
  if (own === undefined || other === undefined) {
    const unknown = own === undefined ? from : to
    return [
      {
        rule: 'import-direction',
        file,
        line,
        message: `${unknown}/ is in no row of the table in ${TABLE}: add it`,
      },
    ]
  }
  const allowed = isForTests(file) ? other < TOP : other < own || (own === 0 && other === 0)
  if (allowed) return []
  const message = `${from}/ (level ${own}) may not import ${to}/ (level ${other}): share a type in types/, or let cli/ hand it over`
  return [{ rule: 'import-direction', file, line, message }]
}

function room(file: string): string | undefined {
  const [first, ...rest] = file.split('/')
  return rest.length === 0 ? undefined : first
}
