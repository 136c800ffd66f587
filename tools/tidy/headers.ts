// tools/tidy/headers.ts: the first line of a file says its noun and its bounds. Does not read further.
import { type Rule, typescript } from './repo.ts'

export const headers: Rule = {
  name: 'headers',
  find: (repo) =>
    typescript(repo)
      .filter(([name, text]) => !hasHeader(name, text))
      .map(([file]) => ({
        rule: 'headers',
        file,
        line: 1,
        message: `begin with "// ${file}: what it is. What it does not do."`,
      })),
}

function hasHeader(name: string, text: string): boolean {
  const lines = text.split('\n')
  const first = lines[0]?.startsWith('#!') ? lines[1] : lines[0]
  const stated = /^\/\/ (\S+\.ts): \S.{10,}/.exec(first ?? '')?.[1]
  // The whole path, or as much of its end as tells it apart in its room.
  return stated !== undefined && (name === stated || name.endsWith(`/${stated}`))
}
