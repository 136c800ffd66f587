// systems/kit/idempotency.ts: gives a client's repeated request the first answer again. Does not deduplicate messages: that is inbox.ts.
import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import canonicalize from 'canonicalize'
import type { Caller } from './auth.ts'
import type { Database } from './database.ts'
import { Problem } from './problem.ts'

export type Attempt = {
  readonly operation: string
  readonly caller: Caller
  readonly headers: IncomingHttpHeaders
  /** Parameters and body: the same key with another request is a mistake of the client's. The order of fields makes no other request. */
  readonly request: unknown
}

/** The request's `Idempotency-Key`. Throws Problem 400 `idempotency-key-missing`. */
export function idempotencyKey(headers: IncomingHttpHeaders): string {
  const key = headers['idempotency-key']
  if (typeof key !== 'string' || key === '')
    throw new Problem(
      400,
      'idempotency-key-missing',
      'send Idempotency-Key: a value of your own for what is to be done',
    )
  return key
}

/**
 * Runs `work` for the first request of a caller with this key, and answers every later one with the first answer.
 * Must be called inside the transaction `work` writes in: what is rolled back may be tried again. A second request at the same
 * moment waits for the first. Throws Problem 422 `idempotency-key-reused` when the key came with another request.
 */
export async function oncePerKey<T>(
  tx: Database,
  attempt: Attempt,
  work: () => Promise<T>,
): Promise<{ readonly answer: T; readonly repeated: boolean }> {
  const name = [attempt.operation, attempt.caller.subject, idempotencyKey(attempt.headers)]
  const sha256 = createHash('sha256')
    .update(String(canonicalize(attempt.request)))
    .digest('hex')
  const taken = await tx.query(
    `insert into idempotency (operation, subject, key, request_sha256) values ($1, $2, $3, $4)
     on conflict do nothing returning key`,
    [...name, sha256],
  )
  const place = 'operation = $1 and subject = $2 and key = $3'
  if (taken.length > 0) {
    const answer = await work()
    await tx.query(`update idempotency set answer = $4 where ${place}`, [...name, JSON.stringify(answer)])
    return { answer, repeated: false }
  }
  const [first] = await tx.query<{ request_sha256: string; answer: T }>(
    `select request_sha256, answer from idempotency where ${place}`,
    name,
  )
  if (first === undefined) throw new Error('an idempotency key was taken and is gone')
  if (first.request_sha256 !== sha256)
    throw new Problem(422, 'idempotency-key-reused', 'this Idempotency-Key came with another request before')
  return { answer: first.answer, repeated: true }
}
