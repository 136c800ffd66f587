// infra/stack-schema.ts: the JSON Schema of a stack file, for editors, from the same shape the validator judges by. Pure.
import type { JsonObject } from '../types/json.ts'
import { partial, type Shape } from './shape.ts'
import { STACK_SHAPE } from './stack-shape.ts'

/** Schemas by their file's name in stacks/, in draft-07, which the YAML language server reads. */
export function schemaTexts(): Readonly<Record<string, string>> {
  const text = (schema: JsonObject) => `${JSON.stringify(schema, null, 2)}\n`
  return { 'stack.schema.json': text(stackSchema()), 'hand/hand.schema.json': text(handSchema()) }
}

/** What a person sets by hand: the same keys, none required. */
export function handSchema(): JsonObject {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Values set by hand for a province (stacks/hand/<province>.yaml)',
    type: 'object',
    additionalProperties: false,
    properties: { config: schemaOf(partial(STACK_SHAPE)) },
  }
}

/** A stack file: Pulumi's own keys, other packages' settings (`kubernetes:context`), and ours exactly as the shape says. */
export function stackSchema(): JsonObject {
  const ours = schemaOf(STACK_SHAPE)
  const database = { properties: { mode: { const: 'external' } }, required: ['mode'] }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Stack file of a province (stacks/Pulumi.<province>.yaml)',
    type: 'object',
    required: ['config'],
    additionalProperties: false,
    properties: {
      secretsprovider: { type: 'string' },
      encryptedkey: { type: 'string' },
      encryptionsalt: { type: 'string' },
      environment: {},
      config: {
        ...ours,
        // Other packages' keys are theirs to judge; one of ours that is not listed, and a bare one, is mistyped.
        additionalProperties: false,
        patternProperties: { '^(?!sansang:)[^:]+:': {} },
        allOf: [
          {
            if: { properties: { 'sansang:database': database }, required: ['sansang:database'] },
            // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
            then: { properties: { 'sansang:database': { required: ['external'] } } },
            else: { properties: { 'sansang:database': { properties: { external: false } } } },
          },
        ],
      },
    },
  }
}

function schemaOf(shape: Shape): JsonObject {
  switch (shape.kind) {
    case 'optional':
      return schemaOf(shape.shape)
    case 'truth':
      return { type: 'boolean', description: 'true or false' }
    case 'whole':
      return { type: 'integer', minimum: shape.min, maximum: shape.max, description: shape.form }
    case 'text':
      return { type: 'string', ...shape.schema, description: shape.form }
    case 'secret':
      return {
        type: 'object',
        required: ['secure'],
        additionalProperties: false,
        properties: { secure: { type: 'string', minLength: 1 } },
        description: shape.form,
      }
    case 'object':
      return objectSchema(shape.keys)
  }
}

function objectSchema(keys: Readonly<Record<string, Shape>>): JsonObject {
  const required = Object.keys(keys).filter((key) => keys[key]?.kind !== 'optional')
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
    properties: Object.fromEntries(Object.entries(keys).map(([key, shape]) => [key, schemaOf(shape)])),
  }
}
