// infra/shape.ts: what a configuration value must look like, and what is wrong with one. Pure; knows no file.
import { nearest } from './nearest.ts'

/** Keys of an object are required unless wrapped in `optional`. */
export type Shape =
  | { readonly kind: 'object'; readonly keys: Readonly<Record<string, Shape>> }
  | { readonly kind: 'optional'; readonly shape: Exclude<Shape, { kind: 'optional' }> }
  | { readonly kind: 'whole'; readonly min: number; readonly max: number; readonly form: string }
  | {
      readonly kind: 'text'
      readonly accepts: (text: string) => boolean
      readonly form: string
      /** How JSON Schema says the same, for editors (stack-schema.ts). */
      readonly schema: TextSchema
    }
  | { readonly kind: 'truth' }
  /** Encrypted by `pulumi config set --secret`: `{ secure: <ciphertext> }`, never plain text. */
  | { readonly kind: 'secret'; readonly form: string }

export type TextSchema =
  | { readonly enum: readonly string[] }
  | { readonly pattern: string; readonly maxLength?: number }
  | { readonly format: 'date' }

/** What the shape promises once no fault was found. */
export type Shaped<S extends Shape> = S extends {
  kind: 'object'
  keys: infer K extends Record<string, Shape>
}
  ? { readonly [N in keyof K]: Shaped<K[N]> }
  : S extends { kind: 'optional'; shape: infer I extends Shape }
    ? Shaped<I> | undefined
    : S extends { kind: 'whole' }
      ? number
      : S extends { kind: 'text' }
        ? string
        : S extends { kind: 'truth' }
          ? boolean
          : { readonly secure: string }

export type ShapeFault = {
  readonly path: readonly string[]
  /** Where in the file to point: at the key itself or at its value. */
  readonly at: 'key' | 'value'
  readonly message: string
}

/** Every fault of `value` against `shape`, in the order of the shape's keys, then unknown keys. */
export function faultsOf(shape: Shape, value: unknown, path: readonly string[] = []): ShapeFault[] {
  if (shape.kind === 'optional') return value === undefined ? [] : faultsOf(shape.shape, value, path)
  if (value === undefined)
    return [{ path, at: 'key', message: `${label(path)} is missing; expected ${form(shape)}` }]
  if (shape.kind === 'object') return faultsOfObject(shape.keys, value, path)
  if (accepts(shape, value)) return []
  // What stands where a secret belongs is never repeated: messages end up in logs.
  const seen = shape.kind === 'secret' ? 'not encrypted' : shown(value)
  return [{ path, at: 'value', message: `${label(path)} is ${seen}; expected ${form(shape)}` }]
}

/** The only form a secret has in a stack file: what `pulumi config set --secret` writes. */
function isEncrypted(value: unknown): value is { readonly secure: string } {
  if (typeof value !== 'object' || value === null) return false
  const { secure, ...more } = value as { secure?: unknown }
  return typeof secure === 'string' && secure.length > 0 && Object.keys(more).length === 0
}

function faultsOfObject(
  keys: Readonly<Record<string, Shape>>,
  value: unknown,
  path: readonly string[],
): ShapeFault[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [
      {
        path,
        at: 'value',
        message: `${label(path)} is ${shown(value)}; expected keys ${Object.keys(keys).join(', ')}`,
      },
    ]
  const members = value as Readonly<Record<string, unknown>>
  const known = Object.entries(keys).flatMap(([key, shape]) => faultsOf(shape, members[key], [...path, key]))
  const unknown = Object.keys(members)
    .filter((key) => !(key in keys))
    .map((key): ShapeFault => {
      const meant = nearest(key, Object.keys(keys))
      const way =
        meant === undefined ? `expected one of ${Object.keys(keys).join(', ')}` : `did you mean ${meant}?`
      return {
        path: [...path, key],
        at: 'key',
        message: `${label([...path, key])} is not a key of this file; ${way}`,
      }
    })
  return [...known, ...unknown]
}

function accepts(shape: Exclude<Shape, { kind: 'object' | 'optional' }>, value: unknown): boolean {
  if (shape.kind === 'truth') return typeof value === 'boolean'
  if (shape.kind === 'text') return typeof value === 'string' && shape.accepts(value)
  if (shape.kind === 'secret') return isEncrypted(value)
  return typeof value === 'number' && Number.isInteger(value) && value >= shape.min && value <= shape.max
}

function form(shape: Exclude<Shape, { kind: 'optional' }>): string {
  if (shape.kind === 'object') return `keys ${Object.keys(shape.keys).join(', ')}`
  if (shape.kind === 'truth') return 'true or false'
  return shape.form
}

function label(path: readonly string[]): string {
  return path.join('.')
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? 'a text of that length' : `the text "${value}"`
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a group of keys'
  if (typeof value === 'number') return `the number ${value}`
  return value === null ? 'empty' : String(value)
}

/** The same shape with nothing required: what may be laid over values that are whole already. */
export function partial(shape: Exclude<Shape, { kind: 'optional' }>): Shape {
  if (shape.kind !== 'object') return { kind: 'optional', shape }
  const keys = Object.entries(shape.keys).map(([key, inner]) => [
    key,
    partial(inner.kind === 'optional' ? inner.shape : inner),
  ])
  return { kind: 'optional', shape: { kind: 'object', keys: Object.fromEntries(keys) } }
}
