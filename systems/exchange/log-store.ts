// systems/exchange/log-store.ts: keeps the signed log in PostgreSQL as one chain, however many replicas write. What an entry is stands in log.ts.
import { createPublicKey, type KeyObject, sign } from 'node:crypto'
import type { Database } from '../kit/database.ts'
import { type Batch, batched } from './batch.ts'
import { chain, type Head, type LogEntry, type Passage } from './log.ts'
import { type Claim, type ClaimResult, claimIds } from './request-id.ts'

export type LogProof = Head & {
  /** Over the 32 bytes of `hash`, DER, base64; null while the log is empty. */
  readonly signature: string | null
  /** SPKI PEM. */
  readonly publicKey: string
}

export type LogStore = {
  /** Appends in `tx`. Must be the transaction's last statement: the head stays locked until it ends. */
  append(tx: Database, passages: readonly Passage[]): Promise<void>
  /** Appends one passage, with its id claimed when `claim` is given; a conflicting one is not appended. */
  note(passage: Passage, claim?: Claim): Promise<ClaimResult>
  page(query: { after: number; limit: number; id?: string }): Promise<LogEntry[]>
  proof(): Promise<LogProof>
}

type Note = { readonly passage: Passage; readonly claim: Claim | undefined }

const GROUP_MAX = 100
const COLUMNS = `seq, time, direction, client, service, id, request_hash as "requestHash",
  response_hash as "responseHash", status, prev, hash, signature`

/** The log in this database, each entry signed with `key` and written in the transaction of what it tells of. */
export function createLogStore(db: Database, key: KeyObject): LogStore {
  const append = (tx: Database, passages: readonly Passage[]) => appendTo(tx, passages, key)
  const notes: Batch<Note, ClaimResult> = batched(GROUP_MAX, (items) =>
    db.transaction((tx) => noteAll(tx, items, append)),
  )
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
  return {
    append,
    note: (passage, claim) => notes.add({ passage, claim }),
    page: ({ after, limit, id }) =>
      db.query<LogEntry>(
        `select ${COLUMNS} from log_entry where seq > $1 and ($3::text is null or id = $3) order by seq limit $2`,
        [after, limit, id ?? null],
      ),
    proof: async () => {
      const [head] = await db.query<Head>('select seq, hash from log_head')
      if (head === undefined) throw new Error('log_head is empty: the schema was not applied')
      const signature =
        head.seq === 0 ? null : sign('sha256', Buffer.from(head.hash, 'hex'), key).toString('base64')
      return { ...head, signature, publicKey }
    },
  }
}

async function noteAll(
  tx: Database,
  items: readonly Note[],
  append: LogStore['append'],
): Promise<readonly ClaimResult[]> {
  const claims = items.flatMap(({ claim }) => (claim === undefined ? [] : [claim]))
  const claimed = claims.length === 0 ? [] : [...(await claimIds(tx, claims))]
  const results = items.map(({ claim }) => (claim === undefined ? 'fresh' : (claimed.shift() ?? 'conflict')))
  const logged = items.filter((_, index) => results[index] !== 'conflict').map(({ passage }) => passage)
  await append(tx, logged)
  return results
}

async function appendTo(tx: Database, passages: readonly Passage[], key: KeyObject): Promise<void> {
  if (passages.length === 0) return
  const [head] = await tx.query<Head>('select seq, hash from log_head for update')
  if (head === undefined) throw new Error('log_head is empty: the schema was not applied')
  const entries = chain(head, passages, key)
  const last = entries.at(-1)
  await tx.query(
    `insert into log_entry (seq, time, direction, client, service, id, request_hash, response_hash, status, prev, hash, signature)
     select x.seq, x.time, x.direction, x.client, x.service, x.id, x."requestHash", x."responseHash", x.status, x.prev, x.hash, x.signature
     from json_to_recordset($1::json) as x (seq bigint, time text, direction text, client text, service text, id text,
       "requestHash" text, "responseHash" text, status integer, prev text, hash text, signature text)`,
    [JSON.stringify(entries)],
  )
  await tx.query('update log_head set seq = $1, hash = $2', [last?.seq, last?.hash])
}
