// readiness/shapes.ts: the exact shape of every record and file the engine reads, as JSON Schema. Checks nothing itself.
import { BASES, CATALOGUES } from '../types/criterion.ts'
import { FIELD_TYPES, ORIGINS } from '../types/evidence.ts'

export type Schema = { readonly [key: string]: unknown }
type Properties = Readonly<Record<string, Schema>>

const words: Schema = { type: 'string', pattern: '\\S' }
/** What a person gives as a reason: something to read, not a space nobody sees. */
export const READABLE = '\\p{Script=Latin}'
const sentence: Schema = { type: 'string', pattern: READABLE }
/** Stands in a command the report shows: nothing a shell would read otherwise. */
const runId: Schema = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,99}$' }
const date: Schema = { type: 'string', format: 'date' }
const time: Schema = { type: 'string', format: 'date-time' }
const flag: Schema = { type: 'boolean' }

function object(required: Properties, optional: Properties = {}): Schema {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  }
}

const list = (items: Schema, more: Schema = {}): Schema => ({ type: 'array', items, ...more })
const oneOf = (values: readonly string[]): Schema => ({ type: 'string', enum: values })
const dotted: Schema = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9]*(\\.[A-Za-z][A-Za-z0-9]*)*$' }
const kebab: Schema = { type: 'string', pattern: '^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$' }
const text = object({ vi: words, en: words })

const source = object({
  ref: words,
  standing: oneOf(['attested', 'inferred', 'unverified', 'good-practice']),
})

const criterionRequired: Properties = {
  id: { type: 'string', pattern: '^[A-Z]{2}-[0-9]{2,3}[a-z]?$' },
  catalogue: oneOf(CATALOGUES),
  title: text,
  requirement: text,
  severity: oneOf(['blocking', 'advisory']),
  basis: oneOf(BASES),
  sources: list(source, { minItems: 1 }),
  population: words,
  evidence: words,
  needs: list(dotted, { minItems: 1, uniqueItems: true }),
  rule: words,
  says: object({ pass: text, fail: text }),
  remedy: text,
  owner: text,
}
const criterionOptional: Properties = {
  from: date,
  to: date,
  ownFigure: flag,
  applies: words,
  otherwise: text,
  manual: object({ field: dotted, question: text }),
}

const field = object(
  { type: oneOf(FIELD_TYPES) },
  { unit: words, values: list(words, { minItems: 1, uniqueItems: true }) },
)
const fields: Schema = {
  type: 'object',
  propertyNames: dotted,
  additionalProperties: field,
  minProperties: 1,
}
const kindBody: Properties = { population: words, title: text, fields }

const waiver = object({
  id: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' },
  criterion: criterionRequired['id'] ?? {},
  subjects: list(words, { minItems: 1, uniqueItems: true }),
  reason: sentence,
  expires: date,
  author: words,
  approver: words,
})

const tool = object({ name: { const: 'sansang' }, version: words, revision: words })
const province = object({ slug: kebab, code: { type: 'string', pattern: '^[0-9]{2}$' }, name: words })

const header = object({
  schema: { const: 'sansang.run/1' },
  runId,
  tool,
  province,
  asOf: date,
  target: oneOf(['embedded', 'containers', 'cluster', 'external']),
  referenceSystems: flag,
  profile: oneOf(['quick', 'full']),
  only: list(words),
  notRun: list(object({ part: words, reason: words })),
  startedAt: time,
})

const evidence = object({
  schema: { const: 'sansang.evidence/1' },
  id: words,
  kind: words,
  subject: words,
  collectedAt: time,
  collector: words,
  origin: oneOf(ORIGINS),
  facts: { type: 'object' },
})

const digest: Schema = { type: 'string', pattern: '^[0-9a-f]{64}$' }

const statement = object({
  _type: { const: 'https://in-toto.io/Statement/v1' },
  subject: list(object({ name: words, digest: object({ sha256: digest }) }), { minItems: 1 }),
  predicateType: { const: 'https://sansang.vn/attestation/readiness/v1' },
  predicate: object({
    outcome: oneOf(['GO', 'NO-GO']),
    standing: oneOf(['rehearsal', 'final']),
    asOf: date,
    province,
    runId: words,
    tool,
    evidence: object({ leaves: { type: 'integer', minimum: 1 }, rootHash: words }),
    checkpoint: words,
    signer: object({ publicKey: words, keyId: words, kind: oneOf(['given', 'sample']) }),
  }),
})

export const SHAPES = {
  run: header,
  kind: object({ name: kebab, ...kindBody }),
  criterion: object(criterionRequired, criterionOptional),
  population: object({ name: words, members: list(object({ id: words, label: words })) }),
  waiver,
  evidence,
  statement,
  journal: object(
    { at: time, phase: words, event: words },
    { seconds: { type: 'number', minimum: 0 }, data: { type: 'object' } },
  ),
  /** A file under checks/: the folder is the catalogue. */
  'criterion-file': object(without(criterionRequired, 'catalogue'), {
    ...criterionOptional,
    catalogue: oneOf(CATALOGUES),
  }),
  'kinds-file': object({
    kinds: { type: 'object', propertyNames: kebab, additionalProperties: object(kindBody), minProperties: 1 },
  }),
  'waivers-file': object({ waivers: list(waiver) }),
} as const satisfies Readonly<Record<string, Schema>>

export type ShapeName = keyof typeof SHAPES

function without(properties: Properties, name: string): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => key !== name))
}
