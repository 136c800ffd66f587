// systems/national/portal-session.ts: login to the portal's adapter (generation A): a session for a known account. Checks no message.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { SansangError } from '../../types/error.ts'
import type { Database } from '../kit/database.ts'

/** Account → password. Without any, nobody logs in; the exchange needs no session. */
export type Accounts = Readonly<Record<string, string>>

const SESSION_MINUTES = 60

/** PORTAL_ACCOUNTS, a JSON map, or none. Throws `bad-portal-accounts`. */
export function readAccounts(text: string | undefined): Accounts {
  if (text === undefined || text === '') return {}
  const bad = (cause?: unknown) =>
    new SansangError('bad-portal-accounts', {
      message: 'PORTAL_ACCOUNTS is not a JSON map of account to password',
      hint: 'set it like {"hcm":"…"}, or leave it out',
      where: 'PORTAL_ACCOUNTS',
      cause,
    })
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch (cause) {
    throw bad(cause)
  }
  if (typeof said !== 'object' || said === null || Array.isArray(said)) throw bad()
  const accounts = Object.entries(said).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  if (accounts.length !== Object.keys(said).length) throw bad()
  return Object.fromEntries(accounts)
}

/** A new session, or undefined where account and password do not match. */
export async function login(
  db: Database,
  accounts: Accounts,
  { username, password }: { username: string; password: string },
): Promise<string | undefined> {
  const known = Object.hasOwn(accounts, username) ? accounts[username] : undefined
  if (known === undefined || !same(known, password)) return undefined
  const session = randomBytes(24).toString('base64url')
  await db.query(
    `insert into portal_session (session, account, expires_at) values ($1, $2, now() + $3 * interval '1 minute')`,
    [session, username, SESSION_MINUTES],
  )
  return session
}

/** The account of a session in force; undefined for any other. */
export async function accountOf(db: Database, session: string): Promise<string | undefined> {
  const [row] = await db.query<{ account: string }>(
    'select account from portal_session where session = $1 and expires_at > now()',
    [session],
  )
  return row?.account
}

function same(known: string, given: string): boolean {
  const [a, b] = [Buffer.from(known), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}
