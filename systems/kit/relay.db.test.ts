// systems/kit/relay.db.test.ts: the relay on a real PostgreSQL: order within a stream, two relays at once, a crash after the answer.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '../../targets/postgres.ts'
import { openDatabase, type Pool } from './database.ts'
import { exchangeClient } from './exchange-client.ts'
import { PATIENCE } from './fixtures/testbed.ts'
import { receiveOnce } from './inbox.ts'
import { migrate } from './migrations.ts'
import { relayBatch } from './relay.ts'

type Seen = { id: string; stream?: string; body: { n: number } }

let dir: string
let postgres: Postgres
let db: Pool
let server: Server
let seen: Seen[]
let answer: (message: Seen) => Promise<number>

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sansang-relay-'))
  postgres = await startPostgres({ dir, databases: [{ name: 'relay', owner: 'relay', password: 'pw' }] })
  db = openDatabase({
    url: `postgres://relay@127.0.0.1:${postgres.port}/relay`,
    password: 'pw',
    application: 'test',
    patience: PATIENCE,
  })
  await migrate(db, [{ origin: 'kit', url: new URL('./schema/', import.meta.url) }])
})
afterAll(async () => {
  await db.close()
  await postgres[Symbol.asyncDispose]()
  await rm(dir, { recursive: true })
})
beforeEach(async () => {
  await db.query('truncate outbox, inbox')
  seen = []
  answer = async () => 202
  server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    request.on('end', () => {
      const message = JSON.parse(text) as Seen
      void answer(message).then((status) => {
        if (status < 300) seen.push(message)
        response.writeHead(status).end()
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const relay = () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const tokens = { token: async () => 'token' }
  const parts = { db, tokens, log: pino({ level: 'silent' }), patience: PATIENCE }
  return relayBatch({ ...parts, exchangeUrl: `http://127.0.0.1:${port}` })
}

async function send(n: number, stream?: string): Promise<string> {
  const id = randomUUID()
  const message = {
    id,
    to: 'reporting',
    service: 'note',
    body: { n },
    ...(stream !== undefined && { stream }),
  }
  await db.transaction((tx) => exchangeClient.send(tx, message))
  return id
}

describe('order', () => {
  test('two relays at once, answers of very different speed: each stream in its order, each message once', async () => {
    const streams = ['a', 'b', 'c', 'd']
    for (let n = 0; n < 10; n += 1) for (const stream of streams) await send(n, stream)
    const inHand = new Set<string>()
    const crowded: string[] = []
    answer = async ({ body, stream = '' }) => {
      if (inHand.has(stream)) crowded.push(`${stream} ${body.n}`)
      inHand.add(stream)
      await new Promise((resolve) => setTimeout(resolve, (body.n * 7) % 13))
      inHand.delete(stream)
      return 202
    }
    for (let moved = 1; moved > 0; )
      moved = (await Promise.all([relay(), relay()])).reduce((sum, one) => sum + one, 0)
    expect(seen).toHaveLength(40)
    for (const stream of streams)
      expect(seen.filter((message) => message.stream === stream).map((message) => message.body.n)).toEqual([
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
      ])
    // Never two of one stream on the way.
    expect(crowded).toEqual([])
  })

  test('a refused message holds back its own stream and no other', async () => {
    await send(1, 'stuck')
    await send(2, 'stuck')
    await send(3, 'free')
    answer = async ({ body }) => (body.n === 1 ? 503 : 202)
    // The database's clock before and after: how long lies between does not matter.
    const clock = async () => (await db.query<{ at: string }>('select clock_timestamp()::text as at'))[0]?.at
    const before = await clock()
    await relay()
    await relay()
    expect(seen.map((message) => message.body.n)).toEqual([3])
    const [row] = await db.query<{ error: string; waits: boolean }>(
      `select last_error as error, next_attempt_at >= $1::timestamptz + interval '50 milliseconds'
         and next_attempt_at <= $2::timestamptz + interval '1 second' as waits
       from outbox where sent_at is null order by seq limit 1`,
      [before, await clock()],
    )
    expect(row).toEqual({ error: 'the exchange answered 503', waits: true })
  })
})

test('what was answered but not noted is sent again with the same id and body', async () => {
  const id = await send(1)
  await relay()
  // As after a crash between the answer and the commit.
  await db.query('update outbox set sent_at = null where id = $1', [id])
  await relay()
  expect(seen).toHaveLength(2)
  expect(seen[0]).toEqual(seen[1])
})

test('a message of a change that was rolled back is never sent', async () => {
  await expect(
    db.transaction(async (tx) => {
      await exchangeClient.send(tx, { id: randomUUID(), to: 'reporting', service: 'note', body: {} })
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await relay()).toBe(0)
  expect(seen).toEqual([])
})

describe('the inbox', () => {
  test('twenty deliveries at once have one effect; a failed one may be tried again', async () => {
    let effects = 0
    const deliver = (fail: boolean) =>
      db.transaction((tx) =>
        receiveOnce(tx, 'message-1', async () => {
          if (fail) throw new Error('not yet')
          effects += 1
        }),
      )
    await expect(deliver(true)).rejects.toThrow('not yet')
    const results = await Promise.all(Array.from({ length: 20 }, () => deliver(false)))
    expect(effects).toBe(1)
    expect(results.filter((result) => result === 'done')).toHaveLength(1)
  })
})
