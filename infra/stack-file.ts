// infra/stack-file.ts: the text of a generated stack file: computed values under what a person has set. Opens no file.
import { createHash } from 'node:crypto'
import { stringify } from 'yaml'
import type { Source } from './config-source.ts'
import { DOSSIERS_PER_COMMUNE, provisionalMember } from './stack.ts'
import { ATTESTED_MEMBERS } from './stack-members.ts'
import { SETTINGS } from './stack-shape.ts'
import { sizesOf } from './stack-sizing.ts'
import type { Province } from './units.ts'

type Group = Readonly<Record<string, unknown>>
export type Values = Readonly<Record<string, Group>>

const MARK = /^# values sha256:([0-9a-f]{16})$/m

/** The text, from the province's facts, the values of its hand file, and what Pulumi keeps in the file besides. */
export function stackText(province: Province, hand: Values, kept: Source['kept']): string {
  const values = stackValues(province, hand)
  const groups = SETTINGS.flatMap((key) => groupLines(province, key, values[key], hand[key]))
  return [
    '# yaml-language-server: $schema=stack.schema.json',
    `# ${province.name}. Generated: ./sansang stacks generate. Set values in stacks/hand/${province.slug}.yaml, not here.`,
    `# values sha256:${digestOf(values)}`,
    'config:',
    ...groups,
    ...indented(kept.config),
    ...(Object.keys(kept.top).length === 0 ? [] : [stringify(kept.top).trimEnd()]),
    '',
  ].join('\n')
}

/** Computed values with the hand's laid over them, key by key; sizes follow the dossiers the hand states. */
export function stackValues(province: Province, hand: Values): Values {
  const computed = computedValues(province, hand['sansang:sizing']?.['dossiersPerWorkingDay'])
  return JSON.parse(JSON.stringify(laidOver(computed, hand))) as Values
}

/** Whether the settings in a stack file are still those the generator wrote there. */
export function isUntouched(text: string, values: Readonly<Record<string, unknown>>): boolean {
  const settings = Object.fromEntries(Object.entries(values).filter(([key]) => SETTINGS.includes(key)))
  return MARK.exec(text)?.[1] === digestOf(settings)
}

function computedValues({ code, slug, communes, formerProvinces }: Province, stated: unknown): Values {
  const member = ATTESTED_MEMBERS[code]
  const sizes = sizesOf({
    communes: communes.length,
    bridgePoints: formerProvinces.length,
    dossiersPerWorkingDay: typeof stated === 'number' ? stated : DOSSIERS_PER_COMMUNE * communes.length,
  })
  return {
    'sansang:province': { code, goLive: '2025-07-01', target: 'embedded', rehearsals: true },
    // First, where a reader looks for it; undefined, it is only a place.
    'sansang:sizing': {
      dossiersPerWorkingDay: undefined,
      onlinePercent: 75,
      staffPerCommune: 32,
      delegatesPerMeetingPoint: 4,
    },
    'sansang:exchange': { ...(member === undefined ? {} : { member }), nationalAddress: '192.0.2.10' },
    'sansang:gateway': { hostname: `dung-chung.${slug}.example` },
    'sansang:database': sizes.database,
    'sansang:workloads': sizes.workloads,
  }
}

function laidOver(below: unknown, above: unknown): unknown {
  if (above === undefined) return below
  if (!isGroup(below) || !isGroup(above)) return above
  const keys = new Set([...Object.keys(below), ...Object.keys(above)])
  return Object.fromEntries([...keys].map((key) => [key, laidOver(below[key], above[key])]))
}

function isGroup(value: unknown): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Independent of the order of keys, which Pulumi does not keep. */
function digestOf(values: Readonly<Record<string, unknown>>): string {
  const sorted = (value: unknown): unknown =>
    isGroup(value)
      ? Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((key) => [key, sorted(value[key])]),
        )
      : value
  return createHash('sha256')
    .update(JSON.stringify(sorted(values)))
    .digest('hex')
    .slice(0, 16)
}

function groupLines(province: Province, key: string, group: Group | undefined, hand: Group = {}): string[] {
  if (group === undefined) return []
  const lines = Object.entries(group).flatMap(([name, value]) => {
    const byHand = name in hand
    const why = byHand ? [] : (reasons(province)[`${key}.${name}`] ?? []).map((line) => `    # ${line}`)
    return [...why, `    ${name}: ${scalarOrFlow(value)}${byHand ? ' # by hand' : ''}`]
  })
  return [`  ${key}:`, ...absences(province, key, group).map((line) => `    # ${line}`), ...lines]
}

/** Why a value is what it is, where the key alone does not say. */
function reasons({ code, communes, formerProvinces }: Province): Readonly<Record<string, string[]>> {
  const merged =
    formerProvinces.length > 1
      ? ['Attested before the merger; that the merged province keeps it is inferred.']
      : []
  return {
    'sansang:sizing.onlinePercent': [
      '59–75 % of dossiers came in online in summer 2025; sized for the upper end.',
    ],
    'sansang:sizing.delegatesPerMeetingPoint': ['12,000 delegates at 3,355 points at once, rounded up.'],
    'sansang:exchange.member': code in ATTESTED_MEMBERS ? merged : [],
    'sansang:exchange.nationalAddress': [
      'A documentation address (RFC 5737): state the province’s own way to the national platform before `up`.',
    ],
    'sansang:gateway.hostname': ['A reserved name (RFC 2606): state the province’s own before `up`.'],
    'sansang:workloads.procedures': [
      `Sized for ${communes.length} communes and ${formerProvinces.length} bridge ${formerProvinces.length === 1 ? 'point' : 'points'} (infra/stack-sizing.ts).`,
    ],
  }
}

/** What the reader would look for in the group and not find. */
function absences({ code, communes }: Province, key: string, group: Group): string[] {
  if (key === 'sansang:sizing' && group['dossiersPerWorkingDay'] === undefined) {
    const derived = (DOSSIERS_PER_COMMUNE * communes.length).toLocaleString('en')
    return [
      `dossiersPerWorkingDay: none published; absent, ${derived} are derived, ${DOSSIERS_PER_COMMUNE} a commune.`,
    ]
  }
  if (key === 'sansang:exchange' && group['member'] === undefined)
    return [
      `member: no source attests the province’s code; absent, the provisional ${provisionalMember(code)} stands in (stacks/README.md).`,
    ]
  return []
}

/** Quoted unless it reads as a text in every YAML: Pulumi's parser takes 2025-07-01 for a time and 079 for a number. */
function scalarOrFlow(value: unknown): string {
  if (isGroup(value))
    return `{ ${Object.entries(value)
      .map(([key, member]) => `${key}: ${scalarOrFlow(member)}`)
      .join(', ')} }`
  if (typeof value !== 'string') return JSON.stringify(value)
  const plain = /^([a-z][\w.:/-]*|H\d\d|\d+\.\d+\.\d+\.\d+)$/.test(value)
  return plain && !/^(y|n|yes|no|on|off|true|false|null)$/.test(value) ? value : JSON.stringify(value)
}

function indented(config: Group): string[] {
  if (Object.keys(config).length === 0) return []
  return stringify(config)
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
}
