// cli/main.test.ts: what cannot be done is refused at once: one clear message, the right exit code, nothing written.
import { existsSync, mkdirSync, mkdtempDisposableSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SansangError } from '../types/error.ts'
import { keptIo, pathsIn, runHere } from './fixtures/io.ts'
import { explain, main } from './main.ts'

const dir = mkdtempDisposableSync(join(tmpdir(), 'sansang-main-'))
const at = (name: string): string => join(dir.path, name)
const home = process.env['SANSANG_HOME']

beforeAll(() => {
  process.env['SANSANG_HOME'] = at('home')
  mkdirSync(at('home/sessions'), { recursive: true })
  mkdirSync(at('folder'))
  mkdirSync(at('.busy.partial'))
  writeFileSync(at('file'), 'x')
  writeFileSync(at('rsa.pem'), '-----BEGIN RSA PRIVATE KEY-----\nMIIBsecret\n-----END RSA PRIVATE KEY-----\n')
  writeFileSync(
    at('waivers.yaml'),
    'waivers:\n  - id: W-1\n    id: W-2\n    criterion: EQ-07\n    criterion: EQ-08\n',
  )
  writeFileSync(
    at('vague.yaml'),
    'waivers:\n  - { id: W-1, criterion: EQ-07, subjects: [], reason: "", expires: 2025-02-30, author: A }\n',
  )
  writeFileSync(at('verdict.json'), '{}')
})
afterAll(() => {
  if (home === undefined) delete process.env['SANSANG_HOME']
  else process.env['SANSANG_HOME'] = home
  dir.remove()
})

/** Where a run without --out would go. */
const runs = (): string[] => (existsSync('runs') ? readdirSync('runs') : [])

const HCM = 'ho-chi-minh'

/** The words typed ($ stands for the test's folder), and what the answer must hold, way out included. */
const REFUSED: readonly (readonly [string, ...string[]])[] = [
  ['fly', 'there is no command "fly" [unknown-command]', 'ready, plan, stacks, up'],
  ['redy ho-chi-minh', 'there is no command "redy" [unknown-command]', 'did you mean ready?'],
  ['paln ho-chi-minh', 'there is no command "paln" [unknown-command]', 'did you mean plan?'],
  ['help fly', 'there is no command "fly" [unknown-command]', 'ready, plan, stacks, up'],
  ['ready', 'the province is missing [misuse]', './sansang ready ho-chi-minh --sample'],
  ['load', 'the province is missing [misuse]', 'next: ./sansang load ho-chi-minh\n'],
  ['ready ho-chi-min', 'there is no stack "ho-chi-min" [unknown-province]', 'did you mean ho-chi-minh?'],
  ['ready ../stacks', '[unknown-province]', 'stacks: an-giang, bac-ninh, ca-mau'],
  [
    'ready binh-duong',
    'there is no stack "binh-duong": Tỉnh Bình Dương is part of Thành phố Hồ Chí Minh since 1 July 2025',
    'did you mean ho-chi-minh?',
  ],
  [`ready ${HCM} an-giang`, '"an-giang" is one province too many [misuse]', '--only an-giang'],
  [`ready ${HCM} --loud`, "Unknown option '--loud' [misuse]", './sansang ready --help'],
  [`ready ${HCM} --out`, "Option '--out <value>' argument missing [misuse]", './sansang ready --help'],
  [
    `ready ${HCM} --only --sample`,
    "Option '--only' argument is ambiguous [misuse]",
    './sansang ready --help',
  ],
  [`ready ${HCM} --sample=yes`, "Option '--sample' does not take an argument [misuse]", '--help'],
  [`ready ${HCM} --profile slow`, 'there is no profile "slow" [misuse]', '--profile quick or --profile full'],
  [`ready ${HCM} --target cluster`, 'the target cluster is not built yet', '--target embedded'],
  [`ready ${HCM} --as-of 2025-02-30`, '"2025-02-30" is no day [misuse]', '--as-of 2025-07-01'],
  [`ready ${HCM} --as-of tomorrow`, '"tomorrow" is no day [misuse]', '--as-of 2025-07-01'],
  [`ready ${HCM} --sample --as-of 2025-06-30`, '2025-06-30 lies before 2025-07-01', '--as-of 2025-07-01'],
  [`check ${HCM} --sample --as-of 2020-01-01`, '2020-01-01 lies before 2025-07-01', '--as-of 2025-07-01'],
  [`ready ${HCM} --seed 1.5`, 'the seed "1.5" is no whole number [misuse]', '--seed 2025'],
  [`ready ${HCM} --sample --inventory $`, 'two sources of one inventory [misuse]', 'name one of them'],
  [`ready ${HCM} --only ,`, '--only names nothing [misuse]', 'leave it out to judge everything'],
  [`ready ${HCM} --only=`, '--only names nothing [misuse]', 'leave it out to judge everything'],
  [
    `ready ${HCM} --only plattform`,
    'there is no catalogue or criterion "plattform"',
    'did you mean platform?',
  ],
  [`ready ${HCM} --only platform,EQ-999`, 'there is no catalogue or criterion "EQ-999"', 'did you mean EQ-'],
  [`ready ${HCM} --out $/folder`, '$/folder exists already [folder-exists]', 'never overwrites another'],
  [`ready ${HCM} --out $/busy`, 'another run is writing $/busy', 'rm -r $/.busy.partial'],
  [`ready ${HCM} --out $/file/run`, '$/file/run cannot be made', '$/file is no folder'],
  [`ready ${HCM} --key $/none.pem`, 'the key file $/none.pem cannot be read [unusable-key]', 'no such file'],
  [`ready ${HCM} --key $/rsa.pem`, 'holds no usable signing key [unusable-key]', 'openssl ecparam'],
  [`ready ${HCM} --waivers $/none.yaml`, '$/none.yaml cannot be read', 'no such file'],
  [`ready ${HCM} --waivers $/waivers.yaml`, '$/waivers.yaml:3:5', '$/waivers.yaml:5:5', '[bad-waivers]'],
  [`ready ${HCM} --waivers $/vague.yaml`, '4 faults', ':2:5: "approver" is missing', ':2:69: "2025-02-30"'],
  [`check ${HCM} --out $/run`, "check takes no option '--out' [misuse]", './sansang check --help'],
  [`check ${HCM} plattform`, 'there is no catalogue or criterion "plattform"', 'did you mean platform?'],
  [`check ${HCM} EQ-99`, 'there is no catalogue or criterion "EQ-99"', 'and the 139 criteria, a file each'],
  [`check ${HCM} --inventory $/none`, 'the inventory folder cannot be read: $/none', 'collect template'],
  [`load ${HCM} proceduers`, 'there is no load script "proceduers" [misuse]', 'did you mean procedures?'],
  [`load ${HCM} --sample`, "load takes no option '--sample' [misuse]", './sansang load --help'],
  [`rehearse ${HCM} portal-cutt`, 'there is no drill "portal-cutt" [misuse]', 'did you mean portal-cut?'],
  ['plan ho-chi-min', 'there is no stack "ho-chi-min"', 'did you mean ho-chi-minh?'],
  [`up ${HCM} --port 99999`, '99999', '[misuse]'],
  ...['collect', 'doctor', 'down', 'plan', 'stacks', 'test', 'up', 'verify'].map(
    (name) => [`${name} --loud`, "Unknown option '--loud' [misuse]", `./sansang ${name} --help`] as const,
  ),
  ['report', 'give one run folder [misuse]', './sansang report runs/<run>'],
  ['report $/a $/b', 'give one run folder [misuse]', './sansang report runs/<run>'],
  ['report $/folder', 'holds no readable verdict.json', '[no-run]'],
  ['report $', 'holds no sansang.verdict/1', '[no-run]'],
]

describe('refused with exit 64, and nothing written', () => {
  test('there are as many cases as were thought of', () => expect(REFUSED).toHaveLength(55))

  test.each(REFUSED)('%s', async (words, ...texts) => {
    const here = (text: string) => text.replaceAll('$', dir.path)
    const before = [...pathsIn(dir.path), ...runs()]
    const { code, out, err } = await runHere(...words.split(' ').map(here))
    for (const text of texts) expect(err).toContain(here(text))
    expect(err).toMatch(/^ {2}next: \S/m)
    expect({ code, out }).toEqual({ code: 64, out: '' })
    expect([...pathsIn(dir.path), ...runs()]).toEqual(before)
  })
})

test('a bad signing key is never printed', async () => {
  const secret = 'MHcCAQEEIBadButSecret'
  process.env['SANSANG_SIGNING_KEY'] =
    `-----BEGIN EC PRIVATE KEY-----\n${secret}\n-----END EC PRIVATE KEY-----`
  try {
    const { code, out, err } = await runHere('ready', HCM, '--out', at('run'))
    expect({ code, out }).toEqual({ code: 64, out: '' })
    expect(err).toContain('SANSANG_SIGNING_KEY holds no usable signing key [unusable-key]')
    expect(err).not.toContain(secret)
  } finally {
    delete process.env['SANSANG_SIGNING_KEY']
  }
})

describe('help', () => {
  test('`help ready` is `ready --help`', async () => {
    const asked = await runHere('help', 'ready')
    expect(asked.out).toContain('Usage: ./sansang ready')
    expect(asked).toEqual(await runHere('ready', '--help'))
  })

  test.each(['version', '--version', '-v'])('`%s` says which sansang this is', async (word) => {
    const { code, out, err } = await runHere(word)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^sansang \d+\.\d+\.\d+ \(revision ([0-9a-f]{40}(-dirty)?|unknown)\)\n$/)
  })

  test('lists thirteen commands, each with what it does', async () => {
    const { code, out } = await runHere('help')
    expect(code).toBe(0)
    expect(out.match(/^ {2}[a-z]+ +\S.*$/gm)).toHaveLength(13)
  })

  test.each(['ready', 'check', 'load', 'rehearse', 'report'])(
    '%s --help says how, and runs nothing',
    async (name) => {
      const { code, out, err } = await runHere(name, '--help')
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(out).toMatch(new RegExp(`^Usage: ./sansang ${name} `))
      expect(out).toContain(`\nExample: ./sansang ${name} `)
    },
  )
})

describe('a failure is explained', () => {
  test('with every fault, its place, the way out and its causes', () => {
    const io = keptIo()
    const error = new SansangError('bad-thing', {
      message: 'two cells are wrong',
      hint: 'correct them',
      where: 'a.csv',
      faults: [
        { where: 'a.csv:2 (x)', message: 'is empty' },
        { where: 'a.csv:9 (y)', message: 'is no day' },
      ],
      exit: 'prerequisite',
      cause: new Error('outer', { cause: new Error('inner') }),
    })
    expect(explain(error, io)).toBe(69)
    expect(io.text).toEqual({
      out: '',
      err: [
        'sansang: two cells are wrong [bad-thing]',
        '  where: a.csv',
        '  - a.csv:2 (x): is empty',
        '  - a.csv:9 (y): is no day',
        '  next: correct them',
        '  cause: outer',
        '  cause: inner',
        '',
      ].join('\n'),
    })
  })

  test('what nobody expected is exit 70, with its stack', () => {
    const io = keptIo()
    expect(explain(new RangeError('boom'), io)).toBe(70)
    expect(io.text.err).toMatch(/internal failure: RangeError: boom\n +at [\s\S]*next: .\/sansang doctor/)
  })

  test('an interruption is exit 130, whatever it broke', async () => {
    const stop = new AbortController()
    stop.abort()
    const io = keptIo(stop.signal)
    expect(await main(['check', HCM, '--sample'], io)).toBe(130)
    expect(io.text).toEqual({ out: '', err: expect.stringContaining('interrupted') })
  })
})
