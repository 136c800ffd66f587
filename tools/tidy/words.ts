// tools/tidy/words.ts: what may not stand in a tracked file, each with what to write instead.
import { type Complaint, isForeign, lineAt, type Repo, type Rule } from './repo.ts'

type Ban = {
  readonly pattern: RegExp
  readonly instead: string
  /** Which files it is looked for in. */
  readonly where: (name: string) => boolean
}

const inCode = (name: string) => name.endsWith('.ts') && !isForeign(name)
const inOurs = (name: string) => !isForeign(name)
const anywhere = () => true

/** Words are put together here, so that the list does not find itself. */
const words = (...parts: string[]) => parts.join('')

export const BANS: readonly Ban[] = [
  {
    pattern: new RegExp(words('\\bas ', 'any\\b')),
    instead: 'unknown, then a schema or a type guard',
    where: inCode,
  },
  {
    pattern: new RegExp(words('@ts-', '(ignore|expect-error|nocheck)')),
    instead: 'a type that fits, or a guard',
    where: inCode,
  },
  {
    pattern: new RegExp(words('\\b(TO', 'DO|FIX', 'ME|X', 'XX)\\b')),
    instead: 'an issue, or the work itself',
    where: inOurs,
  },
  {
    pattern: new RegExp(words('\\.(sk', 'ip|on', 'ly|to', 'do|fa', 'ils)\\(')),
    instead: 'a test that runs, or none',
    where: inCode,
  },
  {
    pattern: new RegExp(words('passWith', 'NoTests: true')),
    instead: 'a run without tests that fails',
    where: inOurs,
  },
  { pattern: new RegExp(words('\\bret', 'ry: [1-9]')), instead: 'a test that does not flake', where: inCode },
  {
    pattern: new RegExp(words('^(export )?(const )?en', 'um \\w+ \\{'), 'm'),
    instead: 'a union and an `as const` map',
    where: inCode,
  },
  {
    pattern: new RegExp(words('\\bcon', 'sole\\.')),
    instead: 'the command’s io, or the logger',
    where: (name) => inCode(name) && !name.startsWith('loadtests/'),
  },
  {
    pattern: new RegExp(
      words(
        'registry\\.',
        '(npmjs|yarnpkg)|proxy\\.',
        'golang|files\\.python',
        'hosted|\\bpypi\\.',
        'org|deb\\.',
        'debian',
      ),
    ),
    instead: 'the package by its name: which registry it comes from is the user’s setting',
    where: anywhere,
  },
  {
    pattern: new RegExp(words('/work/', '(main|shared)|\\.\\./', 'shared/')),
    instead: 'a path inside this repository',
    where: inOurs,
  },
]

export const bannedWords: Rule = {
  name: 'banned-words',
  find: (repo: Repo) =>
    [...repo.texts].flatMap(([file, text]) => BANS.flatMap((ban) => violations(file, text, ban))),
}

function violations(file: string, text: string, { pattern, instead, where }: Ban): Complaint[] {
  if (!where(file)) return []
  const every = new RegExp(pattern.source, `${pattern.flags}g`)
  return [...text.matchAll(every)].map((match) => ({
    rule: 'banned-words',
    file,
    line: lineAt(text, match.index),
    message: `"${match[0].trim()}": write ${instead}`,
  }))
}

const VAGUE = /(^|\/)(utils?|helpers?|common|misc|shared)\.ts$/

export const vagueNames: Rule = {
  name: 'vague-names',
  find: (repo) =>
    [...repo.names]
      .filter((name) => VAGUE.test(name))
      .map((file) => ({
        rule: 'vague-names',
        file,
        line: 0,
        message: 'name the file after the noun it holds',
      })),
}
