// cli/ready/options.ts: the words of `ready`, `check`, `load` and `rehearse`, read and refused. Opens nothing.
import { parseArgs } from 'node:util'
import { nearest } from '../../infra/nearest.ts'
import { isDay } from '../../readiness/calendar.ts'
import { SansangError } from '../../types/error.ts'

export type ReadyOptions = {
  readonly province: string
  readonly sample: boolean
  readonly seed: number
  /** Folder of the communes' inventory files. */
  readonly inventory: string | undefined
  /** YYYY-MM-DD; undefined: the stack's go-live date. */
  readonly asOf: string | undefined
  readonly profile: 'quick' | 'full'
  /** Catalogues and criterion ids; empty: all. */
  readonly only: readonly string[]
  readonly waivers: string | undefined
  readonly key: string | undefined
  readonly out: string | undefined
  readonly json: boolean
  /** Words after the province: the scripts or drills `load` and `rehearse` are asked for. */
  readonly names: readonly string[]
}

const OPTIONS = {
  sample: { type: 'boolean', default: false },
  seed: { type: 'string', default: '2025' },
  inventory: { type: 'string' },
  'as-of': { type: 'string' },
  profile: { type: 'string', default: 'quick' },
  target: { type: 'string', default: 'embedded' },
  only: { type: 'string', multiple: true },
  waivers: { type: 'string' },
  key: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

type OptionName = keyof typeof OPTIONS
export type OptionsCommand = 'ready' | 'check' | 'load' | 'rehearse'

/** An option that would change nothing is refused, not ignored. */
const TAKES: Readonly<Record<OptionsCommand, readonly OptionName[]>> = {
  ready: Object.keys(OPTIONS) as OptionName[],
  check: ['sample', 'seed', 'inventory', 'as-of', 'only', 'waivers', 'json'],
  load: ['profile', 'target', 'json'],
  rehearse: ['profile', 'target', 'json'],
}

function misuse(message: string, hint: string, cause?: unknown): SansangError {
  return new SansangError('misuse', { message, hint, cause })
}

function parse(command: OptionsCommand, args: readonly string[]) {
  try {
    const parsed = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
      strict: true,
      tokens: true,
    })
    const given = parsed.tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []))
    const strange = given.find((name) => !TAKES[command].some((known) => known === name))
    if (strange !== undefined) throw new Error(`${command} takes no option '--${strange}'`)
    return parsed
  } catch (cause) {
    const wrong = cause instanceof Error ? cause.message.split(/\. |\.?\n/)[0] : String(cause)
    throw misuse(`${wrong}`, `./sansang ${command} --help lists the options`, cause)
  }
}

/** Reads the command line. Throws `misuse` with what was expected. */
export function readOptions(command: OptionsCommand, args: readonly string[]): ReadyOptions {
  const { values, positionals } = parse(command, args)
  const [province, ...names] = positionals
  if (province === undefined)
    throw misuse(
      'the province is missing',
      `./sansang ${command} ho-chi-minh${TAKES[command].includes('sample') ? ' --sample' : ''}`,
    )
  if (command === 'ready' && names.length > 0)
    throw misuse(
      `"${names.join(' ')}" is one province too many`,
      `./sansang ready ${province} --only ${names.join(',')}`,
    )
  if (values.target !== 'embedded')
    throw misuse(
      `the target ${values.target} is not built yet: this version runs the embedded target`,
      `leave --target out, or say --target embedded`,
    )
  if (values.profile !== 'quick' && values.profile !== 'full')
    throw misuse(`there is no profile "${values.profile}"`, '--profile quick or --profile full')
  const asOf = values['as-of']
  if (asOf !== undefined && !isDay(asOf)) throw misuse(`"${asOf}" is no day`, '--as-of 2025-07-01')
  if (!/^\d{1,9}$/.test(values.seed))
    throw misuse(`the seed "${values.seed}" is no whole number`, '--seed 2025')
  if (values.sample && values.inventory !== undefined)
    throw misuse('--sample and --inventory are two sources of one inventory', 'name one of them')
  return {
    province,
    sample: values.sample,
    seed: Number(values.seed),
    inventory: values.inventory,
    asOf,
    profile: values.profile,
    only: selection(values.only),
    waivers: values.waivers,
    key: values.key,
    out: values.out,
    json: values.json,
    names,
  }
}

/** Catalogues and criterion ids of every `--only`. One that names nothing is a mistake, not a wish for everything. */
function selection(given: readonly string[] | undefined): string[] {
  const names = (given ?? []).flatMap((list) => list.split(',')).map((name) => name.trim())
  if (names.includes(''))
    throw misuse('--only names nothing', '--only platform,EQ-07, or leave it out to judge everything')
  return [...new Set(names)]
}

/** Refuses a name that is not among the known ones, with the nearest. */
export function requireKnown(
  what: string,
  names: readonly string[],
  known: readonly string[],
  listed: string = known.join(', '),
): void {
  for (const name of names) {
    if (known.includes(name)) continue
    const near = nearest(name, known)
    throw misuse(
      `there is no ${what} "${name}"`,
      near === undefined ? `known: ${listed}` : `did you mean ${near}? known: ${listed}`,
    )
  }
}
