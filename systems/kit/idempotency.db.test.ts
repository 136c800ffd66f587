// idempotency.db.test.ts: one effect per key, also when the same request comes twice at once.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '../../targets/postgres.ts'
import type { Caller } from './auth.ts'
import { openDatabase, type Pool } from './database.ts'
import { PATIENCE } from './fixtures/testbed.ts'
import { oncePerKey } from './idempotency.ts'
import { migrate } from './migrations.ts'

let dir: string
let postgres: Postgres
let db: Pool

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sansang-kit-'))
  postgres = await startPostgres({ dir, databases: [{ name: 'keys', owner: 'keys', password: 'pw' }] })
  db = openDatabase({ url: postgres.url('keys', 'keys'), application: 'test', patience: PATIENCE })
  await migrate(db, [{ origin: 'kit', url: new URL('./schema/', import.meta.url) }])
  await db.query('create table effect (value text not null)')
})
afterAll(async () => {
  await db.close()
  await postgres[Symbol.asyncDispose]()
  await rm(dir, { recursive: true })
})

const officer: Caller = { subject: 'officer', client: 'test', roles: ['officer'] }

function attempt(key: string, value: string, more: { caller?: Caller; fail?: boolean } = {}) {
  const headers = { 'idempotency-key': key }
  return db.transaction((tx) =>
    oncePerKey(
      tx,
      { operation: 'add', caller: more.caller ?? officer, headers, request: { value } },
      async () => {
        await tx.query('insert into effect (value) values ($1)', [value])
        if (more.fail) throw new Error('it did not happen')
        return { value }
      },
    ),
  )
}

const effects = async (value: string) =>
  (await db.query('select from effect where value = $1', [value])).length

test('the same key again: the first answer, one effect', async () => {
  expect(await attempt('key-0001', 'a')).toEqual({ answer: { value: 'a' }, repeated: false })
  expect(await attempt('key-0001', 'a')).toEqual({ answer: { value: 'a' }, repeated: true })
  expect(await effects('a')).toBe(1)
})

test('ten at once with one key: one effect', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => attempt('key-0002', 'b')))
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1)
  expect(await effects('b')).toBe(1)
})

test('a rolled back attempt leaves the key free', async () => {
  await expect(attempt('key-0003', 'c', { fail: true })).rejects.toThrow('did not happen')
  expect(await attempt('key-0003', 'c')).toMatchObject({ repeated: false })
  expect(await effects('c')).toBe(1)
})

test('the same key with another request: 422; of another caller: its own', async () => {
  await attempt('key-0004', 'd')
  await expect(attempt('key-0004', 'e')).rejects.toMatchObject({
    status: 422,
    type: 'idempotency-key-reused',
  })
  expect(await attempt('key-0004', 'e', { caller: { ...officer, subject: 'other' } })).toMatchObject({
    repeated: false,
  })
})

test('the same fields in another order are the same request, in another value not', async () => {
  const headers = { 'idempotency-key': 'key-0005' }
  const send = (request: object) =>
    db.transaction((tx) =>
      oncePerKey(tx, { operation: 'add', caller: officer, headers, request }, async () => 1),
    )
  expect(await send({ unit: '26740', papers: [{ name: 'a', digitised: true }] })).toMatchObject({
    repeated: false,
  })
  expect(await send({ papers: [{ digitised: true, name: 'a' }], unit: '26740' })).toMatchObject({
    repeated: true,
  })
  await expect(send({ papers: [{ digitised: false, name: 'a' }], unit: '26740' })).rejects.toMatchObject({
    status: 422,
  })
})

test('no key: 400', async () => {
  await expect(attempt('', 'f')).rejects.toMatchObject({ status: 400, type: 'idempotency-key-missing' })
})
