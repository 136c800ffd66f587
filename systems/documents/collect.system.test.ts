// collect.system.test.ts: a document's whole round: issued by a commune, through a real exchange and axis, into the province's book, and its status back.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '../../targets/postgres.ts'
import type { Role } from '../../types/system.ts'
import { type Bench, startBench } from '../exchange/fixtures/testbed.ts'
import { type RunningSystem, startServer, waitUntil } from '../kit/fixtures/testbed.ts'

const COMMUNE = '25747'
const COMMUNE_ORGAN = 'H29.101'
const OFFICE = '79'
let dir: string
let postgres: Postgres
let bench: Bench
let national: RunningSystem
let exchange: RunningSystem
let documents: RunningSystem

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sansang-documents-'))
  postgres = await startPostgres({
    dir,
    databases: [{ name: 'documents', owner: 'documents', password: 'pw' }],
  })
  bench = await startBench()
  national = await bench.startNational()
  exchange = await bench.start({ 'national-axis': `${national.url}/axis` })
  documents = await startServer(new URL('./server.ts', import.meta.url), {
    DATABASE_URL: postgres.url('documents', 'documents'),
    ...{ OIDC_ISSUER: bench.identity.issuer, EXCHANGE_URL: exchange.url, CLIENT_SECRET: 'secret' },
  })
})
afterAll(async () => {
  for (const part of [documents, exchange, national, bench, postgres]) await part[Symbol.asyncDispose]()
  await rm(dir, { recursive: true })
})

async function call(role: Role, method: string, path: string, body?: unknown) {
  const response = await fetch(`${documents.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await bench.identity.token({ roles: [role] })}`,
      'idempotency-key': randomUUID(),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const collect = (unit: string) => call('clerk', 'POST', '/incoming/collection', { unit })

/** Asks until something was there: the outbox and the exchange take a moment. */
async function collected(unit: string): Promise<Record<string, unknown>> {
  let last: Record<string, unknown> = {}
  const found = await waitUntil(async () => {
    last = (await collect(unit)).body
    return Number(last['listed']) > 0
  })
  expect(found).toBe('met')
  return last
}

test('a document and its statuses go the whole round', async () => {
  const draft = {
    ...{ unit: COMMUNE, type: 'report', subject: 'Báo cáo tuần', content: 'Nội dung', department: 'VP' },
    receivers: [{ organId: 'H29', name: 'UBND Thành phố Hồ Chí Minh' }],
  }
  const id = String((await call('officer', 'POST', '/outgoing', draft)).body['id'])
  await call('officer', 'POST', `/outgoing/${id}/submission`)
  await call('leader', 'POST', `/outgoing/${id}/signature`, {
    fullName: 'Nguyễn Văn A',
    position: 'Chủ tịch',
  })
  const issued = await call('clerk', 'POST', `/outgoing/${id}/issue`)
  const documentId = String(issued.body['documentId'])
  expect(documentId.startsWith(`${COMMUNE_ORGAN},`)).toBe(true)

  expect(await collected(OFFICE)).toEqual({ listed: 1, taken: 1, failed: 0 })
  expect((await collect(OFFICE)).body).toEqual({ listed: 0, taken: 0, failed: 0 })
  const query = `/incoming?unit=${OFFICE}&documentId=${encodeURIComponent(documentId)}`
  const [arrived] = (await call('clerk', 'GET', query)).body['incoming'] as {
    id: string
    fromOrgan: string
  }[]
  expect(arrived).toMatchObject({ state: 'arrived', fromOrgan: COMMUNE_ORGAN, subject: 'Báo cáo tuần' })
  expect(await call('clerk', 'POST', `/incoming/${arrived?.id}/registration`)).toMatchObject({
    body: { number: 1 },
  })

  const status = async () =>
    ((await call('officer', 'GET', `/outgoing/${id}`)).body['receivers'] as { status?: string }[])[0]?.status
  expect(
    await waitUntil(async () => {
      await collect(COMMUNE)
      return (await status()) === 'registered'
    }),
  ).toBe('met')
})

test('an empty inbox is no fault; an axis that is away is: 502', async () => {
  const { status, body } = await call('clerk', 'POST', '/incoming/collection', { unit: '25750' })
  expect([status, body]).toEqual([200, { listed: 0, taken: 0, failed: 0 }])
  await national[Symbol.asyncDispose]()
  expect(await collect(OFFICE)).toMatchObject({ status: 502, body: { type: 'axis-unavailable' } })
})
