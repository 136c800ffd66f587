// systems/exchange/headers.ts: which headers pass the exchange, and the head its hashes cover. Adds no header by itself.

/** Header lines in the order and spelling received. */
export type Headers = readonly (readonly [name: string, value: string])[]

// RFC 9110 7.6.1, plus what PR-REST drops because each hop makes its own.
const HOP_BY_HOP = [
  'connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer',
  'transfer-encoding', 'upgrade',
] // biome-ignore format: one list
const OWN_EACH_HOP = ['host', 'user-agent', 'server', 'content-length', 'expect']

/** Node's flat `rawHeaders` as pairs. */
export function pairs(raw: readonly string[]): Headers {
  const result: [string, string][] = []
  for (let index = 0; index + 1 < raw.length; index += 2)
    result.push([raw[index] ?? '', raw[index + 1] ?? ''])
  return result
}

/** The headers that may go on: hop-by-hop ones, those `Connection` names, and each hop's own are left out. */
export function passing(headers: Headers, alsoDropped: readonly string[] = []): Headers {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((token) => token.trim().toLowerCase()))
  const dropped = new Set([...HOP_BY_HOP, ...OWN_EACH_HOP, ...named, ...alsoDropped])
  return headers.filter(([name]) => !dropped.has(name.toLowerCase()))
}

/** The last value of a header (PR-REST: of several X-Road-Client the last wins). */
export function last(headers: Headers, name: string): string | undefined {
  return headers.findLast(([key]) => key.toLowerCase() === name)?.[1]
}
