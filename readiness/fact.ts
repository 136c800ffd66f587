// readiness/fact.ts: one fact of a record by its dotted path: found, held against its declared type. Judges no value.
import type { EvidenceKind, Field } from '../types/evidence.ts'
import type { Json, JsonObject } from '../types/json.ts'
import type { Text } from '../types/text.ts'
import { isDay, isTime } from './calendar.ts'

/** The fact at a dotted path; undefined when it is absent or null, which both mean missing evidence. */
export function factAt(facts: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = facts
  for (const name of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  return value ?? undefined
}

/** Says how a fact differs from what its kind declares; undefined when it does not, or nothing is declared at the path. */
export function typeFault(kind: EvidenceKind, path: string, value: Json): Text | undefined {
  // Object.hasOwn: a path called `constructor` is not declared by what every object inherits.
  const field = Object.hasOwn(kind.fields, path) ? kind.fields[path] : undefined
  if (field === undefined) return undefined
  const { type, values } = field
  const empty = (Array.isArray(value) ? value : [value]).find(
    (one) => typeof one === 'string' && one !== '' && saysNothing(one),
  )
  if (empty !== undefined)
    return {
      vi: `${path} là ${shown(empty)}, không có chữ hay số nào`,
      en: `${path} is ${shown(empty)}, without any letter or digit`,
    }
  if (!fits(field, value))
    return {
      vi: `${path} là ${shown(value)}, khai báo kiểu ${type}`,
      en: `${path} is ${shown(value)}, declared as ${type}`,
    }
  const strange = (Array.isArray(value) ? value : [value]).find(
    (one) => values && !values.includes(String(one)),
  )
  if (values === undefined || strange === undefined) return undefined
  const allowed = values.join(', ')
  return {
    vi: `${path} là ${shown(strange)}, chỉ được là một trong ${allowed}`,
    en: `${path} is ${shown(strange)}, declared as one of ${allowed}`,
  }
}

const FITS: Readonly<Record<Field['type'], (value: Json) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => typeof value === 'number',
  date: (value) => typeof value === 'string' && isDay(value),
  time: (value) => typeof value === 'string' && isTime(value),
  strings: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  object: isObject,
  objects: (value) => Array.isArray(value) && value.every(isObject),
}

/** True for a text without any letter or digit, such as "?", and for one of signs that nobody sees: `x != ""` would hold of it. */
export function saysNothing(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, ''))
}

function fits({ type }: Field, value: Json): boolean {
  return FITS[type](value)
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(value: Json): string {
  const text = JSON.stringify(value).replaceAll(
    /\p{Default_Ignorable_Code_Point}/gu,
    (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  )
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
