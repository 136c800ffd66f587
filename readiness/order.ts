// readiness/order.ts: the one order everything is sorted by. No locale: an auditor's machine may have another.

/** Compares by UTF-16 code unit, as RFC 8785 sorts keys. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A sorted copy, by the strings `keys` gives, the first difference deciding. */
export function sortedBy<T>(items: readonly T[], keys: (item: T) => readonly string[]): T[] {
  return items
    .map((item) => ({ item, keys: keys(item) }))
    .sort((a, b) => {
      for (const [index, key] of a.keys.entries()) {
        const order = byCodeUnit(key, b.keys[index] ?? '')
        if (order !== 0) return order
      }
      return 0
    })
    .map(({ item }) => item)
}
