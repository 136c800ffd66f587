// tools/tidy.test.ts: the repository keeps its own rules, and each rule catches what it is for.
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readRepo, repoOf } from './tidy/repo.ts'
import { EXEMPTIONS, RULES, untidy } from './tidy/rules.ts'
import { BANS } from './tidy/words.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const TABLE = `| level | rooms |
|---|---|
| 0 | \`types/\` | nothing |
| 1 | \`infra/\` \`checks/\` | level 0 |
| 3 | \`cli/\` | all |
`
const longFunction = `export function long() {\n${'  work()\n'.repeat(69)}}\n`
const longFile = '// a\n'.repeat(451)

/** Put together, so that this file does not break the rules it tests. */
const glue = (...parts: string[]) => parts.join('')
const DOCS = glue('do', 'cs')

type Fixture = {
  readonly bad: Record<string, string>
  readonly complaints: number
  readonly good: Record<string, string>
}

const FIXTURES: Record<string, Fixture> = {
  'file-length': { bad: { 'a.ts': longFile }, complaints: 1, good: { 'a.ts': '// a\n'.repeat(450) } },
  'typical-length': {
    bad: { 'a.ts': '// a\n'.repeat(301), 'b.ts': '// b\n'.repeat(101) },
    complaints: 2,
    good: { 'a.ts': '// a\n'.repeat(101), 'b.ts': '', 'c.ts': '', 'd.test.ts': longFile },
  },
  'function-length': {
    bad: {
      'a.ts': longFunction,
      'b.ts': `export const b = ${longFunction.slice(7).replace('function long', 'function')}`,
    },
    complaints: 2,
    good: {
      'a.ts': longFunction.replace('  work()\n', ''),
      'a.test.ts': `describe('a', () => {\n${'  test()\n'.repeat(90)}})\n`,
      // A list of functions is read one by one.
      'b.ts': `export const b = () => ({\n${'  c: () => {\n    work()\n  },\n'.repeat(30)}})\n`,
    },
  },
  'banned-words': {
    bad: {
      'a.ts': glue('x as ', 'any'),
      [`${DOCS}/a.md`]: glue('TO', 'DO: write'),
      'package-lock.json': glue('registry.', 'npmjs'),
    },
    complaints: 3,
    good: {
      'a.ts': 'as anything, autodone',
      'loadtests/a.ts': glue('con', 'sole.log()'),
      'data/b.json': glue('TO', 'DO'),
    },
  },
  'vague-names': {
    bad: { 'cli/utils.ts': '', 'helpers.ts': '' },
    complaints: 2,
    good: { 'cli/futile-utilities.ts': '' },
  },
  headers: {
    bad: {
      'a.ts': 'export {}',
      'cli/b.ts': '// cli/c.ts: of another file, kept by copying.',
      'd.ts': '// d.ts: short',
    },
    complaints: 3,
    good: {
      'cli/a.ts': '// cli/a.ts: what it is. What it does not do.',
      'cli/b.ts': '// b.ts: what it is. What it does not do.',
      'c.ts': '#!/usr/bin/env node\n// c.ts: what it is. What it does not do.',
      'data/d.ts': '',
    },
  },
  'import-direction': {
    bad: {
      'docs/architecture.md': TABLE,
      'infra/a.ts': `import '../checks/b.ts'\nimport('../cli/c.ts')\nexport * from '../attic/d.ts'`,
      'checks/b.ts': '',
      'cli/c.ts': '',
      'attic/d.ts': '',
      'checks/b.test.ts': `import '../cli/c.ts'`,
    },
    complaints: 4,
    good: {
      'docs/architecture.md': TABLE,
      'types/t.ts': '',
      'infra/a.ts': `import type { T } from '../types/t.ts'\nimport 'node:fs'`,
      'checks/b.test.ts': `import '../infra/a.ts'`,
      'cli/c.ts': `import '../checks/b.test.ts'`,
      'root.config.ts': `import './cli/c.ts'`,
    },
  },
  'dead-files': {
    bad: {
      'cli/main.ts': '',
      'cli/a.ts': '',
      'cli/b.ts': '',
      'cli/b.test.ts': `import './b.ts'`,
      'cli/fixtures/c.ts': '',
    },
    complaints: 3,
    good: {
      'cli/main.ts': `import('./a.ts')\nstart(\`systems/\${name}/work.ts\`)`,
      'cli/a.ts': `new Worker(new URL('./b.ts', import.meta.url))`,
      'cli/b.ts': '',
      'systems/one/work.ts': '',
      'cli/a.test.ts': `import './fixtures/c.ts'`,
      'cli/fixtures/c.ts': '',
    },
  },
  'stale-entries': {
    bad: { 'cli/main.ts': '' },
    complaints: 9,
    good: Object.fromEntries(
      [
        'cli/main.ts',
        'tools/launch.ts',
        'tools/contracts.ts',
        'tools/tidy/rules.ts',
        'infra/index.ts',
        'readiness/policy-pack/index.ts',
        'systems/one/server.ts',
        'loadtests/01-one.ts',
        'bench/one.ts',
        'one.config.ts',
      ].map((name) => [name, '']),
    ),
  },
  'dead-links': {
    bad: { 'a.md': `[gone](b.md) [anchor](#none)\n\n[far](${DOCS}/c.md#no)\n`, [`${DOCS}/c.md`]: '# Yes\n' },
    complaints: 3,
    good: {
      'a.md': `# Một: hai, ba!\n[x](#một-hai-ba) [y](${DOCS}/c.md#yes-1) [z](docs) [w](https://example.org)\n~~~\n[no](b.md)\n~~~\n`,
      [`${DOCS}/c.md`]: '# Yes\n## Yes\n[up](../a.md)\n',
    },
  },
  'dead-paths': {
    bad: { 'a.md': 'see `cli/gone.ts`', 'cli/a.ts': `// see ${DOCS}/none.md, "Why"` },
    complaints: 2,
    good: { 'a.md': 'see `cli/a.ts`, `cli/<name>.ts`, `elsewhere/b.ts`', 'cli/a.ts': '' },
  },
}

describe('each rule', () => {
  test('has a fixture it must catch', () => {
    expect(Object.keys(FIXTURES)).toEqual(RULES.map(({ name }) => name))
  })

  for (const rule of RULES) {
    const fixture = FIXTURES[rule.name]
    test(`${rule.name} catches the bad and leaves the good`, () => {
      const caught = rule.find(repoOf(fixture?.bad ?? {}))
      expect(caught.map(({ rule: name }) => name)).toEqual(Array(fixture?.complaints).fill(rule.name))
      expect(rule.find(repoOf(fixture?.good ?? {}))).toEqual([])
    })
  }

  const SAMPLES = [
    glue('as ', 'any'),
    glue('@ts-', 'ignore'),
    glue('FIX', 'ME'),
    glue('test.on', 'ly('),
    glue('passWith', 'NoTests: true'),
    glue('ret', 'ry: 3'),
    glue('export en', 'um Colour {'),
    glue('con', 'sole.log'),
    glue('proxy.', 'golang.org'),
    glue('../', 'shared/style.md'),
  ]

  test.each(SAMPLES)('%j is banned by exactly one word, with the replacement named', (sample) => {
    expect(SAMPLES).toHaveLength(BANS.length)
    const [complaint, ...more] = untidy(repoOf({ 'cli/a.ts': `\n${sample}` }), rule('banned-words'), [])
    expect(complaint).toMatchObject({ line: 2, message: expect.stringMatching(/": write ./) })
    expect(more).toEqual([])
  })
})

function rule(name: string) {
  return RULES.filter((candidate) => candidate.name === name)
}

describe('exemptions', () => {
  const exemption = { rule: 'vague-names', file: 'utils.ts', reason: 'a fixture' }

  test('excuse one file from one rule', () => {
    expect(untidy(repoOf({ 'utils.ts': '' }), rule('vague-names'), [exemption])).toEqual([])
    expect(untidy(repoOf({ 'utils.ts': '', 'misc.ts': '' }), rule('vague-names'), [exemption])).toHaveLength(
      1,
    )
  })

  test('that excuse nothing are complaints', () => {
    expect(untidy(repoOf({ 'noun.ts': '' }), rule('vague-names'), [exemption])).toMatchObject([
      { rule: 'stale-exemption', file: 'utils.ts' },
    ])
  })
})

test('the repository is tidy', async () => {
  const repo = await readRepo(ROOT)
  expect(repo.names.size).toBeGreaterThan(50)
  const complaints = untidy(repo, RULES, EXEMPTIONS)
  expect(
    complaints.map(({ rule: name, file, line, message }) => `${file}:${line} ${name}: ${message}`),
  ).toEqual([])
})
