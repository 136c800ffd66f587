// tools/tidy/dead.ts: files nothing leads to. Knows where programs begin.
import { references } from './references.ts'
import { isForTests, isTest, type Repo, type Rule } from './repo.ts'

/** Where a program begins; each must still exist (the rule `stale-entries`). */
const ENTRIES: readonly RegExp[] = [
  /^readiness\/policy-pack\/index\.ts$/,
  /^cli\/main\.ts$/,
  /^tools\/launch\.ts$/,
  /^tools\/contracts\.ts$/,
  // The rules of tidy begin at their test: it is their program.
  /^tools\/tidy\/rules\.ts$/,
  /^infra\/index\.ts$/,
  /^systems\/[a-z]+\/server\.ts$/,
  /^loadtests\/\d\d-[a-z-]+\.ts$/,
  /^bench\/[a-z-]+\.ts$/,
  /^[a-z]+\.config\.ts$/,
]

export const deadFiles: Rule = {
  name: 'dead-files',
  find: (repo) => {
    const graph = references(repo)
    const files = [...graph.keys()]
    const entries = files.filter((file) => ENTRIES.some((entry) => entry.test(file)))
    const alive = reach(graph, entries)
    const tested = reach(graph, files.filter(isTest))
    return files
      .filter((file) => !alive.has(file) && !isTest(file) && !(isForTests(file) && tested.has(file)))
      .map((file) => ({ rule: 'dead-files', file, line: 0, message: advice(tested.has(file)) }))
  },
}

function advice(tested: boolean): string {
  return tested
    ? 'only tests lead here: use it, delete it, or move it to a fixtures/ folder'
    : 'nothing leads here: use it or delete it'
}

function reach(graph: ReturnType<typeof references>, from: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const open = [...from]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const { targets } of graph.get(file) ?? []) open.push(...targets)
  }
  return seen
}

export const staleEntries: Rule = {
  name: 'stale-entries',
  find: (repo: Repo) =>
    ENTRIES.filter((entry) => ![...repo.names].some((name) => entry.test(name))).map((entry) => ({
      rule: 'stale-entries',
      file: 'tools/tidy/dead.ts',
      line: 0,
      message: `no file fits the entry ${entry}: delete the entry`,
    })),
}
