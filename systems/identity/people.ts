// systems/identity/people.ts: people, their passwords, and the lock after wrong tries. Knows nothing of OpenID Connect.
import type { Role } from '../../types/system.ts'
import type { Database } from '../kit/database.ts'
import { Problem } from '../kit/problem.ts'
import { hashPassword, verifyPassword } from './password.ts'

export type Person = {
  readonly subject: string
  readonly username: string
  readonly displayName: string
  readonly roles: readonly Role[]
  readonly unit: string | null
  readonly state: 'active' | 'revoked'
}

export type NewPerson = {
  readonly username: string
  readonly displayName: string
  readonly password: string
  readonly roles: readonly Role[]
  readonly unit?: string
}

export type Attempt = {
  readonly username: string
  readonly password: string
  /** Where it came from, for the record. */
  readonly address: string
}

export type SignIn =
  | { readonly outcome: 'signed-in'; readonly subject: string }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'locked' }

/** Wrong tries before the name is locked, and for how long: own figures; the sources name a lock-out without numbers. */
const TRIES_MAX = 5
export const LOCK_MINUTES = 15
/** As in contract and schema: a longer name is nobody’s. */
export const USERNAME_MAX = 64

const COLUMNS = 'subject, username, display_name as "displayName", roles, unit, state'

/** Throws Problem 409 when the username is taken. */
export async function addPerson(db: Database, person: NewPerson, rehearsal = false): Promise<Person> {
  const hash = await hashPassword(person.password)
  const rows = await db.query<Person>(
    `insert into person (username, display_name, password_hash, roles, unit, rehearsal) values ($1, $2, $3, $4, $5, $6)
     on conflict (username) do nothing returning ${COLUMNS}`,
    [person.username, person.displayName, hash, person.roles, person.unit ?? null, rehearsal],
  )
  const [added] = rows
  if (added === undefined)
    throw new Problem(409, 'username-taken', `there is already a person named ${person.username}`)
  return added
}

/** People by username, after `after`; of one unit where one is given. */
export function listPeople(
  db: Database,
  page: { readonly after: string; readonly limit: number; readonly unit?: string | undefined },
): Promise<Person[]> {
  return db.query<Person>(
    `select ${COLUMNS} from person where username > $1 and ($3::text is null or unit = $3) order by username limit $2`,
    [page.after, page.limit, page.unit ?? null],
  )
}

/** An active person by subject; undefined for one who is unknown or whose access was revoked. */
export async function findPerson(db: Database, subject: string): Promise<Person | undefined> {
  const rows = await db.query<Person>(
    `select ${COLUMNS} from person where subject::text = $1 and state = 'active'`,
    [subject],
  )
  return rows[0]
}

/** Ends a person's access, their sessions and grants with it. Throws Problem 404, and what `mayRevoke` throws; then nothing has ended. */
export async function revokePerson(
  db: Database,
  username: string,
  mayRevoke: (person: Person) => void,
): Promise<Person> {
  return db.transaction(async (tx) => {
    const rows = await tx.query<Person>(
      `update person set state = 'revoked' where username = $1 returning ${COLUMNS}`,
      [username],
    )
    const [person] = rows
    if (person === undefined) throw new Problem(404, 'unknown-person', `there is no person named ${username}`)
    mayRevoke(person)
    await tx.query(`delete from oidc_record where payload->>'accountId' = $1`, [person.subject])
    return person
  })
}

/**
 * Checks a username and password. The fifth wrong try in a row locks the name for 15 minutes; a locked name answers
 * `locked` whatever the password, and a name nobody has behaves the same.
 */
export async function signIn(db: Database, { username, password, address }: Attempt): Promise<SignIn> {
  // PostgreSQL has no U+0000; the name that stands for it is nobody's, and is counted and locked like any other.
  const name = username.trim().toLowerCase().replaceAll('\u0000', '\ufffd')
  const result = await judge(db, name, password)
  const subject = result.outcome === 'signed-in' ? result.subject : null
  await db.query('insert into sign_in (subject, outcome, address) values ($1, $2, $3)', [
    subject,
    result.outcome,
    address,
  ])
  return result
}

async function judge(db: Database, username: string, password: string): Promise<SignIn> {
  // The try is counted before it is judged: many at once would otherwise all pass before the fifth had failed.
  const [attempt] = await db.query<{ failures: number; locked: boolean }>(
    `insert into sign_in_failure as f (username, failures, last_at) values ($1, 1, now())
     on conflict (username) do update set
       failures = case when f.locked_until <= now() then 1 else f.failures + 1 end,
       locked_until = case when f.locked_until <= now() then null
                           when f.locked_until is null and f.failures >= $2 then now() + $3 * interval '1 minute'
                           else f.locked_until end,
       last_at = now()
     returning failures, coalesce(locked_until > now(), false) as locked`,
    [username.slice(0, USERNAME_MAX), TRIES_MAX, LOCK_MINUTES],
  )
  if (attempt?.locked ?? true) return { outcome: 'locked' }
  const [person] = await db.query<{ subject: string; hash: string }>(
    `select subject, password_hash as hash from person where username = $1 and state = 'active'`,
    [username],
  )
  const right = await verifyPassword(password, person?.hash ?? (await decoy()))
  if (person === undefined || !right) {
    if (attempt !== undefined && attempt.failures >= TRIES_MAX) await lock(db, username)
    return { outcome: 'refused' }
  }
  await db.query(
    'delete from sign_in_failure where username = $1 and (locked_until is null or locked_until <= now())',
    [username],
  )
  return { outcome: 'signed-in', subject: person.subject }
}

async function lock(db: Database, username: string): Promise<void> {
  await db.query(
    `update sign_in_failure set locked_until = now() + $2 * interval '1 minute' where username = $1 and locked_until is null`,
    [username.slice(0, USERNAME_MAX), LOCK_MINUTES],
  )
}

let decoyHash: Promise<string> | undefined

/** A hash to compare with when nobody has the name, so that the answer takes as long. */
function decoy(): Promise<string> {
  decoyHash ??= hashPassword('nobody has this password')
  return decoyHash
}
