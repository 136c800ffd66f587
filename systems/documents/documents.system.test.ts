// documents.system.test.ts: the documents system as two processes on one PostgreSQL: doors, books under concurrency, the way through.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../../types/system.ts'
import { openDatabase } from '../kit/database.ts'
import { type Bench, startBench, withKey } from '../kit/fixtures/bench.ts'
import { tryEveryDoor } from '../kit/fixtures/role-matrix.ts'
import { PATIENCE } from '../kit/fixtures/testbed.ts'
import { createAdapter } from './adapter.ts'
import { commune, type Desk, openDesk } from './fixtures/desk.ts'
import { drawNumber } from './number-book.ts'

const CONTRACT = new URL('./contract.yaml', import.meta.url)
let bench: Bench
let desk: Desk

beforeAll(async () => {
  bench = await startBench('documents', new URL('./server.ts', import.meta.url))
  desk = openDesk(bench)
})
afterAll(() => bench[Symbol.asyncDispose]())

describe('the door', () => {
  test('every operation for every kind of caller', async () => {
    const trials = await tryEveryDoor(CONTRACT, bench.replicas[0].url, bench.identity)
    expect(trials).toHaveLength(26 * 7)
    expect(trials.filter(({ expected, found }) => expected !== found)).toEqual([])
  })

  test('a citizen is let in nowhere', async () => {
    const trials = await tryEveryDoor(CONTRACT, bench.replicas[0].url, bench.identity)
    expect(trials.filter(({ caller, found }) => caller === 'citizen' && found === 'let in')).toEqual([])
  })

  test('a clerk of one unit registers, reads and lists no other’s', async () => {
    const bound = { roles: ['clerk'], unit: commune(1) } as const
    expect(await bench.call(bound, 'POST', '/incoming', desk.entry(commune(0)), withKey())).toMatchObject({
      status: 403,
      body: { type: 'other-unit' },
    })
    const { body } = await desk.register(commune(0))
    expect(await bench.call(bound, 'GET', `/incoming/${body['id']}`)).toMatchObject({ status: 403 })
    await desk.register(commune(1))
    const own = (await bench.call(bound, 'GET', '/incoming')).body['incoming'] as { unit: string }[]
    expect(own.length).toBeGreaterThan(0)
    expect(own.filter(({ unit }) => unit !== commune(1))).toEqual([])
  })

  test('a former unit is refused with its successors', async () => {
    const answer = await desk.register('25741')
    expect(answer).toMatchObject({ status: 422, body: { type: 'former-unit' } })
    expect(answer.body['detail']).toContain('25747 or 25750')
  })
})

describe('the books', () => {
  test('sixty registrations by two processes at once: no gap, no double', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => desk.register(commune(10), index % 2 === 0 ? 0 : 1)),
    )
    expect(answers.filter(({ status }) => status !== 201)).toEqual([])
    expect(await desk.book(commune(10), 'incoming')).toMatchObject({
      count: 60,
      first: 1,
      last: 60,
      gaps: [],
      doubles: [],
    })
  })

  test('forty documents issued by two processes at once: no gap, no double', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => desk.signed(commune(11))))
    // Each is issued twice, as by two clerks: it keeps one number.
    const answers = await Promise.all(ids.flatMap((id) => [desk.issue(id, 0), desk.issue(id, 1)]))
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    expect(await desk.book(commune(11), 'outgoing')).toMatchObject({
      count: 40,
      first: 1,
      last: 40,
      gaps: [],
      doubles: [],
    })
    const notations = new Set(answers.map(({ body }) => body['notation']))
    expect(notations.size).toBe(40)
    expect(notations).toContain('01/QĐ-UBND')
  })

  test('an issue that fails after its number was drawn leaves no gap', async () => {
    const [first, second, third] = [
      await desk.signed(commune(12)),
      await desk.signed(commune(12)),
      await desk.signed(commune(12)),
    ]
    expect(await desk.issue(first)).toMatchObject({ status: 200, body: { number: 1 } })
    await bench.sql.query(`create function stop_issue() returns trigger language plpgsql as $$ begin
      if new.step = 'issue' then raise exception 'the disk is full'; end if; return new; end $$`)
    await bench.sql.query(
      'create trigger stop_issue before insert on history for each row execute function stop_issue()',
    )
    expect(await desk.issue(second)).toMatchObject({ status: 500 })
    await bench.sql.query('drop trigger stop_issue on history')
    expect(await desk.issue(third)).toMatchObject({ body: { number: 2 } })
    expect(await desk.issue(second)).toMatchObject({ body: { number: 3 } })
    expect(await desk.book(commune(12), 'outgoing')).toMatchObject({ count: 3, gaps: [], doubles: [] })
  })

  test('the book over the turn of the year, with a clock that is behind', async () => {
    await using db = {
      ...openDatabase({ url: bench.postgres.url('documents'), application: 'test', patience: PATIENCE }),
      [Symbol.asyncDispose]: () => db.close(),
    }
    const draw = (at: string) =>
      db.transaction((tx) => drawNumber(tx, { unit: 'turn', kind: 'outgoing' }, () => new Date(at)))
    // 17:00 UTC is midnight in Việt Nam.
    expect(await draw('2026-12-31T16:59:59Z')).toEqual({ number: 1, year: 2026, date: '2026-12-31' })
    expect(await draw('2026-12-31T17:00:00Z')).toEqual({ number: 1, year: 2027, date: '2027-01-01' })
    expect(await draw('2026-12-31T16:59:59Z')).toEqual({ number: 2, year: 2027, date: '2027-01-01' })
  })

  test('a gap and a double would be seen', async () => {
    const unit = commune(13)
    for (let count = 0; count < 4; count++) await desk.register(unit)
    await bench.sql.query('drop index incoming_number')
    await bench.sql.query('update incoming set number = 4 where unit = $1 and number = 2', [unit])
    expect(await desk.book(unit, 'incoming')).toMatchObject({ gaps: [2], doubles: [4] })
  })

  test('the same Idempotency-Key registers once; with another document it is refused', async () => {
    const once = withKey()
    const answers = await Promise.all(
      [0, 1, 0, 1].map((replica) =>
        bench.call('clerk', 'POST', '/incoming', desk.entry(commune(14)), {
          ...once,
          replica: replica as 0 | 1,
        }),
      ),
    )
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1)
    expect(await desk.book(commune(14), 'incoming')).toMatchObject({ count: 1 })
    expect(
      await bench.call('clerk', 'POST', '/incoming', { ...desk.entry(commune(14)), subject: 'khác' }, once),
    ).toMatchObject({ status: 422 })
    expect(await bench.call('clerk', 'POST', '/incoming', desk.entry(commune(14)))).toMatchObject({
      status: 400,
    })
  })
})

describe('the way through', () => {
  test('a step out of turn is refused and changes nothing', async () => {
    const { body } = await desk.register(commune(0))
    const path = `/incoming/${body['id']}`
    expect(await bench.call('officer', 'POST', `${path}/processing`)).toMatchObject({
      status: 409,
      body: { type: 'wrong-state' },
    })
    expect(await bench.call('clerk', 'GET', path)).toMatchObject({
      body: { state: 'registered', history: [{ step: 'register' }] },
    })
    const draft = await bench.call(
      'officer',
      'POST',
      '/outgoing',
      { unit: commune(0), type: 'notice', subject: 'x', department: 'VP' },
      withKey(),
    )
    expect(await desk.issue(String(draft.body['id']))).toMatchObject({ status: 409 })
  })

  test('what is signed cannot be issued once it has been changed', async () => {
    const id = await desk.signed(commune(0))
    await bench.sql.query(`update outgoing set content = 'Điều 2.' where id = $1`, [id])
    expect(await desk.issue(id)).toMatchObject({ status: 409, body: { type: 'content-changed' } })
  })

  const unfit: [string, { name: string; content: string }, number][] = [
    ['cut short on its way', { name: 'a.pdf', content: 'QUJDD' }, 422],
    ['with bits after its end', { name: 'a.pdf', content: 'QUJ=' }, 422],
    ['named like a folder', { name: '..', content: 'QUJD' }, 400],
  ]
  test.each(unfit)('a file %s is not drafted as if it were whole', async (_name, file, status) => {
    const attachments = [{ ...file, contentType: 'application/pdf' }]
    const draft = { unit: commune(17), type: 'letter', subject: 'V/v tệp', department: 'VP', attachments }
    expect(await bench.call('officer', 'POST', '/outgoing', draft, withKey())).toMatchObject({ status })
  })
  test('all three are tried', () => expect(unfit).toHaveLength(3))

  test('the signed wait in the order they must leave: urgent first', async () => {
    const unit = commune(15)
    const normal = await desk.signed(unit)
    const urgent = await desk.signed(unit, { priority: 'urgent' })
    const waiting = (await bench.call('clerk', 'GET', `/outgoing?unit=${unit}&state=signed`)).body[
      'outgoing'
    ] as {
      id: string
    }[]
    expect(waiting.map(({ id }) => id)).toEqual([urgent, normal])
  })

  test('the essential path, and what it stored, through the adapter', async () => {
    const token = (role: Role) => bench.identity.token({ roles: [role] })
    const adapter = createAdapter({
      baseUrl: bench.replicas[1].url,
      token,
      communes: [commune(16)],
      patience: PATIENCE,
    })
    expect((await adapter.essentialPath()).filter(({ ok }) => !ok)).toEqual([])
    expect(await adapter.units()).toHaveLength(168)
    const { body } = await desk.register(commune(16))
    const id = String(body['id'])
    const lost = randomUUID()
    expect([...(await adapter.stored([id, lost]))]).toEqual([
      [id, 1],
      [lost, 0],
    ])
    await bench.sql.query(
      `insert into incoming (id, unit, source, state, operation_key, from_name, notation, date, subject, priority, received_at)
       select gen_random_uuid(), unit, source, state, operation_key, from_name, notation, date, subject, priority, received_at from incoming where id = $1`,
      [id],
    )
    expect((await adapter.stored([id])).get(id)).toBe(2)
  })
})
