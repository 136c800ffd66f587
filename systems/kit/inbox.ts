// systems/kit/inbox.ts: gives a delivered message its effect exactly once. Answers nobody and sends nothing.
import type { Database } from './database.ts'

/**
 * Runs `work` unless the message has had its effect already. Must be called inside the transaction `work` writes in.
 * A second delivery at the same moment waits for the first transaction, then answers `repeated`.
 */
export async function receiveOnce(
  tx: Database,
  messageId: string,
  work: () => Promise<void>,
): Promise<'done' | 'repeated'> {
  const rows = await tx.query(
    'insert into inbox (message_id) values ($1) on conflict (message_id) do nothing returning message_id',
    [messageId],
  )
  if (rows.length === 0) return 'repeated'
  await work()
  return 'done'
}
