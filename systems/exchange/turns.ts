// systems/exchange/turns.ts: pg-boss as the exchange uses it: one queue per peer, a turn per message, one turn at a time per key. Sends nothing.
import { PgBoss } from 'pg-boss'
import type { Database } from '../kit/database.ts'
import { withPassword } from '../kit/database.ts'

/**
 * A turn is the right to deliver the oldest undelivered message of its key; there are as many turns as messages waiting.
 * It is not bound to a message: turns stored in one transaction have no order among themselves, messages do.
 */
export type Turn = { readonly id: string; readonly receiver: string; readonly orderKey: string }

export type Turns = AsyncDisposable & {
  /** Makes the queue of a receiver; again is harmless. */
  open(receiver: string): Promise<void>
  /** In the transaction that stores the messages. */
  add(tx: Database, turns: readonly { receiver: string; orderKey: string }[]): Promise<void>
  /** Takes up to `count` turns that are due, never two of one key. */
  take(receiver: string, count: number): Promise<Turn[]>
  /** The turn has been used; in the transaction that records the delivery. */
  finish(tx: Database, turns: readonly Turn[]): Promise<void>
  /** The turn comes again after one to two seconds, or after `waitSeconds` when given. */
  postpone(tx: Database, turns: readonly Turn[], waitSeconds?: number): Promise<void>
}

const TEN_YEARS_SECONDS = 10 * 366 * 86_400
const INT_MAX = 2_147_483_647

/** Starts pg-boss in schema `pgboss` of the exchange's own database. `onError` hears of failed maintenance. */
export async function openTurns(options: {
  databaseUrl: string
  databasePassword?: string
  /** Longer than a delivery may take, so that only a dead replica's turns run out. */
  turnSeconds: number
  onError: (error: Error) => void
}): Promise<Turns> {
  const boss = new PgBoss({
    connectionString: withPassword(options.databaseUrl, options.databasePassword),
    application_name: 'exchange-turns',
    max: 3,
    schedule: false,
    // A killed replica's turns come back within `turnSeconds` and this.
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
  })
  boss.on('error', options.onError)
  await boss.start()
  return {
    open: (receiver) => boss.createQueue(queueOf(receiver), QUEUE),
    add: async (tx, turns) => {
      for (const [receiver, group] of Map.groupBy(turns, (turn) => turn.receiver))
        await boss.insert(
          queueOf(receiver),
          group.map(({ orderKey }) => ({
            ...{ singletonKey: orderKey, data: { receiver }, expireInSeconds: options.turnSeconds },
          })),
          { db: bossDatabase(tx) },
        )
    },
    take: async (receiver, count) => {
      const jobs = await boss.fetch(queueOf(receiver), { batchSize: count, includeMetadata: true })
      return jobs.map((job) => ({ id: job.id, receiver, orderKey: job.singletonKey ?? '' }))
    },
    finish: (tx, turns) =>
      eachQueue(
        turns,
        async (queue, ids) => void (await boss.deleteJob(queue, ids, { db: bossDatabase(tx) })),
      ),
    postpone: (tx, turns, waitSeconds) =>
      eachQueue(turns, async (queue, ids) => {
        await boss.fail(queue, ids, null, { db: bossDatabase(tx) })
        if (waitSeconds === undefined) return
        for (const id of ids)
          await boss.update(queue, undefined, { id, startAfter: waitSeconds, db: bossDatabase(tx) })
      }),
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false, close: true }),
  }
}

const QUEUE = {
  policy: 'key_strict_fifo',
  retentionSeconds: TEN_YEARS_SECONDS,
  retryLimit: INT_MAX,
  retryDelay: 1,
  retryBackoff: true,
  // Catching up after an outage must start within seconds of the return.
  retryDelayMax: 2,
}

function queueOf(receiver: string): string {
  return `to.${receiver}`
}

async function eachQueue(
  turns: readonly Turn[],
  work: (queue: string, ids: string[]) => Promise<void>,
): Promise<void> {
  for (const [receiver, group] of Map.groupBy(turns, (turn) => turn.receiver))
    await work(
      queueOf(receiver),
      group.map(({ id }) => id),
    )
}

function bossDatabase(tx: Database) {
  return { executeSql: async (text: string, values?: unknown[]) => ({ rows: await tx.query(text, values) }) }
}
