// systems/identity/password.ts: salted scrypt hashes of passwords. Stores nothing.
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

// RFC 7914 parameters; 16 MiB and about 50 ms each on one core (own figure: OWASP's minimum for N is 2^17 with p = 1 or
// 2^14 with p = 5; the latter fits a laptop that signs many people in at once).
const COST = { N: 2 ** 14, r: 8, p: 5 } as const
const KEY_BYTES = 32
const SALT_BYTES = 16
/** Above what COST needs (128 · N · r bytes), so that Node lets it run. */
const MEMORY_MAX_BYTES = 64 * 1024 * 1024

/** `scrypt$N$r$p$salt$key`, salt and key in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const key = await derive(password, salt, COST)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** False for a wrong password and for a hash that cannot be read. Takes the same time for either answer. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, n, r, p, salt, expected] = stored.split('$')
  if (scheme !== 'scrypt' || salt === undefined || expected === undefined) return false
  const key = await derive(password, Buffer.from(salt, 'base64url'), {
    N: Number(n),
    r: Number(r),
    p: Number(p),
  })
  const wanted = Buffer.from(expected, 'base64url')
  return wanted.length === key.length && timingSafeEqual(wanted, key)
}

/** NFC first: the same Vietnamese password typed on two keyboards may differ in its code points. */
function derive(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, { ...cost, maxmem: MEMORY_MAX_BYTES }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  )
}
