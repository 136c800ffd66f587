// readiness/shape.ts: holds a value against its shape and says every difference. Knows no rule beyond the shape.
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { type Fault, SansangError } from '../types/error.ts'
import { sortedBy } from './order.ts'
import { READABLE, SHAPES, type ShapeName } from './shapes.ts'
import type { Path, YamlSource } from './yaml-source.ts'

export type ShapeFault = {
  readonly path: Path
  /** True when the key itself is at fault, not its value. */
  readonly key: boolean
  /** The outermost key concerned; `undefined` for the whole value. */
  readonly about: string | undefined
  readonly message: string
}

/** All differences between a value and the named shape; empty when there are none. */
export function shapeFaults(name: ShapeName, value: unknown): ShapeFault[] {
  const validate = validator(name)
  if (validate(value)) return []
  const faults = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'propertyNames')
  return faults.map((error) => {
    const fault = explain(error)
    const about = fault.path[0] ?? error.params['missingProperty']
    return { ...fault, about: about === undefined ? undefined : String(about) }
  })
}

/** The same for a YAML file, each with file, line and column; syntax faults first, and alone when there are any. */
export function sourceFaults(name: ShapeName, source: YamlSource): Fault[] {
  if (source.faults.length > 0) return [...source.faults]
  return shapeFaults(name, source.value).map(({ path, key, message }) => ({
    where: source.where(path, { key }),
    message,
  }))
}

/** One error for a whole input, with every fault in it in reading order. Does nothing when there is none. */
export function refuseFaults(unordered: readonly Fault[], code: string, what: string, hint: string): void {
  if (unordered.length === 0) return
  const faults = sortedBy(unordered, ({ where }) => [
    where.replaceAll(/\d+/g, (number) => number.padStart(9, '0')),
  ])
  const [first] = faults
  throw new SansangError(code, {
    message: `${what}: ${faults.length === 1 ? '1 fault' : `${faults.length} faults`}`,
    hint,
    faults,
    ...(first === undefined ? {} : { where: first.where }),
  })
}

const validators = new Map<ShapeName, ValidateFunction>()

function validator(name: ShapeName): ValidateFunction {
  const known = validators.get(name)
  if (known !== undefined) return known
  const ajv = new Ajv({ allErrors: true, strict: true, verbose: true })
  formats.default(ajv, ['date', 'date-time'])
  const made = ajv.compile(SHAPES[name])
  validators.set(name, made)
  return made
}

function explain(error: ErrorObject): Omit<ShapeFault, 'about'> {
  const path = pointer(error.instancePath)
  const params: Readonly<Record<string, unknown>> = error.params
  switch (error.keyword) {
    case 'additionalProperties': {
      const allowed = Object.keys(Object(error.parentSchema?.['properties']))
      return {
        path: [...path, String(params['additionalProperty'])],
        key: true,
        message: `unknown key "${params['additionalProperty']}"; known here: ${allowed.join(', ')}`,
      }
    }
    case 'required':
      return { path, key: false, message: `"${params['missingProperty']}" is missing` }
    case 'enum':
      return { path, key: false, message: `${found(error)} is none of: ${list(params['allowedValues'])}` }
    case 'const':
      return {
        path,
        key: false,
        message: `${found(error)} must be ${JSON.stringify(params['allowedValue'])}`,
      }
    case 'type':
      return { path, key: false, message: `${found(error)} must be of type ${params['type']}` }
    case 'format':
      return { path, key: false, message: `${found(error)} is no ${FORMATS[String(params['format'])]}` }
    case 'pattern':
      return {
        path: error.propertyName === undefined ? path : [...path, error.propertyName],
        key: error.propertyName !== undefined,
        message:
          params['pattern'] === '\\S' || params['pattern'] === READABLE
            ? 'must not be empty'
            : `${error.propertyName === undefined ? found(error) : JSON.stringify(error.propertyName)} does not have the form ${params['pattern']}`,
      }
    default:
      return { path, key: false, message: `${found(error)} ${error.message ?? 'has the wrong form'}` }
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  date: 'day of the form YYYY-MM-DD',
  'date-time': 'time of the form 2025-07-01T09:00:00+07:00',
}

function found(error: ErrorObject): string {
  const text = JSON.stringify(error.data) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function list(values: unknown): string {
  return Array.isArray(values) ? values.join(', ') : String(values)
}

/** RFC 6901; digits are list positions, which is right because no key of a shape is a number. */
function pointer(text: string): (string | number)[] {
  const parts = text.split('/').slice(1)
  return parts.map((part) => {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    return /^\d+$/.test(name) ? Number(name) : name
  })
}
