// systems/exchange/rights-store.ts: the rights in force, read from PostgreSQL and kept for two seconds. What they mean stands in rights.ts.
import type { Database } from '../kit/database.ts'
import type { Right } from './rights.ts'

const KEPT_MS = 2_000

/** The table `service_right`; a change takes effect within two seconds, without a restart. */
export function createRights(db: Database): () => Promise<readonly Right[]> {
  let kept: { readonly rights: Promise<readonly Right[]>; readonly untilMs: number } | undefined
  return async () => {
    if (kept === undefined || Date.now() >= kept.untilMs) {
      const rights = db.query<Right>('select client, provider, service, method, path from service_right')
      kept = { rights, untilMs: Date.now() + KEPT_MS }
      rights.catch(() => {
        kept = undefined
      })
    }
    return kept.rights
  }
}
