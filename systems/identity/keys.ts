// systems/identity/keys.ts: the keys that sign tokens and cookies, made once and kept in the database. Does not rotate them.
import { randomBytes } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import type { Database } from '../kit/database.ts'

export type Keys = {
  /** Private keys, newest first: the first signs, all are published at /jwks. */
  readonly signing: readonly JWK[]
  /** Newest first: the first signs cookies, all verify them. */
  readonly cookie: readonly string[]
}

const KEYS_LOCK = 790_702

/** Reads the keys, making them when there are none. Replicas that start at once get the same. */
export async function loadKeys(db: Database): Promise<Keys> {
  return db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [KEYS_LOCK])
    const signing = await read<JWK>(tx, 'signing')
    const cookie = await read<{ secret: string }>(tx, 'cookie')
    if (signing.length === 0) signing.push(await keep(tx, 'signing', await newSigningKey()))
    if (cookie.length === 0)
      cookie.push(await keep(tx, 'cookie', { secret: randomBytes(32).toString('base64url') }))
    return { signing, cookie: cookie.map((row) => row.secret) }
  })
}

async function read<T>(tx: Database, purpose: 'signing' | 'cookie'): Promise<T[]> {
  const rows = await tx.query<{ material: T }>(
    'select material from secret_key where purpose = $1 order by created_at desc, id',
    [purpose],
  )
  return rows.map((row) => row.material)
}

async function keep<T extends object>(tx: Database, purpose: 'signing' | 'cookie', material: T): Promise<T> {
  const id = 'kid' in material ? String(material.kid) : randomBytes(8).toString('hex')
  await tx.query('insert into secret_key (purpose, id, material) values ($1, $2, $3)', [
    purpose,
    id,
    JSON.stringify(material),
  ])
  return material
}

async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' }
}
