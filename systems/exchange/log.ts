// systems/exchange/log.ts: the signed chain of what passed the exchange, and its offline check. Stores nothing; log-store.ts does.
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import canonicalize from 'canonicalize'

const DIRECTIONS = ['call-request', 'call-answer', 'message-stored', 'message-delivered'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** What is known of one passage before it has a place in the chain. */
export type Passage = {
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string
  readonly direction: Direction
  /** `instance/class/member/subsystem`. */
  readonly client: string
  /** `instance/class/member/subsystem/service`. */
  readonly service: string
  /** X-Road-Id. */
  readonly id: string
  readonly requestHash: string
  /** Null while there is no answer. */
  readonly responseHash: string | null
  /** HTTP status of the answer; null while there is none. */
  readonly status: number | null
}

export type LogEntry = Passage & {
  /** From 1, without gaps. */
  readonly seq: number
  /** Hash of the entry before; 64 zeros for the first. */
  readonly prev: string
  /** SHA-256, hex, of the canonical JSON (RFC 8785) of everything above. */
  readonly hash: string
  /** ECDSA P-256 with SHA-256 over the 32 bytes of `hash`, DER, base64: `openssl dgst -sha256 -verify` reads it. */
  readonly signature: string
}

export type Head = { readonly seq: number; readonly hash: string }
export const GENESIS: Head = { seq: 0, hash: '0'.repeat(64) }

export type LogVerdict =
  | { readonly ok: true; readonly count: number; readonly head: Head }
  | {
      readonly ok: false
      /** The place where the first bad entry stands or is missing. */
      readonly seq: number
      readonly reason: 'out-of-sequence' | 'broken-chain' | 'altered' | 'bad-signature' | 'not-the-head'
    }

/** The passages as entries following `head`, in order. */
export function chain(head: Head, passages: readonly Passage[], key: KeyObject): LogEntry[] {
  const entries: LogEntry[] = []
  let { seq, hash: prev } = head
  for (const passage of passages) {
    seq += 1
    const hash = entryHash({ ...passage, seq, prev })
    const signature = sign('sha256', Buffer.from(hash, 'hex'), key).toString('base64')
    entries.push({ ...passage, seq, prev, hash, signature })
    prev = hash
  }
  return entries
}

/**
 * Checks order, chain, content and signature of every entry, without the exchange. `publicKey`: SPKI PEM.
 * `from`: the entry before the first (default: the beginning). `head`: what the last must be, so that a log cut
 * short at its end is found too. Names the first bad entry.
 */
export function verifyLog(
  entries: readonly LogEntry[],
  publicKey: string,
  ends: { from?: Head; head?: Head } = {},
): LogVerdict {
  const key = createPublicKey(publicKey)
  let before = ends.from ?? GENESIS
  for (const entry of entries) {
    const seq = before.seq + 1
    if (entry.seq !== seq) return { ok: false, seq, reason: 'out-of-sequence' }
    if (entry.prev !== before.hash) return { ok: false, seq, reason: 'broken-chain' }
    if (entryHash(entry) !== entry.hash) return { ok: false, seq, reason: 'altered' }
    if (!verify('sha256', Buffer.from(entry.hash, 'hex'), key, Buffer.from(entry.signature, 'base64')))
      return { ok: false, seq, reason: 'bad-signature' }
    before = { seq, hash: entry.hash }
  }
  const { head } = ends
  if (head !== undefined && (head.seq !== before.seq || head.hash !== before.hash))
    return { ok: false, seq: Math.min(head.seq, before.seq) + 1, reason: 'not-the-head' }
  return { ok: true, count: entries.length, head: before }
}

function entryHash(entry: Passage & { readonly seq: number; readonly prev: string }): string {
  const { seq, time, direction, client, service, id, requestHash, responseHash, status, prev } = entry
  const said = canonicalize({
    seq,
    time,
    direction,
    client,
    service,
    id,
    requestHash,
    responseHash,
    status,
    prev,
  })
  return createHash('sha256').update(String(said)).digest('hex')
}
