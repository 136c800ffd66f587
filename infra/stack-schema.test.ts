// infra/stack-schema.test.ts: the JSON Schema editors read says what the validator says, on good files and on every kind of bad one.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import ajvFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { listStacks } from './config.ts'
import { readSource } from './config-source.ts'
import { stackFaults } from './stack.ts'
import { handSchema, stackSchema } from './stack-schema.ts'

const ajv = new Ajv({ strictTypes: false, strictRequired: false })
ajvFormats.default(ajv)
const accepts = ajv.compile(stackSchema())
const read = (slug: string) =>
  readFileSync(fileURLToPath(new URL(`../stacks/Pulumi.${slug}.yaml`, import.meta.url)), 'utf8')
const GOOD = read('ho-chi-minh')

function judged(source: string): { schema: boolean; validator: boolean } {
  const { faults } = readSource('stack', source, (values) => stackFaults('ho-chi-minh', values))
  return { schema: accepts(parse(source)), validator: faults.length === 0 }
}

test('both accept all 34 stacks', () => {
  expect(listStacks()).toHaveLength(34)
  for (const slug of listStacks()) expect([slug, accepts(parse(read(slug)))]).toEqual([slug, true])
})

const good: [name: string, from: string, to: string][] = [
  ['as it stands', 'config:', 'config:'],
  ['another package', 'config:', 'config:\n  kubernetes:context: tinh'],
  ['an encrypted value', 'config:', 'config:\n  sansang:backupAccessKey:\n    secure: v1:abc'],
  ['what Pulumi writes', 'config:', 'encryptionsalt: v1:abc\nconfig:'],
  ['no member', '    member: H29\n', ''],
  [
    'an external database',
    '    instances: 3',
    '    mode: external\n    external: { address: 192.0.2.30 }\n    instances: 3',
  ],
  ['a leap day', '2025-07-01', '2028-02-29'],
  ['a mirror', 'config:', 'config:\n  sansang:images: { mirror: "kho.tinh.example:5000/sansang" }'],
]

const bad: [name: string, from: string, to: string][] = [
  ['a code nobody has', '"79"', '"99"'],
  ['a code as a number', 'code: "79"', 'code: 79'],
  ['a day that is none', '2025-07-01', '2025-02-30'],
  ['a month that is none', '2025-07-01', '2025-13-01'],
  ['an unknown target', 'target: embedded', 'target: moon'],
  ['a text for a truth', 'rehearsals: true', "rehearsals: 'yes'"],
  ['one replica', 'replicas: 4', 'replicas: 1'],
  ['half a replica', 'replicas: 4', 'replicas: 2.5'],
  ['too many per cent', 'onlinePercent: 75', 'onlinePercent: 175'],
  ['a member that cannot be', 'member: H29', 'member: Z29'],
  ['an address that is none', '192.0.2.10', '192.0.2.300'],
  ['a short address', '192.0.2.10', '192.0.2'],
  ['a host name with a capital', 'dung-chung', 'Dung-chung'],
  ['an unknown key', 'storageGiB', 'storageGib'],
  ['an unknown group', 'sansang:sizing', 'sansang:sizes'],
  ['an unknown key at the top', 'config:', 'confg: 1\nconfig:'],
  ['a bare key', 'config:', 'config:\n  sizing: 1'],
  ['a list', 'sansang:gateway:', 'sansang:gateway: []\n  other:gateway:'],
  ['a missing key', '    instances: 3\n', ''],
  ['below the quorum', 'instances: 3', 'instances: 2'],
  ['external without address', '    instances: 3', '    mode: external\n    instances: 3'],
  ['an address unused', '    instances: 3', '    external: { address: 192.0.2.30 }\n    instances: 3'],
  ['a secret in plain text', 'config:', 'config:\n  sansang:backupSecretKey: hunter2'],
  ['an empty ciphertext', 'config:', 'config:\n  sansang:backupSecretKey: { secure: "" }'],
]

describe('both agree on a file with', () => {
  test('good and bad cases of every kind', () => expect([good.length, bad.length]).toEqual([8, 24]))

  test.each(good)('%s: accepted', (_, from, to) => {
    expect(judged(GOOD.replace(from, to))).toEqual({ schema: true, validator: true })
  })

  test.each(bad)('%s: refused', (_, from, to) => {
    expect(GOOD.replace(from, to)).not.toBe(GOOD)
    expect(judged(GOOD.replace(from, to))).toEqual({ schema: false, validator: false })
  })
})

test('the schema of hand files requires nothing and still knows every key', () => {
  const hand = ajv.compile(handSchema())
  expect(hand({})).toBe(true)
  expect(hand({ config: { 'sansang:sizing': { onlinePercent: 60 } } })).toBe(true)
  expect(hand({ config: { 'sansang:sizing': { onlinePercents: 60 } } })).toBe(false)
})
