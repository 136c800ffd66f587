// systems/kit/request-schemas.test.ts: every contract is OpenAPI 3.1, and its requests are read as another reader of it reads them. Starts nothing.
import { fastify } from 'fastify'
import openapiGlue from 'fastify-openapi-glue'
import { describe, expect, test, vi } from 'vitest'
import type { Json, JsonObject } from '../../types/json.ts'
import { SYSTEMS } from '../../types/system.ts'
import { type Contract, loadContract } from './contract.ts'
import { CONTRACT_ID, requestSchemas } from './request-schemas.ts'
import { validatorCompiler } from './validation.ts'

const CONTRACTS = [...SYSTEMS, 'identity', 'national', 'kit/fixtures/notes'].map(
  (name) => [name, new URL(`../${name}/contract.yaml`, import.meta.url)] as const,
)
const PARTS = ['params', 'querystring', 'headers', 'body'] as const

/** Request schemas by operation as fastify-openapi-glue makes them; it refuses what is not OpenAPI. */
async function readByGlue({ document }: Contract): Promise<Map<string, JsonObject>> {
  const app = fastify({ logger: false, exposeHeadRoutes: false })
  const found = new Map<string, JsonObject>()
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => (body) => JSON.stringify(body))
  app.addHook('onRoute', ({ schema }) => {
    const all = JSON.parse(JSON.stringify(schema ?? {})) as JsonObject
    found.set(String(all['operationId']), bare(all))
  })
  await app.register(openapiGlue, {
    specification: document,
    operationResolver: () => async () => undefined,
  })
  await app.ready()
  await app.close()
  return found
}

/** The parts of a request alone. A parameter's description checks nothing, and the two place it differently. */
function bare(schemas: JsonObject): JsonObject {
  const parts = PARTS.flatMap((part) => {
    const schema = schemas[part]
    if (schema === undefined || part === 'body') return schema === undefined ? [] : [[part, schema]]
    const { properties, ...rest } = schema as { properties: Record<string, JsonObject> }
    const rules = Object.entries(properties).map(([name, { description: _, ...rest }]) => [name, rest])
    return [[part, { ...rest, properties: Object.fromEntries(rules) }]]
  })
  return Object.fromEntries(parts)
}

/** The same schema with every `$ref` into the contract replaced by what it leads to. */
function inlined(document: JsonObject, value: Json): Json {
  if (Array.isArray(value)) return value.map((one) => inlined(document, one))
  if (typeof value !== 'object' || value === null) return value
  const ref = (value as JsonObject)['$ref']
  if (typeof ref === 'string') {
    const at = ref
      .split('#/')[1]
      ?.split('/')
      .reduce<Json | undefined>((from, step) => (from as JsonObject)[step], document)
    if (!ref.startsWith(`${CONTRACT_ID}#/`) && !ref.startsWith('#/')) throw new Error(`${ref} leads nowhere`)
    return inlined(document, at ?? null)
  }
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, inlined(document, below)]))
}

describe.each(CONTRACTS)('%s', (_, url) => {
  test('each operation asks what fastify-openapi-glue reads too', async () => {
    const contract = await loadContract(url)
    const theirs = await readByGlue(contract)
    expect([...theirs.keys()].sort()).toEqual(contract.operations.map(({ id }) => id).sort())
    for (const operation of contract.operations) {
      const ours = bare(
        inlined(contract.document, requestSchemas(contract.document, operation) as Json) as JsonObject,
      )
      expect({ [operation.id]: ours }).toEqual({ [operation.id]: theirs.get(operation.id) })
    }
  })

  test('every schema compiles when it is first asked', async () => {
    const { document, operations } = await loadContract(url)
    const compile = validatorCompiler(document)
    let compiled = 0
    for (const { id, ...operation } of operations)
      for (const [part, schema] of Object.entries(requestSchemas(document, { id, ...operation }))) {
        const bodies =
          'content' in schema ? Object.values(schema.content as Record<string, { schema: JsonObject }>) : []
        for (const one of part === 'body' ? bodies.map(({ schema: of }) => of) : [schema]) {
          const check = compile({
            schema: one,
            httpPart: part,
            method: operation.method,
            url: operation.path,
          })
          expect(() => check({}), `${id} ${part}`).not.toThrow()
          compiled += 1
        }
      }
    expect(compiled).toBeGreaterThanOrEqual(operations.length / 2)
  })

  test('no shared schema has a default: behind a $ref nobody would fill it in', async () => {
    const { document } = await loadContract(url)
    const shared =
      (document['components'] as { schemas?: Record<string, JsonObject> } | undefined)?.schemas ?? {}
    expect(Object.entries(shared).flatMap(([name, schema]) => ('default' in schema ? [name] : []))).toEqual(
      [],
    )
  })
})

test('eight contracts are tried', () => expect(CONTRACTS).toHaveLength(8))

test('a contract that is not OpenAPI 3.1 is refused', async () => {
  const { document, operations } = await loadContract(
    new URL('./fixtures/notes/contract.yaml', import.meta.url),
  )
  const quiet = vi.spyOn(console, 'log').mockImplementation(() => {})
  const broken = { document: { ...document, info: { title: 'no version' } }, operations }
  await expect(readByGlue(broken)).rejects.toThrow(/valid specification/)
  quiet.mockRestore()
})

describe('a part', () => {
  const document: JsonObject = {
    components: {
      parameters: { Code: { name: 'code', in: 'path', required: true, schema: { type: 'integer' } } },
      schemas: {
        Note: {
          type: 'object',
          required: ['text'],
          properties: { text: { $ref: '#/components/schemas/Text' } },
        },
        Text: { type: 'string', maxLength: 3 },
      },
    },
    paths: {
      '/a~b/{code}': {
        parameters: [{ $ref: '#/components/parameters/Code' }],
        post: {
          parameters: [
            { name: 'X-Key', in: 'header', required: true, schema: { $ref: '#/components/schemas/Text' } },
          ],
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' } } } },
        },
      },
    },
  }
  const operation = { id: 'post', method: 'POST', path: '/a~b/{code}', bodyRequired: true } as const
  const schemas = requestSchemas(document, operation)
  const compile = validatorCompiler(document)
  const checked = (httpPart: string, schema: JsonObject | undefined, data: unknown) => {
    const check = compile({ schema: schema ?? {}, httpPart, method: 'POST', url: '/' }) as ReturnType<
      typeof compile
    > & {
      errors?: readonly { readonly instancePath: string; readonly message: string }[] | null
    }
    const holds = check(data)
    return holds === true
      ? true
      : check.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`)
  }

  test('of the path is text turned into what the contract names', () => {
    const params = { code: '12' }
    expect(checked('params', schemas.params, params)).toBe(true)
    expect(params).toEqual({ code: 12 })
    expect(checked('params', schemas.params, { code: 'x' })).toEqual(['/code must be integer'])
  })

  test('of the headers is required, named in lower case and followed through its $ref', () => {
    expect(checked('headers', schemas.headers, { 'x-key': 'abc' })).toBe(true)
    expect(checked('headers', schemas.headers, {})).toEqual([" must have required property 'x-key'"])
    expect(checked('headers', schemas.headers, { 'x-key': 'abcd' })).toEqual([
      '/x-key must NOT have more than 3 characters',
    ])
  })

  test('of the body is followed through its $refs and never turned into another type', () => {
    const content = (schemas.body?.content ?? {}) as Record<string, { schema: JsonObject }>
    const body = content['application/json']?.schema
    expect(checked('body', body, { text: 'abc' })).toBe(true)
    expect(checked('body', body, { text: 12 })).toEqual(['/text must be string'])
    expect(checked('body', body, { text: 'abcd' })).toEqual(['/text must NOT have more than 3 characters'])
    expect(checked('body', body, { text: 'abc' })).toBe(true)
  })
})
