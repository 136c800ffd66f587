// infra/config.test.ts: every kind of fault in a stack file is named with its place; the repository’s own stacks are read whole.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EXIT, SansangError } from '../types/error.ts'
import { listStacks, readStack, readStackFiles } from './config.ts'
import { provinceFacts } from './stack.ts'
import { readProvinces } from './units.ts'

const GOOD = readFileSync(new URL('../stacks/Pulumi.ho-chi-minh.yaml', import.meta.url), 'utf8')
const WHERE = 'stacks/Pulumi.ho-chi-minh.yaml'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sansang-stacks-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Reads the text as Ho Chi Minh City's stack and returns what was thrown. */
function refusal(source: string): SansangError {
  writeFileSync(join(folder, 'Pulumi.ho-chi-minh.yaml'), source)
  try {
    readStack('ho-chi-minh', folder)
  } catch (error) {
    if (error instanceof SansangError) return error
    throw error
  }
  throw new Error('the stack was accepted')
}

/** `line:column` of the first place `text` stands at in `source`. */
function placeOf(source: string, text: string): string {
  const before = source.slice(0, source.indexOf(text)).split('\n')
  return `${WHERE}:${before.length}:${(before.at(-1) ?? '').length + 1}`
}

describe('the stacks of the repository', () => {
  test('are 34, one a province, and each is read', () => {
    expect(listStacks()).toEqual(
      readProvinces()
        .map(({ slug }) => slug)
        .sort(),
    )
    expect(listStacks()).toHaveLength(34)
    const stacks = listStacks().map((slug) => readStack(slug))
    expect(stacks.reduce((sum, { communes }) => sum + communes.length, 0)).toBe(3321)
    expect(stacks.reduce((sum, { bridgePoints }) => sum + bridgePoints.length, 0)).toBe(63)
    expect(stacks.filter(({ memberOrigin }) => memberOrigin === 'attested')).toHaveLength(16)
    expect(new Set(stacks.map(({ member }) => member)).size).toBe(34)
    const stated = stacks.filter(({ sizing }) => sizing.dossiersOrigin === 'stated')
    expect(stated.map(({ slug }) => slug)).toEqual(['ho-chi-minh'])
  })

  test.each([
    ['an-giang', 102, ['89', '91'], 'H01', 'attested', 37 * 102, 'derived'],
    ['ho-chi-minh', 168, ['74', '77', '79'], 'H29', 'attested', 16_000, 'stated'],
    ['lam-dong', 124, ['60', '67', '68'], 'Y68', 'provisional', 37 * 124, 'derived'],
  ])('%s is what its facts say', (slug, communes, points, code, origin, dossiers, dossiersFrom) => {
    const { bridgePoints, member, memberOrigin, sizing, ...stack } = readStack(slug)
    expect([stack.communes.length, bridgePoints, member, memberOrigin]).toEqual([
      communes,
      points,
      code,
      origin,
    ])
    expect([sizing.dossiersPerWorkingDay, sizing.dossiersOrigin]).toEqual([dossiers, dossiersFrom])
  })

  test('give the facts load and drills are sized by', () => {
    const facts = provinceFacts(readStack('ho-chi-minh'))
    expect(facts).toMatchObject({
      slug: 'ho-chi-minh',
      code: '79',
      member: 'H29',
      dossiersPerWorkingDay: 16_000,
    })
    expect(facts.communes).toContain('26740')
  })
})

describe('an unknown province', () => {
  test('is answered with the nearest known one, exit 64', () => {
    const thrown = expectThrown(() => readStack('ho-chi-mihn'))
    expect(thrown).toMatchObject({ code: 'unknown-province', exit: EXIT.misuse })
    expect(thrown.hint).toContain('did you mean ho-chi-minh?')
    expect(thrown.hint).toContain('./sansang stacks lists all of them')
  })

  test('that nothing is near to is answered with all there are', () => {
    expect(expectThrown(() => readStack('atlantis-city')).hint).toContain('stacks: an-giang, bac-ninh,')
  })

  test('that exists but has no stack yet is told so', () => {
    writeFileSync(join(folder, 'Pulumi.ho-chi-minh.yaml'), GOOD)
    const thrown = expectThrown(() => readStack('ca-mau', folder))
    expect(thrown.message).toContain('Tỉnh Cà Mau has no stack file yet')
    expect(thrown.hint).toContain('./sansang stacks generate')
  })

  test.each(['', '../ho-chi-minh', 'ho-chi-minh.yaml', 'HO-CHI-MINH', '..'])(
    'is %j, never a path',
    (slug) => {
      expect(expectThrown(() => readStack(slug)).code).toBe('unknown-province')
    },
  )
})

const cases: [name: string, change: [from: string, to: string], at: string, says: string][] = [
  ['province code as a number', ['code: "79"', 'code: 79'], '79', 'is the number 79; expected a province'],
  ['province code nobody has', ['code: "79"', 'code: "99"'], '"99"', 'is the text "99"; expected a province'],
  [
    'another province',
    ['code: "79"', 'code: "91"'],
    '"91"',
    'whose stack is an-giang; this one is ho-chi-minh',
  ],
  ['a day that is none', ['2025-07-01', '2025-02-30'], '"2025-02-30"', 'expected a date YYYY-MM-DD'],
  ['unknown target', ['target: embedded', 'target: moon'], 'moon', 'expected one of embedded, containers'],
  ['yes for true', ['rehearsals: true', "rehearsals: 'yes'"], "'yes'", 'expected true or false'],
  [
    'too few replicas',
    ['replicas: 4', 'replicas: 1'],
    '1, cpuMillicores: 500',
    'a whole number of replicas from 2 to 50',
  ],
  ['replicas as text', ['replicas: 4', "replicas: '4'"], "'4'", 'is the text "4"; expected a whole number'],
  ['half a replica', ['replicas: 4', 'replicas: 2.5'], '2.5', 'is the number 2.5; expected a whole number'],
  ['per cent out of range', ['onlinePercent: 75', 'onlinePercent: 175'], '175', 'from 0 to 100'],
  [
    'a member code that cannot be',
    ['member: H29', 'member: Z29'],
    'Z29',
    'a letter A–Y and two digits, such as H29',
  ],
  ['an address that is none', ['192.0.2.10', '192.0.2.300'], '192.0.2.300', 'expected an IPv4 address'],
  ['a host name with a space', ['dung-chung.ho', 'dung chung.ho'], 'dung chung', 'expected a host name'],
  ['a mistyped key', ['storageGiB', 'storageGib'], 'storageGib', 'did you mean storageGiB?'],
  [
    'a list for a group',
    ['gateway:\n    # A', 'gateway: [1]\n  kubernetes:other:\n    # A'],
    '[1]',
    'is a list; expected keys hostname',
  ],
  ['a mistyped top-level key', ['config:', 'confg:'], 'confg', 'did you mean config?'],
  ['a mistyped group', ['sansang:sizing', 'sansang:sizes'], 'sansang:sizes', 'did you mean sansang:sizing?'],
  [
    'a password',
    ['hostname:', 'password: hunter2\n    hostname:'],
    'hunter2',
    'password holds a secret in plain text',
  ],
  [
    'a password in another package',
    ['config:', 'config:\n  other:apiKey: hunter2'],
    'hunter2',
    'holds a secret in plain text',
  ],
  [
    'a private key',
    ['hostname:', 'pem: "-----BEGIN PRIVATE KEY-----"\n    hostname:'],
    '"-----BEGIN',
    'holds a secret in plain text',
  ],
  [
    'a URL with a password',
    ['hostname:', 'url: postgres://a:b@c\n    hostname:'],
    'postgres://a:b@c',
    'holds a secret in plain text',
  ],
  [
    'a duplicate key',
    ['onlinePercent: 75', 'onlinePercent: 75\n    onlinePercent: 60'],
    'onlinePercent: 60',
    'stands here a second time',
  ],
  [
    'zero dossiers',
    ['dossiersPerWorkingDay: 16000', 'dossiersPerWorkingDay: 0'],
    '0 # by hand',
    'is the number 0; expected a whole number of dossiers from 1',
  ],
  [
    'communes of one’s own',
    ['staffPerCommune: 32', 'staffPerCommune: 32\n    communes: 0'],
    'communes: 0',
    'sansang:sizing.communes is not a key of this file',
  ],
  [
    'a database below its quorum',
    ['instances: 3', 'instances: 2'],
    '2\n    storageGiB',
    'is the number 2; expected a whole number of instances from 3 to 9',
  ],
  [
    'an external database without an address',
    ['    instances: 3', '    mode: external\n    instances: 3'],
    'sansang:database',
    'sansang:database.external is missing; mode external needs its address',
  ],
  [
    'an address that is not used',
    ['    instances: 3', '    external: { address: 192.0.2.30 }\n    instances: 3'],
    'external: {',
    'is read only with mode: external',
  ],
  [
    'a key of the backup store in plain text',
    ['config:', 'config:\n  sansang:backupSecretKey: hunter2'],
    'hunter2',
    'sansang:backupSecretKey is not encrypted; expected an encrypted value, set by: pulumi config set --secret',
  ],
  ['a tab', ['    onlinePercent', '\tonlinePercent'], '\tonlinePercent', 'not YAML'],
  ['an open bracket', ['{ replicas: 4', '[{ replicas: 4'], '', 'not YAML'],
]

describe('a faulty stack names file, line, column, key and form', () => {
  test('one case a kind of fault', () => expect(cases).toHaveLength(30))

  test.each(cases)('%s', (_, [from, to], at, says) => {
    const source = GOOD.replace(from, to)
    expect(source).not.toBe(GOOD)
    const { code, exit, where, faults } = refusal(source)
    expect({ code, exit, where }).toEqual({ code: 'stack-invalid', exit: EXIT.misuse, where: WHERE })
    const fault = faults.find(({ message }) => message.includes(says))
    expect(fault, JSON.stringify(faults)).toBeDefined()
    expect(fault?.where).toMatch(/^stacks\/Pulumi\.ho-chi-minh\.yaml:\d+:\d+$/)
    if (at !== '') expect(fault?.where).toBe(placeOf(source, at))
  })

  test('a secret is never repeated in the message', () => {
    const { message, hint, faults } = refusal(GOOD.replace('hostname:', 'password: hunter2\n    hostname:'))
    expect(JSON.stringify([message, hint, faults])).not.toContain('hunter2')
  })

  test('a missing key points at its group', () => {
    const { faults } = refusal(GOOD.replace('    instances: 3\n', ''))
    expect(faults).toEqual([
      {
        where: placeOf(GOOD, 'sansang:database'),
        message:
          'sansang:database.instances is missing; expected a whole number of instances from 3 to 9, such as 3',
      },
    ])
  })

  test.each(['', '# nothing\n', '[]', 'config: 7\n'])('%j holds no stack', (source) => {
    expect(refusal(source).faults.length).toBeGreaterThan(0)
  })

  test('all faults of a file are reported at once, in the order of its lines', () => {
    const source = GOOD.replace('code: "79"', 'code: "99"')
      .replace('replicas: 4', 'replicas: 1')
      .replace('onlinePercent: 75', 'onlinePercent: 75\n    onlinePercent: -1')
      .replace('storageGiB', 'storageGib')
      .replace('hostname:', 'token: abc\n    hostname:')
    const { faults, message } = refusal(source)
    const lines = faults.map(({ where }) => Number(where.split(':')[1]))
    expect(message).toContain('8 faults')
    expect(faults).toHaveLength(8)
    expect(lines).toEqual([...lines].sort((left, right) => left - right))
  })
})

test('of many stacks all faults of all files are told at once, before any is planned', () => {
  writeFileSync(join(folder, 'Pulumi.ho-chi-minh.yaml'), GOOD.replace('instances: 3', 'instances: 1'))
  writeFileSync(join(folder, 'Pulumi.hue.yaml'), 'config:\n  sansang:province: [1\n')
  writeFileSync(join(folder, 'Pulumi.ca-mau.yaml'), 'config:\n  sansang:gateway: 7\n  sansang:gateway: 8\n')
  const { code, exit, faults } = expectThrown(() => readStackFiles(['ho-chi-minh', 'hue', 'ca-mau'], folder))
  expect([code, exit]).toEqual(['stack-invalid', EXIT.misuse])
  expect([...new Set(faults.map(({ where }) => where.split(':')[0]))]).toEqual([
    'stacks/Pulumi.ho-chi-minh.yaml',
    'stacks/Pulumi.hue.yaml',
    'stacks/Pulumi.ca-mau.yaml',
  ])
})

test('keys of other packages and encrypted values are none of our business', () => {
  const more = `encryptionsalt: v1:abc\n${GOOD.replace('config:', 'config:\n  kubernetes:context: tinh\n  other:password:\n    secure: v1:xyz')}`
  writeFileSync(join(folder, 'Pulumi.ho-chi-minh.yaml'), more)
  expect(readStack('ho-chi-minh', folder).hostname).toBe('dung-chung.ho-chi-minh.example')
})

test('a folder that is not there is one clear error', () => {
  expect(expectThrown(() => listStacks(join(folder, 'none'))).code).toBe('stacks-unreadable')
})

function expectThrown(work: () => unknown): SansangError {
  try {
    work()
  } catch (error) {
    if (error instanceof SansangError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
