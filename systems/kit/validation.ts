// systems/kit/validation.ts: checks requests against the contract's schemas (JSON Schema 2020-12). Never repairs a body.
import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js'
import type { FastifySchemaCompiler } from 'fastify'
import type { Fault } from '../../types/error.ts'
import { addFormats } from './formats.ts'
import { CONTRACT_ID } from './request-schemas.ts'

// That a contract is OpenAPI 3.1 is proven by a test; checking each schema again would double the time a start takes.
const COMMON = {
  allErrors: true,
  strict: false,
  useDefaults: true,
  validateFormats: true,
  validateSchema: false,
} as const

type Validator = ((data: unknown) => boolean) & { errors?: ErrorObject[] | null }

type HeaderSchema = {
  readonly properties?: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
}

/**
 * Query, path and header values are text, so they are turned into the type the contract names; a body is taken as it is.
 * Schemas may point into the contract by its id. Each is compiled when the first request asks for it: a system that has
 * just been started again should serve, not compile what nobody asks of it yet.
 */
export function validatorCompiler(contract: object): FastifySchemaCompiler<object> {
  const exact = once(() => knowing(contract, COMMON))
  const fromText = once(() => knowing(contract, { ...COMMON, coerceTypes: 'array' }))
  return ({ schema, httpPart }) => {
    if (httpPart === 'body') return whenAsked(() => exact().compile(schema))
    return whenAsked(() => fromText().compile(httpPart === 'headers' ? inLowerCase(schema) : schema))
  }
}

function knowing(contract: object, options: Options): Ajv2020 {
  return addFormats(new Ajv2020(options)).addSchema(contract, CONTRACT_ID)
}

function once<T>(make: () => T): () => T {
  let made: { readonly it: T } | undefined
  return () => {
    made ??= { it: make() }
    return made.it
  }
}

/** A validator as Fastify takes it: false, and why in its property `errors`, until it is asked the next time. */
function whenAsked(compile: () => ValidateFunction): Validator {
  const compiled = once(compile)
  const check: Validator = (data) => {
    const holds = compiled()(data)
    check.errors = compiled().errors ?? null
    return holds
  }
  return check
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
