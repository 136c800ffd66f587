// checks/sample/random.ts: repeatable draws from a seed. Not for secrets.

export type Random = {
  /** A number in [0, 1). */
  unit(): number
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number
  /** True with the given probability. */
  chance(share: number): boolean
  pick<T>(items: readonly [T, ...T[]]): T
}

/** Draws that depend on nothing but the words: mulberry32, seeded with their 32-bit FNV-1a hash. */
export function randomFrom(...words: readonly (string | number)[]): Random {
  let state = fnv1a(words.join('\u0000'))
  const unit = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (from: number, to: number) => from + Math.floor(unit() * (to - from + 1))
  return {
    unit,
    between,
    chance: (share) => unit() < share,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash | 0
}
