// readiness/seal.system.test.ts: openssl as a second opinion, by the very recipe of docs/seal.md. Evaluates nothing.
import { spawnSync } from 'node:child_process'
import { mkdtempDisposableSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BUNDLE_FILE } from './bundle.ts'
import { preAuthentication } from './dsse.ts'
import { sealed } from './fixtures/sealed.ts'
import { writeRunFolder } from './folder.ts'
import { sampleKey } from './key.ts'
import { signP256 } from './p256.ts'

const scratch = () => mkdtempDisposableSync(join(tmpdir(), 'sansang-openssl-'))

/** The block of docs/seal.md, word for word. */
function recipe(): string {
  const text = readFileSync(new URL('../docs/seal.md', import.meta.url), 'utf8')
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)]
  expect(blocks).toHaveLength(1)
  return blocks[0]?.[1] ?? ''
}

describe('the openssl recipe of docs/seal.md', () => {
  const key = sampleKey()
  const { files } = sealed({}, key)

  const check = (changes: ReadonlyMap<string, Uint8Array>, trust?: string) => {
    using dir = scratch()
    const run = join(dir.path, 'run with a space')
    writeRunFolder(run, new Map([...files, ...changes]))
    const before = readdirSync(run)
    const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], TMPDIR: dir.path, RUN: run }
    if (trust !== undefined) {
      env['KEY'] = join(dir.path, 'trusted.pem')
      writeFileSync(env['KEY'], trust)
    }
    const { status, stdout } = spawnSync('sh', ['-c', recipe()], { env, encoding: 'utf8' })
    expect(readdirSync(run)).toEqual(before)
    return { status, lines: stdout.trim().split('\n') }
  }
  const changed = (name: string) => {
    const bytes = Buffer.from(files.get(name) ?? '')
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    return new Map([[name, bytes]])
  }

  test('an intact folder, with and without the signer’s key', () => {
    const names = [...files.keys()].filter((name) => name !== BUNDLE_FILE).sort()
    const good = { status: 0, lines: ['Verified OK', ...names.map((name) => `${name}: OK`)] }
    expect(check(new Map())).toEqual(good)
    expect(check(new Map(), key.publicKey.pem)).toEqual(good)
  })
  test('another key', () => expect(check(new Map(), sampleKey().publicKey.pem).status).not.toBe(0))
  test.each([...files.keys()].filter((name) => name !== BUNDLE_FILE))('%s changed', (name) => {
    const { status, lines } = check(changed(name))
    expect(status).not.toBe(0)
    expect(lines).toContain(`${name}: CHANGED`)
  })
  test('the bundle changed', () => expect(check(changed(BUNDLE_FILE)).status).not.toBe(0))
})

test('openssl accepts 20 of our signatures, and none of them over other bytes', () => {
  using dir = scratch()
  const at = (name: string): string => join(dir.path, name)
  const key = sampleKey()
  writeFileSync(at('key.pem'), key.publicKey.pem)
  const verifies = (bytes: Uint8Array, signature: Uint8Array): boolean => {
    writeFileSync(at('bytes'), bytes)
    writeFileSync(at('sig'), signature)
    const args = ['dgst', '-sha256', '-verify', at('key.pem'), '-signature', at('sig'), at('bytes')]
    return spawnSync('openssl', args).status === 0
  }
  for (let round = 0; round < 20; round++) {
    const bytes = preAuthentication('application/vnd.in-toto+json', Buffer.from(`lần ${round}`))
    const signature = signP256(key.privateKey, bytes)
    expect(verifies(bytes, signature)).toBe(true)
    expect(verifies(Buffer.concat([bytes, Buffer.of(0)]), signature)).toBe(false)
  }
})
