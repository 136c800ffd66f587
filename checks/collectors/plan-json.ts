// checks/collectors/plan-json.ts: values read out of a planned object's inputs. A value of another type counts as absent.
import type { Json, JsonObject } from '../../types/json.ts'

/** The value at `path`; undefined where any step is missing. */
export function valueAt(from: Json | undefined, ...path: readonly string[]): Json | undefined {
  let value: Json | undefined = from
  for (const step of path) {
    if (!isObject(value) || !Object.hasOwn(value, step)) return undefined
    value = value[step]
  }
  return value
}

/** Undefined where there is none. */
export function objectAt(from: Json | undefined, ...path: readonly string[]): JsonObject | undefined {
  const value = valueAt(from, ...path)
  return isObject(value) ? value : undefined
}

/** Empty where the list is missing. */
export function listAt(from: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const value = valueAt(from, ...path)
  return Array.isArray(value) ? value : []
}

/** Undefined where there is none. */
export function textAt(from: Json | undefined, ...path: readonly string[]): string | undefined {
  const value = valueAt(from, ...path)
  return typeof value === 'string' ? value : undefined
}

/** Undefined where there is none. */
export function numberAt(from: Json | undefined, ...path: readonly string[]): number | undefined {
  const value = valueAt(from, ...path)
  return typeof value === 'number' ? value : undefined
}

/** Only a literal true is true. */
export function truthAt(from: Json | undefined, ...path: readonly string[]): boolean | undefined {
  const value = valueAt(from, ...path)
  return typeof value === 'boolean' ? value : undefined
}

/** The string members of an object: labels, annotations. */
export function textsAt(
  from: Json | undefined,
  ...path: readonly string[]
): Readonly<Record<string, string>> {
  const entries = Object.entries(objectAt(from, ...path) ?? {})
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
