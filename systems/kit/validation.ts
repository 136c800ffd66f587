// systems/kit/validation.ts: checks requests against the contract's schemas (JSON Schema 2020-12). Never repairs a body.
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import type { FastifySchemaCompiler } from 'fastify'
import type { Fault } from '../../types/error.ts'
import { addFormats } from './formats.ts'

// The contract has been checked as OpenAPI 3.1 by then; checking each schema again would double the time a start takes.
const COMMON = {
  allErrors: true,
  strict: false,
  useDefaults: true,
  validateFormats: true,
  validateSchema: false,
} as const

type HeaderSchema = {
  readonly properties?: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
}

/** Query, path and header values are text, so they are turned into the type the contract names; a body is taken as it is. */
export function validatorCompiler(): FastifySchemaCompiler<object> {
  const exact = addFormats(new Ajv2020(COMMON))
  const fromText = addFormats(new Ajv2020({ ...COMMON, coerceTypes: 'array' }))
  return ({ schema, httpPart }) => {
    if (httpPart === 'body') return exact.compile(schema)
    return fromText.compile(httpPart === 'headers' ? inLowerCase(schema) : schema)
  }
}

/** Node gives header names in lower case; Fastify adapts the schema only for its own validator. */
function inLowerCase(schema: HeaderSchema): HeaderSchema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, rule]) => [name.toLowerCase(), rule])
  return {
    ...schema,
    properties: Object.fromEntries(properties),
    ...(schema.required !== undefined && { required: schema.required.map((name) => name.toLowerCase()) }),
  }
}

/** For tests: compiles one schema as the server would compile a body. */
export function createAjv(): Ajv2020 {
  return addFormats(new Ajv2020(COMMON))
}

/** One fault per broken rule, with the place as a JSON pointer under the part of the request (`body/unit`). */
export function faultsOf(part: string, errors: readonly Partial<ErrorObject>[]): Fault[] {
  return errors.map((error) => ({ where: `${part}${error.instancePath ?? ''}`, message: describe(error) }))
}

function describe(error: Partial<ErrorObject>): string {
  const params = error.params ?? {}
  if (error.keyword === 'additionalProperties') return `unknown field ${String(params['additionalProperty'])}`
  if (error.keyword === 'enum') return `expected one of ${String(params['allowedValues'])}`
  return error.message ?? 'does not fit the contract'
}
