// infra/mock-provider.ts: answers for the providers while planning: inputs come back as outputs, secrets stay nameless. Pure.
import { type runtime, secret } from '@pulumi/pulumi'
import type { Json, JsonObject } from '../types/json.ts'

/** How the engine's wire format marks a secret value. */
const MARK = '4dabf18193072939515e22adb298388d'
const SECRET_MARK = '1b47061264138c4ac30d75fd1eb44270'

/** What the real provider would make and the program reads. */
const MADE: Readonly<Record<string, string>> = {
  'random:index/randomPassword:RandomPassword': 'result',
  'tls:index/privateKey:PrivateKey': 'privateKeyPemPkcs8',
}

type Args = runtime.MockResourceArgs

/** Identity and outputs of a planned resource. Throws for a type no provider of ours makes. */
export function answerOf({ type, name, inputs }: Args): { id: string; state: Record<string, unknown> } {
  const made = MADE[type]
  if (made !== undefined)
    return { id: name, state: { ...inputs, [made]: secret(`made by ${type} when ${name} is created`) } }
  if (!/^(kubernetes|sansang|pulumi:pulumi):/.test(type))
    throw new Error(`the program declares a ${type}: the plan knows no such provider`)
  return { id: name, state: inputs }
}

/** The inputs as plain JSON; every value under a secret mark becomes `{ "secret": "<object>/<key>" }`. */
export function inputsOf({ name, inputs }: Args): JsonObject {
  return plain(inputs, name, false, '') as JsonObject
}

function plain(value: unknown, owner: string, hidden: boolean, key: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const members = value as Readonly<Record<string, unknown>>
    if (members[MARK] === SECRET_MARK) return plain(members['value'], owner, true, key)
    const known = Object.entries(members).filter(([, member]) => member !== undefined)
    return Object.fromEntries(known.map(([name, member]) => [name, plain(member, owner, hidden, name)]))
  }
  if (Array.isArray(value)) return value.map((item, index) => plain(item, owner, hidden, `${key}/${index}`))
  if (hidden) return { secret: `${owner}/${key}` }
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  throw new TypeError(`${owner}: ${key} cannot stand in a plan: ${typeof value}`)
}
