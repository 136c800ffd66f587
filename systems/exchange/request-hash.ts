// systems/exchange/request-hash.ts: the hash that binds a request or an answer to the log: base64(SHA-512(SHA-512(head) ‖ SHA-512(body))).
import { createHash } from 'node:crypto'
import type { Headers } from './headers.ts'

/**
 * X-Road-Request-Hash (PR-REST 4.3). `first` are the head's own lines: verb and request target, or the status of an answer.
 * Headers are those left after filtering, in order. Without a body: base64(SHA-512(head)).
 */
export function messageHash(message: { first: readonly string[]; headers: Headers; body: Buffer }): string {
  const lines = [...message.first, ...message.headers.map(([name, value]) => `${name}:${value}`)]
  const head = sha512(Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'utf8'))
  if (message.body.length === 0) return head.toString('base64')
  return sha512(Buffer.concat([head, sha512(message.body)])).toString('base64')
}

function sha512(bytes: Buffer): Buffer {
  return createHash('sha512').update(bytes).digest()
}
