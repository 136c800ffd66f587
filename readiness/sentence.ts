// readiness/sentence.ts: fills `{dotted.path}` in a criterion's sentences with facts, as Vietnamese and English write them.
import type { EvidenceKind } from '../types/evidence.ts'
import type { Json, JsonObject } from '../types/json.ts'
import type { Text } from '../types/text.ts'
import { isDay } from './calendar.ts'
import { factAt } from './fact.ts'
import { GIVEN_NAMES } from './kinds.ts'
import { fieldAt, unknownField } from './rule-reads.ts'

export type Given = Readonly<Record<(typeof GIVEN_NAMES)[number], string>>

/** A list longer than this is cut, with the number left out: a finding is a sentence, the record is in the evidence. */
const ITEMS_MAX = 12

const PLACEHOLDER = /\{([^{}]*)\}/g

/** Placeholders that name neither a field of the kind nor something given; one message each. */
export function sentenceFaults(sentence: string, kind: EvidenceKind): string[] {
  const names = [...sentence.matchAll(PLACEHOLDER)].map(([, name = '']) => name)
  return names
    .filter((name) => !isGiven(name) && fieldAt(kind, name) === undefined)
    .map((name) => `{${name}}: ${unknownField(kind, name)}, or ${GIVEN_NAMES.join(', ')}`)
}

/** Both languages with every placeholder filled; an absent fact reads "chưa có" / "not given". */
export function fillSentence(text: Text, facts: JsonObject, given: Given): Text {
  return { vi: fill(text.vi, facts, given, 'vi'), en: fill(text.en, facts, given, 'en') }
}

type Language = keyof Text

function fill(sentence: string, facts: JsonObject, given: Given, language: Language): string {
  return sentence.replaceAll(PLACEHOLDER, (_, name: string) =>
    spell(isGiven(name) ? given[name] : factAt(facts, name), language),
  )
}

const WORDS = {
  missing: { vi: 'chưa có', en: 'not given' },
  none: { vi: 'không có', en: 'none' },
  true: { vi: 'có', en: 'yes' },
  false: { vi: 'không', en: 'no' },
  more: { vi: 'và {n} mục khác', en: 'and {n} more' },
} as const satisfies Readonly<Record<string, Text>>

/** A value as a reader of the language expects it: 61,5 and 01/07/2025 in Vietnamese, 61.5 and 2025-07-01 in English. */
export function spell(value: Json | undefined, language: Language): string {
  if (value === undefined || value === null) return WORDS.missing[language]
  if (typeof value === 'boolean') return WORDS[value ? 'true' : 'false'][language]
  if (typeof value === 'number') return language === 'vi' ? String(value).replace('.', ',') : String(value)
  if (typeof value === 'string')
    return language === 'vi' && isDay(value) ? value.split('-').reverse().join('/') : value
  if (!Array.isArray(value)) return JSON.stringify(value)
  if (value.length === 0) return WORDS.none[language]
  const shown = value.slice(0, ITEMS_MAX).map((item: Json) => spell(item, language))
  const left = value.length - shown.length
  return [...shown, ...(left > 0 ? [WORDS.more[language].replace('{n}', String(left))] : [])].join(', ')
}

function isGiven(name: string): name is keyof Given {
  return GIVEN_NAMES.some((given) => given === name)
}
