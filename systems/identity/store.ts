// systems/identity/store.ts: what the OpenID provider must remember, in PostgreSQL, for all replicas. Interprets none of it.
import type { Adapter, AdapterFactory, AdapterPayload, ClientMetadata } from 'oidc-provider'
import { errors } from 'oidc-provider'
import type { Database } from '../kit/database.ts'
import { unsoundness } from '../kit/soundness.ts'

type Stored = { payload: AdapterPayload; consumed: number | null }

const SELECT = `select payload, extract(epoch from consumed_at)::int as consumed from oidc_record
  where model = $1 and (expires_at is null or expires_at > now())`

/** One adapter for each kind of record. */
export function createStore(db: Database): AdapterFactory {
  return (model) => recordsOf(db, model)
}

function recordsOf(db: Database, model: string): Adapter {
  const findBy = async (
    column: 'id' | 'uid' | 'user_code',
    value: string,
  ): Promise<AdapterPayload | undefined> => {
    // It comes from a stranger's request, and PostgreSQL would fail on a text nothing can be stored under.
    if (unsoundness(column, value).length > 0) return undefined
    const [row] = await db.query<Stored>(`${SELECT} and ${column} = $2`, [model, value])
    if (row === undefined) return undefined
    return row.consumed === null ? row.payload : { ...row.payload, consumed: row.consumed }
  }
  return {
    upsert: async (id, payload, expiresIn) => {
      const [fault] = unsoundness('request', payload)
      if (fault !== undefined) throw new errors.InvalidRequest(`${fault.where} ${fault.message}`)
      await db.query(
        `insert into oidc_record (model, id, payload, grant_id, uid, user_code, expires_at)
         values ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 second')
         on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id,
           uid = excluded.uid, user_code = excluded.user_code, expires_at = excluded.expires_at`,
        [
          model,
          id,
          JSON.stringify(payload),
          payload.grantId ?? null,
          payload.uid ?? null,
          payload.userCode ?? null,
          expiresIn ?? null,
        ],
      )
    },
    find: (id) => findBy('id', id),
    findByUid: (uid) => findBy('uid', uid),
    findByUserCode: (userCode) => findBy('user_code', userCode),
    consume: async (id) => {
      const rows = await db.query(
        'update oidc_record set consumed_at = now() where model = $1 and id = $2 and consumed_at is null returning id',
        [model, id],
      )
      // Two requests with one code at the same moment both find it unused; only one may go on.
      if (rows.length === 0) throw new errors.InvalidGrant(`${model} already consumed`)
    },
    destroy: async (id) => {
      await db.query('delete from oidc_record where model = $1 and id = $2', [model, id])
    },
    revokeByGrantId: async (grantId) => {
      await db.query('delete from oidc_record where grant_id = $1', [grantId])
    },
  }
}

/** Registers an application, or changes it; it never expires. */
export async function keepClient(db: Database, clientId: string, metadata: ClientMetadata): Promise<void> {
  await db.query(
    `insert into oidc_record (model, id, payload) values ('Client', $1, $2)
     on conflict (model, id) do update set payload = excluded.payload`,
    [clientId, JSON.stringify(metadata)],
  )
}

const SWEEP_EVERY_MS = 60_000
const FAILURES_KEPT_HOURS = 24

/** Deletes what has expired, once a minute, until disposed. A failed sweep is tried again with the next. */
export function startSweep(db: Database, onFailure: (error: unknown) => void): AsyncDisposable {
  const sweep = async (): Promise<void> => {
    await db.query('delete from oidc_record where expires_at < now()')
    await db.query(`delete from sign_in_failure where last_at < now() - $1 * interval '1 hour'`, [
      FAILURES_KEPT_HOURS,
    ])
  }
  const timer = setInterval(() => void sweep().catch(onFailure), SWEEP_EVERY_MS)
  return { [Symbol.asyncDispose]: async () => clearInterval(timer) }
}
