// systems/identity/rehearsal.ts: accounts to sign in with during a rehearsal, one per role; removed where rehearsals are not allowed.
import { ROLES, type Role } from '../../types/system.ts'
import type { Database } from '../kit/database.ts'
import type { UnitList } from '../kit/units.ts'
import { hashPassword } from './password.ts'

/** Roles that work in one commune; the others are the province's. */
const UNIT_BOUND: readonly Role[] = ['officer', 'leader', 'clerk']

/** Makes the accounts `rehearsal-<role>` agree with the secret: absent without it, with it as their password otherwise. */
export async function syncRehearsalPeople(
  db: Database,
  units: UnitList,
  secret: string | undefined,
): Promise<void> {
  if (secret === undefined) {
    await db.transaction(async (tx) => {
      await tx.query(
        `delete from oidc_record where payload->>'accountId' in (select subject::text from person where rehearsal)`,
      )
      await tx.query('delete from person where rehearsal')
    })
    return
  }
  const hash = await hashPassword(secret)
  const unit = units.units[0]?.code ?? null
  for (const role of ROLES)
    await db.query(
      `insert into person (username, display_name, password_hash, roles, unit, rehearsal) values ($1, $2, $3, $4, $5, true)
       on conflict (username) do update set password_hash = excluded.password_hash where person.rehearsal`,
      [`rehearsal-${role}`, `Diễn tập (${role})`, hash, [role], UNIT_BOUND.includes(role) ? unit : null],
    )
}
