// readiness/key.test.ts: which keys are taken, and that none is ever printed. Signs nothing.
import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SansangError } from '../types/error.ts'
import { givenKey, publicKeyFile, publicKeyFrom, sampleKey } from './key.ts'

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pkcs8 = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const sec1 = pair.privateKey.export({ type: 'sec1', format: 'pem' }).toString()
const spki = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()

const inFile = <T>(text: string, use: (path: string) => T): T => {
  using dir = mkdtempDisposableSync(join(tmpdir(), 'sansang-key-'))
  const path = join(dir.path, 'key.pem')
  writeFileSync(path, text)
  return use(path)
}

describe('a given key', () => {
  test.each([
    ['PKCS#8', pkcs8],
    ['SEC1', sec1],
  ])('%s, from a file or the environment', (_, pem) => {
    const fromFile = inFile(pem, (path) => givenKey(path, {}))
    const fromEnv = givenKey(undefined, { SANSANG_SIGNING_KEY: pem })
    for (const key of [fromFile, fromEnv])
      expect(key).toMatchObject({ kind: 'given', publicKey: { pem: spki } })
  })
  test('the file goes before the environment; without either there is none', () => {
    const other = sampleKey().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(inFile(pkcs8, (path) => givenKey(path, { SANSANG_SIGNING_KEY: other }))?.publicKey.pem).toBe(spki)
    expect(givenKey(undefined, {})).toBeUndefined()
    expect(givenKey(undefined, { SANSANG_SIGNING_KEY: '' })).toBeUndefined()
  })
  test('id: SHA-256 of the SubjectPublicKeyInfo', () => {
    const der = pair.publicKey.export({ type: 'spki', format: 'der' })
    expect(publicKeyFrom(spki, 'x').id).toBe(createHash('sha256').update(der).digest('base64'))
  })
})

describe('anything else is refused with the expected form, and never printed', () => {
  const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey
  const pem = (key: ReturnType<typeof ec>): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const cases: [string, string][] = [
    ['P-384', pem(ec('P-384'))],
    ['secp256k1', pem(ec('secp256k1'))],
    ['Ed25519', pem(generateKeyPairSync('ed25519').privateKey)],
    ['RSA', pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)],
    [
      'encrypted',
      pair.privateKey
        .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
        .toString(),
    ],
    ['public', spki],
    ['damaged', pkcs8.replace(/[A-Za-z]{8}/, '????????')],
    ['no PEM', 'SECRET-abcdef0123456789'],
    ['base64 only', pkcs8.split('\n').slice(1, -2).join('')],
    ['empty', ' '],
  ]
  test('count', () => expect(cases).toHaveLength(10))
  test.each(cases)('%s', (_, text) => {
    for (const use of [
      () => inFile(text, (path) => givenKey(path, {})),
      () => givenKey(undefined, { SANSANG_SIGNING_KEY: text }),
    ]) {
      const error = caught(use)
      expect(error).toMatchObject({
        code: 'unusable-key',
        exit: 64,
        hint: expect.stringContaining('P-256 private key in PEM'),
      })
      const said = `${error.message} ${error.hint} ${error.where} ${error.stack} ${String(error.cause)}`
      for (const line of text.split('\n').filter((one) => one.trim().length > 12 && !one.includes('---')))
        expect(said).not.toContain(line)
    }
  })
  test('a file that is not there', () =>
    expect(caught(() => givenKey('/nowhere/key.pem', {}))).toMatchObject({
      code: 'unusable-key',
      where: '/nowhere/key.pem',
    }))
})

describe('a public key', () => {
  test('good', () => expect(inFile(spki, publicKeyFile).pem).toBe(spki))
  test.each([
    ['a private key', pkcs8],
    [
      'P-384',
      generateKeyPairSync('ec', { namedCurve: 'P-384' })
        .publicKey.export({ type: 'spki', format: 'pem' })
        .toString(),
    ],
    ['nothing', ''],
  ])('%s is refused', (_, text) => {
    expect(caught(() => inFile(text, publicKeyFile))).toMatchObject({ code: 'unusable-key', exit: 64 })
  })
})

describe('a sample key', () => {
  test('fresh each time, and says so', () => {
    const [a, b] = [sampleKey(), sampleKey()]
    expect(a.kind).toBe('sample')
    expect(a.publicKey.id).not.toBe(b.publicKey.id)
    expect(
      createPrivateKey(a.privateKey.export({ type: 'sec1', format: 'pem' })).asymmetricKeyDetails?.namedCurve,
    ).toBe('prime256v1')
  })
})

function caught(work: () => unknown): SansangError {
  try {
    work()
  } catch (error) {
    if (error instanceof SansangError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
