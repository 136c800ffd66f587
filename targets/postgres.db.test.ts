// targets/postgres.db.test.ts: the database the embedded target stands on starts, serves and leaves nothing.
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Postgres, startPostgres } from './postgres.ts'

let dir: string
let postgres: Postgres
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sansang-test-'))
  postgres = await startPostgres({
    dir,
    databases: [{ name: 'alpha', owner: 'alpha', password: "it's a 'secret'" }],
  })
})
afterAll(async () => {
  await postgres[Symbol.asyncDispose]()
  await rm(dir, { recursive: true })
})

async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

test('serves PostgreSQL 18 with durable commits on loopback only', async () => {
  const [row] = await ask<Record<string, string>>(
    postgres.superuserUrl,
    `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
            current_setting('synchronous_commit') AS commit, current_setting('listen_addresses') AS listen`,
  )
  expect(row).toMatchObject({ fsync: 'on', commit: 'on', listen: '127.0.0.1' })
  expect(row?.['version']).toMatch(/^18\./)
})

test('lower-cases Vietnamese text', async () => {
  const rows = await ask<{ low: string }>(postgres.superuserUrl, `SELECT lower('ĐẶNG THỊ ƯỚC') AS low`)
  expect(rows).toEqual([{ low: 'đặng thị ước' }])
})

test('an owner reaches its own database and no other', async () => {
  await postgres.createDatabase({ name: 'beta', owner: 'beta', password: 'b' })
  expect(await ask(postgres.url('alpha', 'alpha'), 'SELECT current_user AS me')).toEqual([{ me: 'alpha' }])
  await expect(ask(postgres.url('beta', 'alpha'), 'SELECT 1')).rejects.toThrow(/permission denied/)
  await expect(
    ask(postgres.url('alpha', 'alpha').replace(/:[^:@]*@/, ':wrong@'), 'SELECT 1'),
  ).rejects.toThrow(/password authentication failed/)
})

test('a second server starts beside it and leaves no process and no data', async () => {
  const other = await mkdtemp(join(tmpdir(), 'sansang-test-'))
  const second = await startPostgres({ dir: other })
  expect(second.port).not.toBe(postgres.port)
  process.kill(second.pid, 0)
  await second[Symbol.asyncDispose]()
  expect(() => process.kill(second.pid, 0)).toThrow(/ESRCH/)
  expect(readdirSync(other)).toEqual(['postgres.log'])
  await rm(other, { recursive: true })
  expect(existsSync(other)).toBe(false)
})

test('a fixed port that is taken is a clear error', async () => {
  const other = await mkdtemp(join(tmpdir(), 'sansang-test-'))
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await expect(startPostgres({ dir: other, port })).rejects.toMatchObject({
    code: 'port-in-use',
    where: `127.0.0.1:${port}`,
  })
  taken.close()
  await rm(other, { recursive: true })
})
