// systems/exchange/request-id.ts: one X-Road-Id, one content, for ever. Stores the ids, not what was said under them.
import type { Database } from '../kit/database.ts'

export type Claim = {
  readonly id: string
  /** `instance/class/member/subsystem`. */
  readonly client: string
  /** SHA-256, hex, of what the id stands for. */
  readonly fingerprint: string
}

/** fresh: first seen; repeated: the same content again; conflict: the id stands for something else (X3). */
export type ClaimResult = 'fresh' | 'repeated' | 'conflict'

/** Claims ids in `tx`, in order: of two equal ids in one group the first is fresh. */
export async function claimIds(tx: Database, claims: readonly Claim[]): Promise<readonly ClaimResult[]> {
  const columns = [claims.map(({ id }) => id), claims.map(({ client }) => client), claims.map(print)]
  // Sorted by id: two replicas claiming the same ids in different order would lock each other out.
  const inserted = await tx.query<{ id: string }>(
    `insert into request_id (id, client, fingerprint)
     select * from unnest($1::uuid[], $2::text[], $3::text[]) as claim (id, client, fingerprint) order by id
     on conflict (id) do nothing returning id`,
    columns,
  )
  const fresh = new Set(inserted.map(({ id }) => id))
  const known = await tx.query<{ id: string; client: string; fingerprint: string }>(
    'select id, client, fingerprint from request_id where id = any($1::uuid[])',
    [claims.map(({ id }) => id)],
  )
  const byId = new Map(known.map((row) => [row.id, row]))
  return claims.map((claim) => {
    const row = byId.get(claim.id.toLowerCase())
    if (row?.client !== claim.client || row.fingerprint !== claim.fingerprint) return 'conflict'
    return fresh.delete(row.id) ? 'fresh' : 'repeated'
  })
}

function print({ fingerprint }: Claim): string {
  return fingerprint
}
