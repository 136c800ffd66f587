// systems/kit/request-schemas.ts: what a contract asks of an operation's request, part by part, as JSON Schemas. Compiles none.
import type { Json, JsonObject } from '../../types/json.ts'
import type { Operation } from './contract.ts'

/** Parts as Fastify names them; what the contract says nothing of is left out. */
export type RequestSchemas = {
  readonly params?: JsonObject
  readonly querystring?: JsonObject
  readonly headers?: JsonObject
  /** By content type. */
  readonly body?: { readonly content: JsonObject }
}

/** The id under which a validator must know the whole contract: every `$ref` of the schemas made here points into it. */
export const CONTRACT_ID = 'contract'

const PLACES = [
  ['params', 'path'],
  ['querystring', 'query'],
  ['headers', 'header'],
] as const

/** Schemas of one operation of a contract, parameters of its path included. */
export function requestSchemas(document: JsonObject, { path, method }: Operation): RequestSchemas {
  const item = objectOf(objectOf(document['paths'])[path])
  const operation = objectOf(item[method.toLowerCase()])
  const parameters = [item, operation].flatMap((of) =>
    listOf(of['parameters']).map((one) => target(document, one)),
  )
  const parts = PLACES.flatMap(([part, place]) => {
    const here = parameters.filter((parameter) => parameter['in'] === place)
    return here.length === 0 ? [] : [[part, parameterSchema(here)] as const]
  })
  const body = objectOf(target(document, operation['requestBody'])['content'])
  const content = Object.entries(body).map(([type, media]) => [
    type,
    { schema: anchored(objectOf(media)['schema'] ?? {}) },
  ])
  return {
    ...Object.fromEntries(parts),
    ...(content.length > 0 && { body: { content: Object.fromEntries(content) } }),
  }
}

/** An operation's own parameter comes after its path's and so replaces it. */
function parameterSchema(parameters: readonly JsonObject[]): JsonObject {
  const properties = Object.fromEntries(
    parameters.map(({ name, schema }) => [String(name), anchored(schema ?? {})]),
  )
  const required = parameters
    .filter((parameter) => parameter['required'] === true)
    .map(({ name }) => String(name))
  return { type: 'object', properties, ...(required.length > 0 && { required: [...new Set(required)] }) }
}

/** The same schema, fit to stand outside its contract. */
function anchored(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(anchored)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).map(([key, value]) => {
    const isRef = key === '$ref' && typeof value === 'string' && value.startsWith('#')
    return [key, isRef ? `${CONTRACT_ID}${value}` : anchored(value)]
  })
  return Object.fromEntries(entries)
}

/** What a `$ref` of the contract's own leads to; anything else as it is. */
function target(document: JsonObject, value: Json | undefined): JsonObject {
  const given = objectOf(value)
  const ref = given['$ref']
  if (typeof ref !== 'string') return given
  const steps = ref.replace(/^#\//, '').split('/')
  return objectOf(
    steps.reduce<Json | undefined>(
      (at, step) => objectOf(at)[step.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    ),
  )
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}
