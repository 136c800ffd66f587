// cli/ready/options.test.ts: words become options; what would be ignored or guessed is refused. Refusals as a person sees them: main.test.ts.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SansangError } from '../../types/error.ts'
import { type OptionsCommand, readOptions, requireKnown } from './options.ts'

const PLAIN = {
  province: 'ho-chi-minh',
  sample: false,
  seed: 2025,
  inventory: undefined,
  asOf: undefined,
  profile: 'quick',
  only: [],
  waivers: undefined,
  key: undefined,
  out: undefined,
  json: false,
  names: [],
}

describe('readOptions', () => {
  test('a province alone has the defaults of the usage text', () => {
    for (const command of ['ready', 'check', 'load', 'rehearse'] as const)
      expect(readOptions(command, ['ho-chi-minh'])).toEqual(PLAIN)
  })

  test('every option of ready', () => {
    const words = [
      ...[
        '--sample',
        '--seed',
        '7',
        'ho-chi-minh',
        '--as-of',
        '2025-12-31',
        '--profile',
        'full',
        '--target',
        'embedded',
      ],
      ...[
        '--only',
        'platform,EQ-07',
        '--only',
        ' EQ-07 ,data',
        '--waivers',
        'w',
        '--key=k',
        '--out',
        'o',
        '--json',
      ],
    ]
    expect(readOptions('ready', words)).toEqual({
      ...PLAIN,
      sample: true,
      seed: 7,
      asOf: '2025-12-31',
      profile: 'full',
      only: ['platform', 'EQ-07', 'data'],
      waivers: 'w',
      key: 'k',
      out: 'o',
      json: true,
    })
    expect(readOptions('ready', ['an-giang', '--inventory', 'i'])).toMatchObject({ inventory: 'i' })
  })

  test('names after the province, but for ready', () => {
    expect(readOptions('load', ['ho-chi-minh', 'joint', 'exchange']).names).toEqual(['joint', 'exchange'])
    expect(() => readOptions('ready', ['ho-chi-minh', 'joint'])).toThrow('one province too many')
  })

  const foreign: readonly (readonly [OptionsCommand, string])[] = [
    ['check', '--profile=full'],
    ['check', '--key=k'],
    ['check', '--out=o'],
    ['check', '--target=embedded'],
    ['load', '--only=EQ-07'],
    ['load', '--sample'],
    ['load', '--waivers=w'],
    ['rehearse', '--inventory=i'],
    ['rehearse', '--seed=1'],
    ['rehearse', '--as-of=2025-07-01'],
  ]
  test.each(foreign)('%s refuses %s, which it would ignore', (command, option) => {
    expect(foreign).toHaveLength(10)
    expect(() => readOptions(command, ['ho-chi-minh', option])).toThrow(`${command} takes no option`)
  })

  test('whatever is typed, it is read or refused with a way out, never anything else', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('--sample', '--seed', '--only', '--as-of', '--', '-x', '--json=1'),
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        try {
          expect(readOptions('ready', words).names).toEqual([])
        } catch (error) {
          expect(error).toBeInstanceOf(SansangError)
          expect(error).toMatchObject({ code: 'misuse', exit: 64, hint: expect.stringMatching(/\S/) })
        }
      }),
    )
  })
})

describe('requireKnown', () => {
  test('lets known names pass and names the nearest to an unknown one', () => {
    expect(() => requireKnown('drill', ['a', 'b'], ['a', 'b', 'c'])).not.toThrow()
    expect(() => requireKnown('drill', ['portal-kut'], ['portal-cut'])).toThrow(
      expect.objectContaining({ hint: 'did you mean portal-cut? known: portal-cut' }),
    )
    expect(() => requireKnown('drill', ['x'], ['portal-cut'])).toThrow(
      expect.objectContaining({ hint: 'known: portal-cut' }),
    )
  })
})
